import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { goldens } from '../shared/wire/goldens.ts';
import { askJavaFrames } from './java/javaAvro.ts';

test("the bytes that the framings' tests know are those that Java's Avro writes", async () => {
  const schema = readFileSync(path.join(import.meta.dirname, 'example.avsc'), 'utf8');
  const golden = (name: string): string => {
    const { hex } = goldens.find((one) => one.name === name) ?? assert.fail(name);
    return hex;
  };
  const written = await askJavaFrames([{ schema, value: golden('bare Avro'), sync: '000102030405060708090a0b0c0d0e0f' }]);
  assert.deepEqual(written, [{ singleObject: golden('single-object encoding'), container: golden('container, null') }]);
});
