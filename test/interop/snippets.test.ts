import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { findJava } from '../../tools/stack/java.ts';
import { run } from '../../tools/support/processes.ts';
import { say } from '../../tools/support/say.ts';
import type { ClusterFacts } from '../../shared/diagnosis/clusterFacts.ts';
import type { Diagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { snippetsOf } from '../../shared/diagnosis/snippets/snippetsOf.ts';
import { createLocalSession } from '../../client/cluster/localSession.ts';
import { bands, diagnosisOf, exampleSchema, foundClass, foundSchema, side } from '../shared/diagnosis/diagnoses.ts';
import { createTopic, never, plainConnection } from '../stack/stack.ts';
import { confluentPrograms } from './java/confluent.ts';
import { installPrograms } from './java/programs.ts';
import { runInSpark } from './sparkRuns.ts';

// Snippets of clients run as they are against topics of every kind that they tell apart; PySpark's run with the jobs.

const framings = {
  framed: ['confluent-prefix', 'confluent-prefix', 'confluent-prefix'],
  bare: ['bare', 'bare', 'bare'],
  'single-object': ['single-object', 'single-object', 'single-object'],
  changed: ['confluent-prefix', 'bare', 'bare'],
  mixed: ['bare', 'confluent-prefix', 'bare'],
} as const;
type Kind = keyof typeof framings;

const messages = [
  '{"field_1":"","field_2":0,"field_3":[]}',
  '{"field_1":"field_1_1","field_2":1,"field_3":[10]}',
  '{"field_1":"Zoë","field_2":-7,"field_3":[1,2]}',
];

interface Written {
  readonly diagnosis: Diagnosis;
  readonly cluster: ClusterFacts;
}

async function write(t: TestContext, kind: Kind): Promise<Written> {
  const connection = plainConnection();
  const topic = await createTopic(t, { name: `snippet-${kind}` });
  const session = createLocalSession(connection);
  t.after(() => session.close());
  const registered = await session.register(`${topic}-value`, exampleSchema, never);
  for (const [index, framing] of framings[kind].entries()) {
    const toSend =
      framing === 'confluent-prefix' ? ({ kind: framing, schemaId: registered.schemaId } as const) : ({ kind: framing } as const);
    const value = { kind: 'avro', json: messages[index] ?? '', schema: registered, framing: toSend } as const;
    await session.send({ topic, key: { kind: 'bytes', bytes: Buffer.from('k') }, value, headers: [] }, never);
  }
  const schema = foundSchema(exampleSchema, registered.schemaId, 1, `${topic}-value`);
  const names = [...new Set(framings[kind])];
  const classes = names.map((framing, index) => foundClass(index, framing, [schema]));
  const found =
    kind === 'changed'
      ? side('value', 'changed', { classes, bands: bands([0, 0, 1, [0]], [0, 1, 3, [1]]) })
      : kind === 'mixed'
        ? side('value', 'mixed', { classes, bands: bands([0, 0, 3, [0, 1]]) })
        : side('value', 'one', { classes });
  const registryUrl = connection.registry?.url;
  return {
    diagnosis: diagnosisOf(found, { topic }),
    cluster: {
      brokers: connection.brokers,
      security: 'PLAINTEXT',
      mechanism: undefined,
      user: undefined,
      registryUrl,
      registryAuth: 'none',
    },
  };
}

function snippetOf({ diagnosis, cluster }: Written, id: 'confluent-python' | 'java' | 'abris-pyspark'): string {
  const found = snippetsOf({ diagnosis, part: 'value', cluster }).find((snippet) => snippet.id === id);
  assert.ok(found?.ranWith !== undefined);
  return found.text;
}

/** Writes a program to a file and runs it; what it prints of each record, by offset. */
async function runProgram(name: string, text: string, command: string, args: readonly string[]): Promise<string[]> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'avro-workbench-'));
  try {
    const file = path.join(scratch, name);
    writeFileSync(file, text);
    const output = await run(command, [...args, file], { what: `Running ${name}`, limitMs: 120_000 });
    return recordsIn(output);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const recordsIn = (output: string): string[] => output.split('\n').flatMap((line) => /^0 (\d+) (.*)$/.exec(line)?.slice(2) ?? []);
const plain = (text: string): unknown => JSON.parse(text.replaceAll("'", '"'));
const wanted = messages.map((message): unknown => JSON.parse(message));

for (const kind of Object.keys(framings) as Kind[]) {
  test(`the snippets of confluent-kafka-python and Java read a topic as it is: ${kind}`, async (t) => {
    const written = await write(t, kind);
    const { INTEROP_PYTHON: python } = process.env;
    assert(python !== undefined, 'INTEROP_PYTHON is not set: run these tests by npm run test:interop.');
    assert.deepEqual((await runProgram('read.py', snippetOf(written, 'confluent-python'), python, [])).map(plain), wanted);
    const libs = path.join(await installPrograms(confluentPrograms), 'libs');
    const java = await findJava(say);
    // The compiler is a jar among the libraries: a Java that only runs has none.
    const compiled = await compileJava(java, libs, snippetOf(written, 'java'));
    t.after(() => {
      rmSync(compiled, { recursive: true, force: true });
    });
    const output = await run(java, ['-cp', `${libs}/*:${compiled}`, 'ReadTopic'], { what: 'Running ReadTopic', limitMs: 120_000 });
    assert.deepEqual(recordsIn(output).map(plain), wanted);
  });
}

test('the snippets of ABRiS from PySpark read topics as they are', async (t) => {
  const kinds = ['framed', 'changed', 'mixed'] as const;
  const scripts = [];
  for (const kind of kinds) scripts.push({ name: kind, text: snippetOf(await write(t, kind), 'abris-pyspark'), messages: true });
  const rows = await runInSpark(scripts, 'abris');
  for (const kind of kinds) {
    assert.deepEqual(
      rows.get(kind)?.map(({ message }) => message),
      wanted,
      kind,
    );
  }
});

async function compileJava(java: string, libs: string, text: string): Promise<string> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'avro-workbench-'));
  const file = path.join(scratch, 'ReadTopic.java');
  writeFileSync(file, text);
  const jars = readdirSync(libs).map((jar) => path.join(libs, jar));
  const compiler = 'org.eclipse.jdt.internal.compiler.batch.Main';
  await run(java, ['-cp', `${libs}/*`, compiler, '-17', '-nowarn', '-encoding', 'UTF-8', '-cp', jars.join(':'), '-d', scratch, file], {
    what: 'Compiling ReadTopic',
  });
  return scratch;
}
