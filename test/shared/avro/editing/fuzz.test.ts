import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { formatText } from '../../../../shared/avro/editing/format.ts';
import { fullnameHints } from '../../../../shared/avro/editing/fullnameHints.ts';
import { describeAt } from '../../../../shared/avro/editing/hoverText.ts';
import { proposeAt } from '../../../../shared/avro/editing/proposals.ts';
import { selectionSpans } from '../../../../shared/avro/editing/selection.ts';
import { schemaTokens } from '../../../../shared/avro/editing/tokens.ts';
import { applyEdits } from '../../../../shared/avro/fixes/jsonEdits.ts';
import type { Span } from '../../../../shared/avro/json.ts';
import { parseSchema } from '../../../../shared/avro/parse.ts';
import { parseProtocol } from '../../../../shared/avro/parseProtocol.ts';
import type { ParsedSchema } from '../../../../shared/avro/schema.ts';
import { randomSchema, seededRandom } from '../../../randomSchema.ts';

const digest = (algorithm: string, bytes: Uint8Array): Uint8Array => createHash(algorithm).update(bytes).digest();

const schema = `{ // R
  "type": "record", "name": "a.R", "doc": "\\"x", "aliases": ["O"], "fields": [
    {"name": "e", "type": ["null", {"type": "enum", "name": "E", "symbols": ["A", "B"]}], "default": null},
    {"name": "d", "type": {"type": "bytes", "logicalType": "decimal", "precision": 4}, "default": "\\u0001"},
    {"name": "r", "type": {"type": "array", "items": "R"}, "default": [{"e": "A", "r": []}], "order": "ignore"}
  ]
}`;
const protocol = `{"protocol": "P", "namespace": "p", "types": [{"type": "error", "name": "F", "fields": []}], "messages": {
  "m": {"request": [{"name": "q", "type": "F", "default": {}}], "response": "int", "errors": ["F"]}, "o": {"request": [], "one-way": true}}}`;

/** What must hold of a text as a whole. */
function expectSound(parsed: ParsedSchema): void {
  const { text } = parsed;
  const whole = { start: 0, end: text.length };
  let end = 0;
  for (const { span } of schemaTokens(parsed)) {
    assert.ok(span.start >= end && span.end > span.start, 'Tokens are in order and do not overlap.');
    end = span.end;
  }
  assert.ok(end <= text.length);
  for (const { offset } of fullnameHints(parsed, whole)) assert.ok(offset > 0 && offset <= text.length);
  const options = { tabSize: 2, insertSpaces: true };
  const formatted = applyEdits(text, formatText(parsed, options));
  assert.equal(formatted.replace(/\s/g, ''), text.replace(/\s/g, ''), 'Only white space changes.');
}

/** What must hold at every place of a text. */
function expectSoundAt(parsed: ParsedSchema, offset: number): void {
  const { text, json } = parsed;
  const described = describeAt(parsed, offset, { digest });
  if (described !== undefined) {
    expectInside(described.span, text);
    assert.ok(described.span.start <= offset && offset <= described.span.end, 'What is described is at the place.');
    assert.ok(described.markdown.trim() !== '');
  }
  const proposed = proposeAt(parsed, offset, { fileName: 'order.avsc' });
  if (proposed !== undefined) {
    expectInside(proposed.cursor.replaced, text);
    for (const { label, template } of proposed.proposals) assert.ok(label !== '' && template.length > 0);
  }
  const spans = selectionSpans(text, json, offset);
  for (const [index, span] of spans.entries()) {
    expectInside(span, text);
    const inner = spans[index - 1];
    if (inner !== undefined) assert.ok(span.start <= inner.start && inner.end <= span.end, 'A selection grows.');
  }
}

function expectInside({ start, end }: Span, text: string): void {
  assert.ok(0 <= start && start <= end && end <= text.length, 'It lies in the text.');
}

const isLong = process.env['AVRO_WORKBENCH_LONG'] === '1';
const step = isLong ? 1 : 3;
const seed = 20_260_305;
const edits = isLong ? 40_000 : 3_000;

for (const { name, text, parse } of [
  { name: 'a schema', text: schema, parse: parseSchema },
  { name: 'a protocol', text: protocol, parse: parseProtocol },
]) {
  test(`every feature answers at every place of every beginning of ${name}`, () => {
    for (let length = 0; length <= text.length; length++) {
      const parsed = parse(text.slice(0, length));
      expectSound(parsed);
      // The next beginnings have those places in between, and little else around them.
      for (let offset = length % step; offset <= length; offset += step) expectSoundAt(parsed, offset);
      expectSoundAt(parsed, length);
    }
  });
}

test(`every feature answers after ${edits} random edits, seed ${seed}`, () => {
  const random = seededRandom(seed);
  const whole = (limit: number): number => Math.floor(random() * limit);
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '\n',
    '\u00a0',
    'null',
    '//',
    '/*',
    '*/',
    '"type":',
    '"default":',
    '"name":"',
    '😀',
    '\ud83d',
  ];
  let text = schema;
  for (let edit = 0; edit < edits; edit++) {
    if (edit % 10 === 0) text = [schema, protocol, randomSchema(random)][whole(3)] ?? schema;
    const at = whole(text.length + 1);
    text =
      text.slice(0, at) + (random() < 0.7 ? (pieces[whole(pieces.length)] ?? '') : '') + text.slice(at + (random() < 0.5 ? whole(8) : 0));
    try {
      const parsed = random() < 0.5 ? parseSchema(text) : parseProtocol(text);
      expectSound(parsed);
      for (const offset of [at, whole(text.length + 1), text.length]) expectSoundAt(parsed, Math.min(offset, text.length));
      const start = whole(text.length + 1);
      const range = { start, end: start + whole(30) };
      const partly = applyEdits(text, formatText(parsed, { tabSize: 4, insertSpaces: false }, range));
      assert.equal(partly.replace(/\s/g, ''), text.replace(/\s/g, ''));
    } catch (error) {
      throw new Error(`Edit ${edit} of seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
    }
  }
});
