import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { toHex } from '../../../shared/avro/bytesLiteral.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { createSampler } from '../../../shared/avro/sample.ts';
import { compileWriter } from '../../../shared/avro/write.ts';
import { seededRandom } from '../../randomSchema.ts';
import { randomValue } from '../../randomValue.ts';
import { askJavaFrames, askJavaValues } from '../java/javaAvro.ts';

/** Values of a schema, as others wrote them. */
export interface Bodies {
  /** By Java's encoder, by its encoder that writes the sizes of blocks, and by fastavro. */
  readonly bare: readonly Uint8Array[];
  /** By Java's `BinaryMessageEncoder` and `DataFileWriter`. */
  readonly singleObject: readonly Uint8Array[];
  readonly container: readonly Uint8Array[];
}

const valuesEach = 32;
const framedEach = 8;

/** Has Java and Python write values of each schema. @throws AssertionError where Java refuses one of them */
export async function writeBodies(schemas: readonly string[], seed: number): Promise<readonly Bodies[]> {
  const random = seededRandom(seed);
  const rows = schemas.map((schema, round) => ({ schema, values: valuesOf(schema, round, random) }));
  const java = await askJavaValues(rows);
  const python = askPython(rows);
  const framed = await askJavaFrames(
    rows.flatMap(({ schema, values }) =>
      values.slice(0, framedEach).map((value) => ({ schema, value, sync: '00112233445566778899aabbccddeeff' })),
    ),
  );
  return rows.map(({ schema }, index) => {
    const answers = java[index];
    assert.ok(answers, `Java refuses ${schema}`);
    const bare = answers.flatMap((answer) => {
      if (typeof answer === 'string') assert.fail(`Java refuses a value of ${schema}: ${answer}`);
      return [answer.plain, answer.blocks];
    });
    const own = framed.slice(index * framedEach, (index + 1) * framedEach);
    return {
      bare: [...bare, ...(python[index] ?? [])].map(fromHex),
      singleObject: own.map(({ singleObject }) => fromHex(singleObject)),
      container: own.map(({ container }) => fromHex(container)),
    };
  });
}

/** Half of them plausible ones, half at the limits of their types. */
function valuesOf(text: string, round: number, random: () => number): readonly string[] {
  const { schema } = parseSchema(text);
  assert.ok(schema, text);
  const write = compileWriter(schema);
  const sampler = createSampler(schema, { seed: round, branches: 'random' });
  return Array.from({ length: valuesEach }, (_, index) => toHex(write(index % 2 === 0 ? sampler.next() : randomValue(schema, random))));
}

/** What fastavro does not take is left out. */
function askPython(rows: readonly { readonly schema: string; readonly values: readonly string[] }[]): readonly (readonly string[])[] {
  const { INTEROP_PYTHON: python } = process.env;
  assert.ok(python !== undefined, 'INTEROP_PYTHON is not set: run these tests by npm run test:interop.');
  const input = rows.map(({ schema, values }) => [Buffer.from(schema).toString('base64'), ...values.map((hex) => `=${hex}`)].join(' '));
  const program = path.join(import.meta.dirname, '../python/encode.py');
  const { status, stdout, stderr } = spawnSync(python, [program], { input: input.join('\n'), encoding: 'utf8', maxBuffer: 2 ** 28 });
  assert.equal(status, 0, stderr);
  const lines = stdout.trimEnd().split('\n');
  assert.equal(lines.length, rows.length);
  return lines.map((line) => (line === 'refused' ? [] : line.split(' ').flatMap((word) => (word === '=!' ? [] : [word.slice(1)]))));
}

function fromHex(digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}
