import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkSchema } from '../../../shared/avro/check.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';

// What `new Schema.Parser().parse(text)` of Java's Avro 1.12.2 says; test/interop/javaAvro.test.ts asks it again.
const rows = JSON.parse(readFileSync(new URL('javaVerdicts.json', import.meta.url), 'utf8')) as readonly {
  readonly schema: string;
  readonly java: 'accepted' | 'refused';
}[];

for (const { schema, java } of rows) {
  test(`${java} by Java's Avro: ${schema.slice(0, 120)}`, () => {
    const errors = checkSchema(parseSchema(schema)).filter(({ severity }) => severity === 'error');
    assert.equal(errors.length > 0 ? 'refused' : 'accepted', java, errors.map(({ message }) => message).join('\n'));
  });
}
