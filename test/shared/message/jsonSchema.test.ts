import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  messageFramings,
  messageProperties,
  parseMessages,
  schemaProperties,
  type SchemaProperty,
} from '../../../shared/message/document.ts';
import { propertyMeanings, refMeanings } from '../../../shared/message/proposals.ts';

type Described = Readonly<Record<string, { readonly description: string }>>;

interface Definitions {
  readonly message: { readonly properties: Described };
  readonly framing: { readonly enum: readonly string[] };
  readonly schema: { readonly anyOf: readonly { readonly required?: readonly string[]; readonly properties?: Described }[] };
}

const text = readFileSync(new URL('../../../docs/avro-message.schema.json', import.meta.url), 'utf8');
const { definitions } = JSON.parse(text) as { readonly definitions: Definitions };

test('the JSON Schema of message documents has the properties and framings that there are, with the same meanings', () => {
  const { properties } = definitions.message;
  assert.deepEqual(Object.keys(properties), [...messageProperties]);
  assert.deepEqual(Object.fromEntries(Object.entries(properties).map(([name, { description }]) => [name, description])), propertyMeanings);
  assert.deepEqual(definitions.framing.enum, [...messageFramings]);
});

test('the ways of the JSON Schema to name a schema have the properties that there are, with the same meanings', () => {
  const all = definitions.schema.anyOf.flatMap(({ properties = {} }) => Object.entries(properties));
  for (const [name, { description }] of all) assert.equal(description, refMeanings[name as SchemaProperty], name);
  assert.deepEqual(new Set(all.map(([name]) => name)), new Set(schemaProperties));
  const ofFile = definitions.schema.anyOf.find(({ required }) => required?.includes('file'));
  assert.deepEqual(Object.keys(ofFile?.properties ?? {}), ['file', 'type', 'subject']);
});

test('every way of the JSON Schema to name a schema is one of message documents', () => {
  const sample: Readonly<Record<string, unknown>> = { subject: 's', version: 1, id: 1, file: 'a.avsc', type: 'T' };
  for (const { properties } of definitions.schema.anyOf) {
    if (properties === undefined) continue;
    const ref = Object.fromEntries(Object.keys(properties).map((name) => [name, sample[name]]));
    assert.deepEqual(parseMessages(JSON.stringify({ valueSchema: ref, value: 1 })).problems, [], JSON.stringify(ref));
  }
});
