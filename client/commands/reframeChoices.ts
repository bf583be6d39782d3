import type { Diagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { framingNames, type Framing } from '../../shared/wire/framings.ts';
import type { ReframeRange, ReframeRequest } from '../reframing/reframeRequest.ts';
import type { Choice, Place } from '../ui.ts';
import type { CommandContext } from './context.ts';
import { nameProblem } from './createTopic.ts';
import type { NewFraming } from './reframeNames.ts';
import { framingsText, parseRanges, rangesOfClass, type ReframeSide } from './reframeSides.ts';
import { askSteps } from './steps.ts';

export const reframeTitle = 'Re-frame Topic';

export interface ReframeChoices {
  readonly ranges: readonly ReframeRange[];
  /** Of the values in the ranges. */
  readonly from: readonly Framing[];
  readonly framing: NewFraming;
  readonly withKeys: boolean;
  readonly onError: ReframeRequest['onError'];
  readonly target: string;
}

/** What is known before anything is asked. */
export interface ReframeFacts {
  readonly diagnosis: Diagnosis;
  readonly value: ReframeSide;
  /** Undefined where the keys are none that can be re-framed. */
  readonly key: ReframeSide | undefined;
  /** Of the source as it is now. */
  readonly whole: readonly ReframeRange[];
  readonly hasRegistry: boolean;
}

type Reach = Pick<ReframeChoices, 'ranges' | 'from'> & { readonly id: string };
type Draft = { readonly [K in Exclude<keyof ReframeChoices, 'ranges' | 'from'>]: ReframeChoices[K] | undefined } & {
  readonly reach: Reach | undefined;
};

/** Asks which records are to be copied how and where. @throws an `AbortError` where the user gives up */
export async function chooseReframing(context: CommandContext, facts: ReframeFacts): Promise<ReframeChoices> {
  const { ui } = context;
  const { topic } = facts.diagnosis;
  const draft = await askSteps<Draft>(
    [
      { ask: async (known, place) => ({ ...known, reach: await chooseReach(context, facts, known.reach, place) }) },
      {
        ask: async (known, place) => {
          const choices = framings(facts, known.reach?.from ?? []);
          const isInitial = (each: NewFraming): boolean => each === known.framing;
          return {
            ...known,
            framing: await ui.pick({ title: reframeTitle, place, placeholder: 'The framing of the copy', choices, isInitial }),
          };
        },
      },
      {
        applies: ({ framing }) => facts.key?.framings.some((each) => each !== framing) === true,
        ask: async (known, place) => {
          const choices: readonly Choice<boolean>[] = [
            { label: 'Keep Keys as They Are', detail: `They are ${framingsText(facts.key?.framings ?? [])}.`, value: false },
            { label: 'Re-frame Keys, Too', description: known.framing && framingNames[known.framing], value: true },
          ];
          return { ...known, withKeys: await ui.pick({ title: reframeTitle, place, placeholder: 'What becomes of the keys', choices }) };
        },
      },
      {
        ask: async (known, place) => {
          const isInitial = (each: ReframeRequest['onError']): boolean => each === known.onError;
          const placeholder = 'What becomes of records that can not be re-framed';
          return { ...known, onError: await ui.pick({ title: reframeTitle, place, placeholder, choices: onErrors, isInitial }) };
        },
      },
      {
        ask: async (known, place) => {
          const value = known.target ?? `${topic}-${suffixes[known.framing ?? 'bare']}`;
          const validate = (text: string): string | undefined =>
            nameProblem(text.trim()) ?? (text.trim() === topic ? 'A topic is never re-framed onto itself.' : undefined);
          const target = await ui.input({
            title: reframeTitle,
            place,
            prompt: 'The topic that the copy goes to; a new one is made.',
            value,
            validate,
          });
          return { ...known, target: target.trim() };
        },
      },
    ],
    { reach: undefined, framing: undefined, withKeys: undefined, onError: undefined, target: undefined },
  );
  const { reach, framing = 'bare', withKeys = false, onError = 'stop', target = '' } = draft;
  return { ranges: reach?.ranges ?? [], from: reach?.from ?? [], framing, withKeys, onError, target };
}

const suffixes: Readonly<Record<NewFraming, string>> = {
  'confluent-prefix': 'confluent',
  'confluent-header': 'confluent-header',
  bare: 'bare',
  'single-object': 'single-object',
};

const onErrors: readonly Choice<ReframeRequest['onError']>[] = [
  { label: 'Stop at the First Failure', detail: 'What comes before it is written.', value: 'stop' },
  { label: 'Leave Out What Fails', value: 'skip' },
  { label: 'Copy What Fails as It Is', detail: 'The copy has more than one framing then.', value: 'copy' },
];

function framings({ hasRegistry }: ReframeFacts, from: readonly Framing[]): Choice<NewFraming>[] {
  const choices: readonly Choice<NewFraming>[] = [
    {
      label: 'Confluent Prefix',
      description: 'magic byte 0 and schema id',
      detail: "What Confluent's deserializers, ksqlDB and Kafka Connect read.",
      value: 'confluent-prefix',
    },
    { label: 'Bare Avro', description: 'no frame', detail: "What Spark's from_avro reads.", value: 'bare' },
    {
      label: 'Confluent Header',
      description: "the schema's GUID in a header",
      detail: 'Needs a registry that gives schemas GUIDs.',
      value: 'confluent-header',
    },
    {
      label: 'Single-Object Encoding',
      description: 'C3 01 and the fingerprint',
      detail: "What Avro's BinaryMessageDecoder reads.",
      value: 'single-object',
    },
  ];
  return choices.filter(({ value }) => (hasRegistry || !value.startsWith('confluent')) && !(from.length === 1 && from[0] === value));
}

async function chooseReach(context: CommandContext, facts: ReframeFacts, before: Reach | undefined, place: Place): Promise<Reach> {
  const { diagnosis, value, whole } = facts;
  const count = (ranges: readonly ReframeRange[]): string => {
    const offsets = ranges.reduce((sum, { from, to }) => sum + (to - from), 0n);
    return `${offsets.toLocaleString('en')} ${offsets === 1n ? 'offset' : 'offsets'}`;
  };
  const all: Reach = { id: 'all', ranges: whole, from: value.framings };
  const ofClasses = value.classes.length < 2 ? [] : value.classes;
  const choices: Choice<Reach | 'offsets'>[] = [
    { label: 'All up to Now', description: count(whole), detail: `Values: ${framingsText(value.framings)}.`, value: all },
    ...ofClasses.map((one): Choice<Reach> => {
      const ranges = rangesOfClass(diagnosis.value, one);
      const reach = { id: `class ${one.index}`, ranges, from: value.framings.filter((framing) => framing === one.framing) };
      return {
        label: `Only ${one.name}`,
        description: count(ranges),
        detail: 'The offsets between which it was found; what else stands there fails.',
        value: reach,
      };
    }),
    { label: 'Offsets…', detail: 'By partition.', value: 'offsets' },
  ];
  const chosen = await context.ui.pick({
    title: reframeTitle,
    place,
    placeholder: `Which records of ${diagnosis.topic}`,
    choices,
    isInitial: (each) => typeof each === 'object' && each.id === before?.id,
  });
  if (chosen !== 'offsets') return chosen;
  const partitions = whole.map(({ partition }) => partition);
  const problem = (text: string): string | undefined => {
    const parsed = parseRanges(text, partitions);
    return typeof parsed === 'string' ? parsed : undefined;
  };
  const text = await context.ui.input({
    title: reframeTitle,
    prompt: 'Partitions with their first and last offset.',
    value: whole.map(({ partition, from, to }) => `${partition}: ${from}-${to > from ? to - 1n : from}`).join(', '),
    validate: problem,
  });
  const ranges = parseRanges(text, partitions);
  return { id: 'offsets', ranges: typeof ranges === 'string' ? [] : ranges, from: value.framings };
}
