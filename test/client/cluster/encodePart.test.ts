import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { encodeMessage, encodePart } from '../../../client/cluster/encodePart.ts';
import { framingToSend } from '../../../client/cluster/framingToSend.ts';
import type { PartToSend } from '../../../client/cluster/session.ts';
import { toHex } from '../../../shared/avro/bytesLiteral.ts';
import { messageFramings } from '../../../shared/message/document.ts';
import { messageFramingNames } from '../../../shared/message/framings.ts';
import { body } from '../../shared/wire/confluentGoldens.ts';
import { goldens, type Golden } from '../../shared/wire/goldens.ts';

const example = readFileSync(new URL('../../interop/example.avsc', import.meta.url), 'utf8');
const schema = { text: example, references: [], label: 'example.avsc' };
const json = '{"field_1":"field_1_1","field_2":1,"field_3":[10]}';

/** What a message can be written as of what other software wrote: it names schemas by ids in no header but Apicurio's, and compresses nothing. */
function toSend({ framing, names, payload, special, headers = [] }: Golden): PartToSend | undefined {
  const name = messageFramings.find((each) => each !== 'hex' && messageFramingNames[each] === framing);
  if (payload !== body || special !== undefined || name === undefined || name === 'json' || name === 'text' || name === 'hex')
    return undefined;
  const isOther = headers.some(([header]) => header.endsWith('globalId')) || (framing === 'confluent-header' && names.kind === 'schema-id');
  if (isOther) return undefined;
  const schemaId = names.kind === 'schema-id' ? names.schemaId : names.kind === 'content-id' ? Number(names.id) : 1;
  const guid = names.kind === 'guid' ? names.guid : undefined;
  const registered = { schemaId, guid, label: 'example-value v1' };
  const glueVersion = names.kind === 'glue-version' ? names.uuid : undefined;
  return { kind: 'avro', json, schema, framing: framingToSend(name, { registered, glueVersion }) };
}

const written = goldens.flatMap((golden) => {
  const part = toSend(golden);
  return part === undefined ? [] : [{ golden, part }];
});

for (const { golden, part } of written) {
  test(`encode: ${golden.name}: as the other software wrote it, headers too`, () => {
    const { bytes, headers } = encodePart(part, golden.part ?? 'value');
    assert.equal(toHex(bytes ?? new Uint8Array()), golden.hex);
    assert.deepEqual(
      headers.map(({ name, value }) => [name, toHex(value ?? new Uint8Array())]),
      golden.headers ?? [],
    );
  });
}

test('encode: each framing of Avro is among what other software wrote', () => {
  const kinds = new Set(written.map(({ part }) => part.kind === 'avro' && part.framing.kind));
  const avro = messageFramings
    .filter((framing) => !['json', 'text', 'hex'].includes(framing))
    .map((framing) => messageFramingNames[framing]);
  assert.deepEqual(
    avro.filter((kind) => ![...kinds].some((each) => each === kind)),
    [],
  );
});

for (const { framing, names, hex } of [
  { framing: 'confluent-prefix', names: { schemaId: 16909060 }, hex: '00010203040001' },
  { framing: 'confluent-prefix-guid', names: {}, hex: '0189791762233641869674299b90a802e20001' },
  { framing: 'confluent-header', names: {}, hex: '0001' },
  { framing: 'apicurio', names: {}, hex: '000000000000000015040001' },
  { framing: 'bare', names: {}, hex: '040001' },
] as const) {
  test(`encode: the type bytes, ${framing}: without Avro's length in Confluent's frames alone`, () => {
    const registered = { schemaId: 21, guid: '89791762-2336-4186-9674-299b90a802e2', label: 'b', ...names };
    const to = framingToSend(framing, { registered, glueVersion: undefined });
    const part: PartToSend = { kind: 'avro', json: '"hex:0001"', schema: { ...schema, text: '"bytes"' }, framing: to };
    assert.equal(toHex(encodePart(part, 'value').bytes ?? new Uint8Array()), hex);
  });
}

test("encode: a message's own headers stand before those of its framings, the key's before the value's", () => {
  const names = { registered: { schemaId: 21, guid: undefined, label: 'x' }, glueVersion: undefined };
  const part: PartToSend = { kind: 'avro', json, schema, framing: framingToSend('apicurio-header', names) };
  const own = { name: 'trace', value: null };
  const { headers } = encodeMessage({ topic: 't', key: part, value: part, headers: [own] });
  assert.deepEqual(
    headers.map(({ name }) => name),
    ['trace', 'apicurio.key.contentId', 'apicurio.key.encoding', 'apicurio.value.contentId', 'apicurio.value.encoding'],
  );
});

const unnamed = { registered: { schemaId: 21, guid: undefined, label: 'orders-value v3' }, glueVersion: undefined };
for (const { framing, names = unnamed, code, message } of [
  {
    framing: 'confluent-header',
    code: 'message/no-guid',
    message: 'The registry gives orders-value v3 no GUID, and a Confluent header names the schema by it.',
  },
  {
    framing: 'confluent-prefix-guid',
    code: 'message/no-guid',
    message: 'The registry gives orders-value v3 no GUID, and a Confluent prefix with GUID names the schema by it.',
  },
  {
    framing: 'apicurio',
    names: { ...unnamed, registered: undefined },
    code: 'message/no-schema-id',
    message: 'The schema is not registered, so there is no schema id for a frame.',
  },
  { framing: 'glue', code: 'message/no-glue-version', message: 'There is no "glueVersionId" for the frame of AWS Glue.' },
] as const) {
  test(`encode: ${framing} without a name for the schema: ${code}`, () => {
    assert.throws(() => framingToSend(framing, names), { code, message });
  });
}
