import type { Diagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { sparkJob } from '../../shared/diagnosis/sparkJob.ts';
import type { SparkJobInput, SparkOutput, SparkRange } from '../../shared/diagnosis/sparkJob.ts';
import { KafkaError } from '../../shared/errors.ts';
import { clusterFacts } from '../clusterFacts.ts';
import type { Choice, Place } from '../ui.ts';
import type { ReadSettings } from '../webview/recordsProtocol.ts';
import { chooseTopic } from './chooseTopic.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { findDiagnosis } from './findDiagnosis.ts';
import { askSteps } from './steps.ts';
import { topicTarget } from './targets.ts';

const title = 'Continue in Spark';

interface Draft {
  readonly isPage: boolean | undefined;
  readonly mode: SparkJobInput['mode'] | undefined;
  readonly kind: OutputKind | undefined;
  readonly where: string | undefined;
}

type OutputKind = 'parquet' | 'bare' | 'confluent-prefix';

/** Writes a program for Spark that goes on with a whole topic, as far as a records page's filter wants it. */
export const continueInSpark: Command = {
  failure: "Can't write the Spark job",
  create:
    (context) =>
    async (...args) => {
      const { connection, topic } = topicTarget(args) ?? (await chooseTopic(context, { title }));
      const { settings } = context.connections.find(connection) ?? {};
      if (settings === undefined) throw new KafkaError('connection/unknown', `The connection ${connection} can't be used.`);
      const read = context.records.find(connection, topic)?.reader.state.settings;
      const shown = read === undefined ? undefined : wishOf(read);
      const { isPage, mode = 'batch', kind = 'parquet', where = '' } = await askAll(context, topic, shown);
      const diagnosis = await findDiagnosis(context, { connection, topic });
      await failingAs(`Can't write a Spark job for ${topic}`, undefined, async () => {
        const wish = isPage === true && shown !== undefined ? shown : { filter: undefined, range: undefined };
        const input = { diagnosis, cluster: clusterFacts(settings), mode, output: outputOf(kind, where, diagnosis), ...wish };
        const job = sparkJob(input);
        if ('refused' in job) throw new KafkaError('spark/refused', job.refused);
        await context.ui.newDocument('python', job.text);
      });
    },
};

async function askAll(context: CommandContext, topic: string, shown: Wish | undefined): Promise<Draft> {
  const isNarrowed = shown !== undefined && (shown.filter !== undefined || shown.range !== undefined);
  return askSteps<Draft>(
    [
      { applies: () => isNarrowed, ask: async (draft, place) => ({ ...draft, isPage: await chooseWish(context, shown, draft, place) }) },
      { ask: async (draft, place) => ({ ...draft, mode: await pick(context, 'How it runs', modes, draft.mode, place) }) },
      { ask: async (draft, place) => ({ ...draft, kind: await pick(context, 'What it writes', outputs, draft.kind, place) }) },
      {
        ask: async (draft, place) => {
          const isPath = draft.kind === 'parquet';
          const prompt = isPath
            ? 'Where the Parquet files are written, as Spark has it'
            : 'The topic that is written to; it has as many partitions at least';
          const validate = (text: string): string | undefined => outputProblem(text.trim(), isPath, topic);
          const value = draft.where ?? (isPath ? `${topic}.parquet` : '');
          return { ...draft, where: (await context.ui.input({ title, prompt, value, validate, place })).trim() };
        },
      },
    ],
    { isPage: undefined, mode: undefined, kind: undefined, where: undefined },
  );
}

const modes: readonly Choice<SparkJobInput['mode']>[] = [
  { label: 'Batch', description: 'what is on the topic when it runs', value: 'batch' },
  { label: 'Streaming', description: 'goes on with what is written, from a checkpoint', value: 'streaming' },
];

const outputs: readonly Choice<OutputKind>[] = [
  { label: 'Parquet', description: 'decoded values with keys, headers and times', value: 'parquet' },
  { label: 'Topic with Confluent Prefix', description: 're-framed, to another topic', value: 'confluent-prefix' },
  { label: 'Topic with Bare Avro', description: 're-framed, to another topic', value: 'bare' },
];

function pick<T>(
  { ui }: CommandContext,
  placeholder: string,
  choices: readonly Choice<T>[],
  before: T | undefined,
  place: Place,
): Promise<T> {
  return ui.pick({ title, placeholder, choices, isInitial: (value) => value === before, place });
}

function chooseWish(context: CommandContext, shown: Wish | undefined, { isPage }: Draft, place: Place): Promise<boolean> {
  const description = shown?.filter ?? 'its partitions and offsets';
  const choices = [
    { label: 'What the Records Page Reads', description, value: true },
    { label: 'Whole Topic', value: false },
  ];
  return pick(context, 'Which records', choices, isPage, place);
}

function outputProblem(text: string, isPath: boolean, topic: string): string | undefined {
  if (text === '') return isPath ? 'Enter a path.' : 'Enter the name of a topic.';
  if (isPath) return undefined;
  if (!/^[\w.-]{1,249}$/.test(text)) return 'A topic is named by letters, digits, ".", "_" and "-".';
  return text === topic ? 'A topic is never re-framed onto itself.' : undefined;
}

function outputOf(kind: OutputKind, where: string, { value }: Diagnosis): SparkOutput {
  if (kind === 'parquet') return { kind, path: where };
  const schemaId = value.classes.flatMap(({ schemas }) => schemas).find(({ source }) => source.schemaId !== undefined)?.source.schemaId;
  // An id is for what was written without one, and only where no other schema could be meant.
  const texts = new Set(value.classes.flatMap(({ schemas }) => schemas.map(({ schema }) => schema.text)));
  return { kind: 'topic', topic: where, framing: kind, ...(texts.size === 1 && schemaId !== undefined ? { schemaId } : {}) };
}

type Wish = Pick<SparkJobInput, 'filter' | 'range'>;

/** What a records page reads, without how many records it shows. */
function wishOf({ filter, partitions, start }: ReadSettings): Wish {
  const conditions = filter.trim() === '' ? [] : [filter.trim()];
  if (start.kind === 'time') {
    const at = (timeMs: number): string => `timestamp("${new Date(timeMs).toISOString()}")`;
    conditions.push(`timestamp >= ${at(start.timestampMs)}`, ...(start.untilMs === undefined ? [] : [`timestamp < ${at(start.untilMs)}`]));
  }
  const offsets = start.kind === 'offset' ? start.offsets : {};
  const chosen = partitions ?? Object.keys(offsets).map(Number);
  const range = chosen.map((partition): SparkRange => ({ partition, from: BigInt(offsets[partition] ?? 0), to: undefined }));
  return {
    filter:
      conditions.length === 0 ? undefined : conditions.length === 1 ? conditions[0] : conditions.map((each) => `(${each})`).join(' && '),
    range: range.length === 0 ? undefined : range,
  };
}
