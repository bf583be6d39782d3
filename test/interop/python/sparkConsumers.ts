import path from 'node:path';
import type { ConsumerId } from '../../../shared/diagnosis/consumerTable.ts';
import { predictRecord } from '../../../shared/diagnosis/consumers/predict.ts';
import type { Spark } from '../../../tools/test/spark.ts';
import { askProgram } from '../askProgram.ts';
import type { ConsumerCase, ConsumerCases } from '../consumerCases.ts';
import { parseExactly, type SeenOutcome } from '../consumerOutcomes.ts';

/** Runs one of the Python programs in this folder with Spark; returns the lines it prints. */
export function runSpark(spark: Spark, program: string, asked: unknown): Promise<string[]> {
  const classPath = { SPARK_JARS: spark.jars.join(','), SPARK_FIRST_JARS: spark.first.join(':') };
  const env = { ...spark.env, ...classPath, SPARK_LOCAL_IP: '127.0.0.1' };
  const args = [path.join(import.meta.dirname, program)];
  return askProgram({ command: spark.python, args, env, what: `Asking Spark ${spark.version}`, limitMs: 400_000 }, asked);
}

/** Of how many messages of each kind Spark is asked: each that fails is a job of its own. */
const messagesAsked = 4;

/**
 * What `from_avro` makes of the cases, which Spark reads from the broker.
 *
 * @returns the cases that it was asked for, and what came of them; exceptions that only wrap others are left out
 */
export async function askSparkConsumers<Id extends ConsumerId>(
  spark: Spark,
  { cases: all, topics, brokers, registryUrl }: ConsumerCases,
  consumers: readonly Id[],
): Promise<{ readonly cases: readonly ConsumerCase[]; readonly seen: (consumer: Id) => (one: ConsumerCase) => SeenOutcome | undefined }> {
  const cases = all.filter(({ message }) => message < messagesAsked);
  const asked = topics.map(({ topic, kind }) => ({
    topic,
    schema: kind.schema,
    asked: consumers.map((consumer) => ({ consumer, groups: groupsOf(consumer, topic, cases) })),
  }));
  const outcomes = new Map<string, SeenOutcome>();
  for (const line of await runSpark(spark, 'sparkConsumers.py', { brokers: brokers.join(','), registry: registryUrl, topics: asked })) {
    // As sparkConsumers.py prints it.
    const { consumer, topic, offset, json, errors } = JSON.parse(line) as PrintedOutcome;
    outcomes.set(`${consumer} ${topic} ${offset}`, errors === undefined ? { ok: parseExactly(json ?? 'null') } : toFailure(errors));
  }
  return {
    cases,
    seen:
      (consumer) =>
      ({ topic, offset }) =>
        outcomes.get(`${consumer} ${topic} ${offset}`),
  };
}

interface PrintedOutcome {
  readonly consumer: string;
  readonly topic: string;
  readonly offset: number;
  readonly json?: string | null;
  readonly errors?: readonly (readonly [exception: string, message: string])[];
}

/** Those that are said to be read are asked for together, which is one job if that is true. */
function groupsOf(consumer: ConsumerId, topic: string, cases: readonly ConsumerCase[]): number[][] {
  const own = cases.filter((one) => one.topic === topic);
  const fails = ({ record }: ConsumerCase): boolean => predictRecord(consumer, record).kind === 'fails';
  const together = own.filter((one) => !fails(one)).map(({ offset }) => offset);
  return [...(together.length > 0 ? [together] : []), ...own.filter(fails).map(({ offset }) => [offset])];
}

function toFailure(errors: readonly (readonly [exception: string, message: string])[]): SeenOutcome {
  const [error = '', ...causes] = errors
    .filter(([exception, message]) => !/^Job aborted|^Cannot convert Avro type/.test(message) && !exception.includes('InvocationTarget'))
    .map(([exception, message]) => {
      const name = exception.startsWith('java.') ? exception : exception.replace(/^.*[.$]/, '');
      return message === '' ? name : `${name}: ${message}`;
    });
  return { error, causes };
}
