import { parseDateTime } from '../avro/calendar.ts';
import { closestWord } from '../avro/closestWord.ts';
import { changeTo, fix } from '../avro/fixes/fix.ts';
import { objectText, setProperty } from '../avro/fixes/jsonEdits.ts';
import type { Edits } from '../avro/fixes/jsonEdits.ts';
import type { JsonNode, Span } from '../avro/json.ts';
import { findValue, nodeAt } from '../avro/jsonTree.ts';
import type { Fix, Problem } from '../avro/schema.ts';
import { findMessageAt, messageFramings, messageProperties, type Message, type MessageDocument } from './document.ts';
import { replaceValue } from './messageText.ts';
import { addOffset, addPrefix, propertyAt, removeNamed, removeThis } from './valueFixes.ts';

/** What would put right what is wrong in the outer part of a message, the best first. */
export function messageFixes(document: MessageDocument, { code, span, fixes }: Pick<Problem, 'code' | 'span' | 'fixes'>): readonly Fix[] {
  const { text } = document;
  const message = findMessageAt(document, span.start);
  if (message === undefined) return fixes?.() ?? [];
  switch (code) {
    case 'duplicate-key':
      return removeThis(text, message.json, span);
    case 'unknown-property':
      return unknownProperty(text, message, span);
    case 'unknown-framing':
      return changeToClosest(nodeOf(message, span), messageFramings);
    case 'bad-timestamp': {
      const json = nodeOf(message, span);
      return isWithoutOffset(json) ? addOffset(json) : [];
    }
    case 'bytes-prefix':
      return addPrefix(nodeOf(message, span));
    case 'implicit-tombstone':
      return addValue(document, message, 'Add "value": null', () => 'null');
    case 'no-schema':
      return sendAsJson(text, message, propertyAt(message.json, span)?.property.name.value);
    default:
      return fixes?.() ?? [];
  }
}

/** Gives a message a value, laid out as it is itself. */
export function addValue(document: MessageDocument, message: Message, title: string, print: (indent: number) => string): Fix[] {
  const { span, text } = replaceValue(document, message, print);
  return fix(title, [{ span, newText: text }]);
}

function nodeOf({ json }: Message, { start }: Span): JsonNode | undefined {
  return nodeAt(json, start)?.nodes.findLast((node) => node.span.start === start);
}

function isWithoutOffset(json: JsonNode | undefined): boolean {
  const result = json?.kind === 'string' ? parseDateTime(json.value, 3, 'instant') : undefined;
  return result !== undefined && 'reason' in result && result.reason === 'no-offset';
}

function changeToClosest(json: JsonNode | undefined, words: readonly string[]): Fix[] {
  const closest = json?.kind === 'string' ? closestWord(json.value, words) : undefined;
  return json === undefined || closest === undefined ? [] : changeTo(json, [closest]);
}

function unknownProperty(text: string, message: Message, span: Span): Fix[] {
  const found = propertyAt(message.json, span);
  if (found === undefined) return [];
  const outer = message.json.properties.find(({ value }) => value !== undefined && isIn(span, value.span))?.name.value;
  const given = new Set(found.object.properties.map(({ name }) => name.value));
  const names = propertiesOf(outer).filter((name) => !given.has(name));
  return [...changeToClosest(found.property.name, names), ...removeNamed(text, message.json, span)];
}

function isIn(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The properties of a message, or of what stands under one of them. */
function propertiesOf(outer: string | undefined): readonly string[] {
  switch (outer) {
    case undefined:
      return messageProperties;
    case 'keySchema':
    case 'valueSchema':
      return ['subject', 'version', 'id', 'file', 'type'];
    case 'headers':
      return ['name', 'value'];
    default:
      return ['key', 'value'];
  }
}

function sendAsJson(text: string, { json, valueFraming }: Message, part: string | undefined): Fix[] {
  if (part !== 'key' && part !== 'value') return [];
  const given = findValue(json, 'framing');
  const add = (edits: Edits): Fix[] => fix('Send as JSON', edits);
  if (given?.kind === 'object') return add(setProperty(text, given, part, '"json"'));
  if (part === 'value') return add(setProperty(text, json, 'framing', '"json"'));
  const other: [string, string][] = valueFraming === undefined ? [] : [['value', JSON.stringify(valueFraming.value)]];
  return add(setProperty(text, json, 'framing', objectText(text, [['key', '"json"'], ...other])));
}
