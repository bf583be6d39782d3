import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { createLocalSession } from '../../client/cluster/localSession.ts';
import type { Session } from '../../client/cluster/session.ts';
import { createTopic, never, plainConnection } from '../stack/stack.ts';

// Records that confluent-kafka-python's AvroSerializer writes are peeked right, and what we send is read by its
// AvroDeserializer: the two ends of the same topic, with nothing of ours in between.

const folder = import.meta.dirname;
const schemaFile = path.join(folder, 'example.avsc');
const schemaText = readFileSync(schemaFile, 'utf8');

/** Runs the Python program; its output by lines. @throws Error with what it wrote if it fails */
function confluent(args: readonly string[], input = ''): Promise<string[]> {
  const { INTEROP_PYTHON: python } = process.env;
  assert(python !== undefined, 'INTEROP_PYTHON is not set: run these tests by npm run test:interop.');
  return new Promise((resolve, reject) => {
    const child = execFile(python, [path.join(folder, 'python/confluent.py'), ...args], { timeout: 120_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout.split('\n').filter((line) => line !== ''));
      else reject(new Error(`${error.message}\n${stderr}`));
    });
    child.stdin?.end(input);
  });
}

function openSession(t: TestContext): Session {
  const session = createLocalSession(plainConnection());
  t.after(() => session.close());
  return session;
}

const peekAll = { count: 100, isolation: 'readCommitted', timeoutMs: 30_000, maxBytes: 1 << 26 } as const;

/** As JSON texts, since a JavaScript number can't hold all of them. */
const values = [
  '{"field_1":"field_1_0","field_2":0,"field_3":[]}',
  '{"field_1":"field_1_1","field_2":1,"field_3":[10]}',
  '{"field_1":"","field_2":-9223372036854775808,"field_3":[9007199254740993,-9007199254740993]}',
  '{"field_1":"Dzień dobry 👋","field_2":9223372036854775807,"field_3":[9223372036854775807]}',
];

const compact = (json: string | undefined): string | undefined => json?.replaceAll(/\n\s*/g, '').replaceAll('": ', '":');

test('what AvroSerializer writes is peeked with every digit', async (t) => {
  const topic = await createTopic(t, { partitions: 1 });
  const session = openSession(t);
  const written = await confluent(['produce', topic, schemaFile], values.map((value) => `${value}\n`).join(''));
  assert.equal(written.length, values.length);
  const { rows } = await session.peek({ topic, ...peekAll }, () => undefined, never);
  const oldestFirst = [...rows].sort((a, b) => Number(a.offset - b.offset));
  assert.deepEqual(
    oldestFirst.map(({ value }) => compact(value.json)),
    values,
  );
  for (const { value } of rows) {
    assert.equal(value.state, 'exact', value.evidence);
    assert.equal(value.framing, 'confluent-prefix');
    assert.deepEqual(
      [value.schema?.subject, value.schema?.version, value.schema?.fullname],
      [`${topic}-value`, 1, 'example.avro.ExampleMessage'],
    );
  }
});

test('what is sent is read by AvroDeserializer with every digit', async (t) => {
  const topic = await createTopic(t, { partitions: 3 });
  const session = openSession(t);
  const registered = await session.register(`${topic}-value`, schemaText, never);
  const sent: { readonly partition: number; readonly offset: bigint; readonly json: string }[] = [];
  for (const [index, json] of values.entries()) {
    const value = { kind: 'avro', json, schema: registered, framing: { kind: 'confluent-prefix', schemaId: registered.schemaId } } as const;
    const key = { kind: 'bytes', bytes: Buffer.from(`key-${index}`) } as const;
    sent.push({ ...(await session.send({ topic, key, value, headers: [] }, never)), json });
  }
  const read = await confluent(['consume', topic, String(values.length)]);
  sent.sort((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
  // Python's JSON has spaces behind : and , and escapes what is not ASCII; its integers have every digit.
  const plain = (line: string): string =>
    line
      .replaceAll(', ', ',')
      .replaceAll(': ', ':')
      .replaceAll(/(?:\\u[0-9a-f]{4})+/g, (escapes) => String(JSON.parse(`"${escapes}"`)));
  assert.deepEqual(
    read.map(plain),
    sent.map(({ json }) => json),
  );
});
