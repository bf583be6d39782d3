import type { Span } from '../avro/json.ts';
import { replaceValue } from './messageText.ts';
import type { Message, MessageDocument } from './document.ts';
import type { SampleMessage } from './sample.ts';

/**
 * The messages from one on that samples are made for: those behind it that go to the same place and are written alike.
 *
 * @param count how many there are at most
 */
export function sampleRun({ messages, text }: MessageDocument, from: number, count: number): readonly Message[] {
  const run = messages.slice(from, from + count);
  const [first] = run;
  const other = run.findIndex((message) => first !== undefined && outerText(text, message) !== outerText(text, first));
  return other < 0 ? run : run.slice(0, other);
}

/** What of a message is not its own: where it goes, and by which schemas. */
function outerText(text: string, { json }: Message): string {
  const parts = json.properties.flatMap(({ name, value }) =>
    ['key', 'value', 'headers', 'partition', 'timestamp'].includes(name.value) || value === undefined
      ? []
      : [`${name.value}:${text.slice(value.span.start, value.span.end)}`],
  );
  return parts.sort().join('\n');
}

/**
 * The edit that gives the messages of a run another value each; for each sample beyond, there is a copy of the last one
 * behind it, with a key of its own where the message has one.
 *
 * @param changesKeys whether the keys of the samples are keys of these messages
 */
export function replaceSamples(
  document: MessageDocument,
  run: readonly [Message, ...Message[]],
  samples: readonly SampleMessage[],
  changesKeys: boolean,
): { readonly span: Span; readonly text: string } {
  const last = run.at(-1) ?? run[0];
  const span = { start: run[0].json.span.start, end: last.json.span.end };
  let text = '';
  let at = span.start;
  for (const [index, message] of run.entries()) {
    const sample = samples[index];
    if (sample === undefined) break;
    const edit = replaceValue(document, message, (indent) => sample.value(indent));
    text += document.text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  text += document.text.slice(at, span.end);
  for (const sample of samples.slice(run.length)) text += separator(document, last) + copy(document, last, sample, changesKeys);
  return { span, text };
}

/** Of an array, or of messages one after the other. */
function separator({ text }: MessageDocument, { json: { span } }: Message): string {
  const line = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  return `${isInArray(text) ? ',' : ''}\n${/^[ \t]*/.exec(line)?.[0] ?? ''}`;
}

function isInArray(text: string): boolean {
  return /^(?:\s|\uFEFF|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/)*\[/.test(text);
}

function copy(document: MessageDocument, message: Message, sample: SampleMessage, changesKeys: boolean): string {
  const { start, end } = message.json.span;
  const value = replaceValue(document, message, (indent) => sample.value(indent));
  const edits = [value, ...(changesKeys && message.key !== undefined ? [{ span: message.key.span, text: sample.key }] : [])];
  edits.sort((a, b) => a.span.start - b.span.start);
  let text = '';
  let at = start;
  for (const edit of edits) {
    text += document.text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return text + document.text.slice(at, end);
}
