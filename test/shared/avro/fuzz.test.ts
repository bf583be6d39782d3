import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../../../shared/avro/check.ts';
import type { JsonNode, Span } from '../../../shared/avro/json.ts';
import { nodeAt } from '../../../shared/avro/jsonTree.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { parseProtocol } from '../../../shared/avro/parseProtocol.ts';
import { rules } from '../../../shared/avro/rules/index.ts';
import { applyFix } from '../../expectFix.ts';
import { otherTexts } from '../../otherTexts.ts';
import { randomProtocol } from '../../randomProtocol.ts';
import { randomSchema, seededRandom } from '../../randomSchema.ts';

const order = `{
  // An order, with everything that a schema can hold.
  "type": "record", "name": "Order", "namespace": "com.example", "doc": "An order – \\"full\\".", "aliases": ["Old"],
  "fields": [
    {"name": "id", "type": {"type": "string", "logicalType": "uuid"}, "order": "ignore"},
    {"name": "total", "type": {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}, "default": "\\u0000"},
    {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["OPEN", "PAID"], "default": "OPEN"}, "default": "OPEN"},
    {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 16}},
    {"name": "lines", "type": {"type": "array", "items": {"type": "record", "name": "Line", "fields": [
      {"name": "count", "type": "int", "default": -1},
      {"name": "parent", "type": ["null", "Order"], "default": null}
    ]}}, "default": [{"count": 2.5, "parent": null}]},
    {"name": "notes", "type": {"type": "map", "values": "com.example.Line"}, "default": {}},
    {"name": "previous", "type": ["null", "State"], "default": null}
  ]
}`;

const orders = `{
  // A protocol, with everything that one can hold.
  "protocol": "Orders", "namespace": "com.example", "doc": "Orders.", "custom": 1,
  "types": [
    {"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}, {"name": "state", "type": "State"}]},
    {"type": "enum", "name": "State", "symbols": ["OPEN", "PAID"]},
    {"type": "error", "name": "Refused", "fields": [{"name": "reason", "type": ["null", "string"], "default": null}]}
  ],
  "messages": {
    "place": {"doc": "Places one.", "request": [{"name": "order", "type": "Order"}, {"name": "urgent", "type": "boolean", "default": false}],
      "response": {"type": "fixed", "name": "Id", "size": 16}, "errors": ["Refused"]},
    "find": {"request": [{"name": "id", "type": "com.example.Id"}], "response": ["null", "Order"]},
    "ping": {"request": [], "response": "null", "one-way": true}
  }
}`;

const { lookup, otherNames } = otherTexts(order, {
  'a.avsc': '{"type":"record","name":"com.example.Order","fields":[{"name":"previous","type":"com.example.Order"}]}',
  'b.avsc': '{"type":"enum","name":"com.example.State","symbols":["OPEN"]}',
  'c.avsc': '[{"type":"enum","name":"com.example.State","symbols":["PAID"]},{"type":"fixed","name":"Hash","size":4}]',
});

/** Those that are off are looked at, too. */
const severities = Object.fromEntries(rules.map(({ id, severity }) => [id, severity]));

/**
 * What must hold of any text: a result, problems in order and inside of the text with fixes that can be made, and a tree
 * whose parts hold each other.
 */
function expectSound(text: string, parse = parseSchema): void {
  const parsed = parse(text, { lookup });
  let last = 0;
  for (const { span, message, related = [], fixes } of checkSchema(parsed, { otherNames, severities })) {
    assert.ok(span.start >= last, 'Problems are in the order of the text.');
    last = span.start;
    const own = related.filter(({ uri }) => uri === undefined);
    for (const each of [span, ...own.map((place) => place.span)]) expectInside(each, { start: 0, end: text.length });
    assert.ok(message.length < 1000, `A message is short, unlike ${message}`);
    for (const fix of fixes?.() ?? []) applyFix(text, fix);
  }
  if (parsed.json !== undefined) expectTree(parsed.json, { start: 0, end: text.length });
}

function expectTree(node: JsonNode, around: Span): void {
  expectInside(node.span, around);
  if (node.kind === 'array') for (const item of node.items) expectTree(item, node.span);
  if (node.kind !== 'object') return;
  for (const { name, value, span } of node.properties) {
    expectInside(span, node.span);
    expectInside(name.span, span);
    if (value !== undefined) expectTree(value, span);
  }
}

function expectInside(span: Span, around: Span): void {
  assert.ok(
    around.start <= span.start && span.start <= span.end && span.end <= around.end,
    `${JSON.stringify(span)} is in ${JSON.stringify(around)}.`,
  );
}

test('every beginning of a schema is read, and every place in it can be asked for', () => {
  for (let end = 0; end <= order.length; end++) {
    const text = order.slice(0, end);
    expectSound(text);
    const { json } = parseSchema(text);
    if (json !== undefined) nodeAt(json, end);
  }
});

test('every beginning and every end of a protocol is read', () => {
  for (let end = 0; end <= orders.length; end++) expectSound(orders.slice(0, end), parseProtocol);
  for (let start = 0; start <= orders.length; start++) expectSound(orders.slice(start), parseProtocol);
});

test('every end of a schema is read', () => {
  for (let start = 0; start <= order.length; start++) expectSound(order.slice(start));
});

test('every schema with one character left out is read', () => {
  for (let at = 0; at < order.length; at++) expectSound(order.slice(0, at) + order.slice(at + 1));
});

const seed = 20_240_607;
const edits = process.env['AVRO_WORKBENCH_LONG'] === '1' ? 200_000 : 4_000;

for (const { what, whole, randomOne, parse } of [
  { what: 'schemas', whole: order, randomOne: randomSchema, parse: parseSchema },
  { what: 'protocols', whole: orders, randomOne: randomProtocol, parse: parseProtocol },
]) {
  test(`${edits} random edits of ${what}, seed ${seed}`, () => editAtRandom(whole, randomOne, parse));
}

function editAtRandom(original: string, randomOne: (random: () => number) => string, parse: typeof parseSchema): void {
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
    "'",
    '\n',
    '\u00a0',
    '0',
    '-',
    '1e999',
    'null',
    'tru',
    '//',
    '/*',
    '*/',
    '"type"',
    '"name":',
    '"fields":[',
    '{"type":"record"',
    '"aliases":["Order","State"],',
    '"logicalType":"decimal",',
    '"precision":9,',
    '"scale":-1,',
    '"feilds":[',
    '"deafult":',
    '"Order"',
    '["State"]',
    'é',
    '😀',
    '\ud83d',
    '\0',
  ];
  let text = original;
  for (let edit = 0; edit < edits; edit++) {
    // After a dozen edits little is left of a schema, so another one is broken.
    if (edit % 12 === 0) text = random() < 0.5 ? original : randomOne(random);
    const [at, length] = [whole(text.length + 1), whole(12)];
    const moved = text.slice(whole(text.length + 1)).slice(0, length);
    const inserted = [pieces[whole(pieces.length)] ?? '', moved, ''][whole(3)] ?? '';
    text = text.slice(0, at) + inserted + text.slice(at + (random() < 0.5 ? length : 0));
    try {
      expectSound(text, parse);
    } catch (error) {
      throw new Error(`Edit ${edit} of seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
    }
  }
}
