import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalForm } from '../../../shared/avro/canonical.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { toTableSchema } from '../../../shared/diagnosis/consumers/flinkTable.ts';

const record = (type: unknown, name = 'R'): unknown => ({ type: 'record', name, fields: [{ name: 'f', type }] });

for (const { name, schema, table } of [
  { name: 'nulls come first', schema: record(['string', 'null']), table: record(['null', 'string'], 'record_0') },
  { name: 'an enum is a string', schema: record({ type: 'enum', name: 'E', symbols: ['A'] }), table: record('string', 'record_0') },
  { name: 'a fixed is bytes', schema: record({ type: 'fixed', name: 'F', size: 2 }), table: record('bytes', 'record_0') },
  { name: 'no union at the top', schema: ['null', record('long')], table: record('long', 'record_0') },
  { name: 'columns with parts', schema: record({ type: 'map', values: record('int', 'S') }), table: undefined },
  { name: 'an array', schema: { type: 'array', items: record('int') }, table: { type: 'array', items: record('int', 'record_0') } },
  { name: 'a type within itself', schema: record(['null', 'R']), table: 'none' },
  { name: 'a union of several types', schema: record(['null', 'string', 'int']), table: 'none' },
]) {
  test(`the schema of a table of Flink: ${name}`, () => {
    const parsed = parseSchema(JSON.stringify(schema)).schema ?? assert.fail();
    const made = toTableSchema(parsed);
    if (table === 'none') assert.equal(made, undefined);
    else if (table !== undefined)
      assert.equal(made && canonicalForm(made), canonicalForm(parseSchema(JSON.stringify(table)).schema ?? assert.fail()));
    else assert.match((made && canonicalForm(made)) ?? '', /"record_0".*"map".*"record_1"/);
  });
}
