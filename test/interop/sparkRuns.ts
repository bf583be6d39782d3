import assert from 'node:assert/strict';
import { say } from '../../tools/support/say.ts';
import { installSpark, type SparkEdition } from '../../tools/test/spark.ts';
import { runSpark } from './python/sparkConsumers.ts';

export interface SparkScript {
  readonly name: string;
  readonly text: string;
  readonly args?: readonly string[];
  /** Whether its frame `messages` is what is wanted. */
  readonly messages?: boolean;
  /** What it writes. */
  readonly parquet?: string;
  /** Conditions of SQL, evaluated on its frame `records`. */
  readonly conditions?: readonly string[];
}

export type SparkRow = Readonly<Record<string, unknown>> & { readonly partition: number; readonly offset: number };

/** Runs programs as they are, in one Spark; the rows of each by partition and offset. */
export async function runInSpark(
  scripts: readonly SparkScript[],
  edition: SparkEdition = '3.5',
): Promise<ReadonlyMap<string, readonly SparkRow[]>> {
  const spark = await installSpark(edition, say);
  const lines = await runSpark(spark, 'sparkPrograms.py', scripts);
  const answers = lines.flatMap((line) => (line.startsWith('{"name"') ? [JSON.parse(line) as Answer] : []));
  for (const { name, failed } of answers) assert.equal(failed, undefined, `${name}: ${failed ?? ''}`);
  assert.deepEqual(
    answers.map(({ name }) => name),
    scripts.map(({ name }) => name),
  );
  return new Map(answers.map(({ name, rows = [] }) => [name, rows]));
}

interface Answer {
  readonly name: string;
  readonly rows?: readonly SparkRow[];
  readonly failed?: string;
}
