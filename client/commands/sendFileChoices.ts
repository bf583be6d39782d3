import { dereference } from '../../shared/avro/schema.ts';
import { CodecError } from '../../shared/errors.ts';
import type { MessageFraming } from '../../shared/message/document.ts';
import { framingNames } from '../../shared/wire/framings.ts';
import { asItStands, messageFramingNames } from '../../shared/message/framings.ts';
import { resolveSchema } from '../../shared/avro/schemaText.ts';
import type { SchemaText, Session } from '../cluster/session.ts';
import { subjectOf } from '../messages/messageSubjects.ts';
import type { PartRule, SendLimits, SendManyRequest } from '../sending/sendRequest.ts';
import type { SchemaSetting } from '../decodeProfiles.ts';
import type { Choice, Place } from '../ui.ts';
import { chooseProfileSchema } from './chooseProfileSchema.ts';
import type { CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { lookUp, resolveOther, ruleOf, type Known, type Sending, type SendingFile, type Written } from './sendFileSchemas.ts';
import { askSteps } from './steps.ts';

const title = 'Send from File';

/** What is asked before a file is sent, and what follows from it. */
export interface SendChoices extends Pick<SendManyRequest, 'key' | 'value' | 'onError' | 'keepPartitions'> {
  readonly keyField: string | undefined;
  readonly limits: SendLimits;
  /** Sentences: what keys and values are written with. */
  readonly description: string;
}

interface Draft {
  readonly value: Written | 'other' | undefined;
  readonly other: SchemaSetting | undefined;
  readonly keyField: string | undefined;
  readonly records: number | undefined;
  readonly rate: number | undefined;
  readonly onError: 'stop' | 'skip';
  readonly keepPartitions: boolean;
}

/**
 * Asks how the records of a file are sent, with Back.
 *
 * @throws an `AbortError` where the user gives up; a `Failure` where a schema can't be had
 */
export async function chooseSending(context: CommandContext, sending: Sending): Promise<SendChoices> {
  const { file, connection, topic } = sending;
  const known = await failingAs(`Can't look up the schemas of ${topic}`, connection, () =>
    context.ui.progress(`Looking up the schemas of ${topic}`, (_report, signal) => lookUp(context, sending, signal)),
  );
  const draft = await askSteps<Draft>(
    [
      { ask: async (before, place) => ({ ...before, value: await chooseValue(context, known, place) }) },
      {
        applies: ({ value }) => value === 'other',
        ask: async (before, place) => ({ ...before, other: await chooseOther(context, sending, known.session, place) }),
      },
      { ask: async (before, place) => ({ ...before, keyField: await chooseKey(context, file, known, before.value, place) }) },
      {
        applies: () => file.format !== 'avro',
        ask: async (before, place) => ({ ...before, keepPartitions: await choosePartitions(context, place) }),
      },
      {
        ask: async (before, place) => ({
          ...before,
          records: await chooseNumber(context, { title, choices: countChoices, placeholder: 'How many records are sent' }, place),
        }),
      },
      { ask: async (before, place) => ({ ...before, rate: await chooseRate(context, title, place) }) },
      { ask: async (before, place) => ({ ...before, onError: await chooseOnError(context, place) }) },
    ],
    {
      value: undefined,
      other: undefined,
      keyField: undefined,
      records: undefined,
      rate: undefined,
      onError: 'stop',
      keepPartitions: false,
    },
  );
  return failingAs(`Can't send ${file.name} to ${topic}`, connection, () =>
    context.ui.progress(`Looking up the schemas of ${topic}`, (_report, signal) => toChoices(context, sending, known, draft, signal)),
  );
}

function chooseValue(context: CommandContext, { value, own }: Known, place: Place): Promise<Written | 'other'> {
  const { framing } = value;
  const isAvro = !asItStands.has(framing);
  const avro = isAvro ? framing : 'confluent-prefix';
  const choices: Choice<Written | 'other'>[] = [];
  if (own !== undefined) {
    const { registered } = own;
    const description = registered === undefined ? 'is not registered for this topic' : `is ${registered.label}`;
    choices.push({ label: "The File's Own Schema", description, icon: 'file-code', value: { framing: avro, schema: own, registered } });
  }
  if (isAvro && value.schema !== undefined && value.schema.text !== own?.registered?.text) {
    choices.push({ label: value.schema.label, description: framingText(avro), icon: 'symbol-structure', value });
  }
  if (!isAvro) choices.push({ label: framingText(framing), description: 'by the decode profile', icon: 'json', value });
  choices.push({ label: 'Another Schema…', description: value.reason, icon: 'database', value: 'other' });
  const plain = { schema: undefined, registered: undefined };
  const without = [
    { label: 'JSON', description: 'as it stands', icon: 'json', group: 'Without a Schema', value: { framing: 'json', ...plain } },
    { label: 'Text', description: 'as it stands', icon: 'symbol-string', group: 'Without a Schema', value: { framing: 'text', ...plain } },
  ] as const;
  return context.ui.pick({ title, placeholder: 'What the values are written with', choices: [...choices, ...without], place });
}

function framingText(framing: MessageFraming): string {
  const name = framing === 'hex' ? 'bytes of hex digits' : framingNames[messageFramingNames[framing]];
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function chooseOther(context: CommandContext, { topic }: Sending, session: Session, place: Place): Promise<SchemaSetting> {
  return chooseProfileSchema(context, {
    title,
    placeholder: 'Choose the schema of the values',
    without: { label: "The Topic's Latest", icon: 'versions', value: { subject: subjectOf(topic, 'value'), version: 'latest' } },
    subject: subjectOf(topic, 'value'),
    session,
    candidates: () => Promise.resolve([]),
    place,
  });
}

function chooseKey(
  context: CommandContext,
  { format }: SendingFile,
  { own, value }: Known,
  chosen: Draft['value'],
  place: Place,
): Promise<string | undefined> {
  const brings = { ndjson: 'what an export calls "key"; lines that are values have none', csv: 'the column "key" of an export', avro: '' };
  const none: Choice<string | undefined> =
    format === 'avro'
      ? { label: 'No Key', icon: 'circle-slash', value: undefined }
      : { label: 'The Key of Each Record', description: brings[format], icon: 'key', value: undefined };
  const schema = chosen === 'other' ? undefined : (chosen?.schema ?? own ?? value.schema);
  const fields = schema === undefined ? [] : fieldsOf(schema);
  return context.ui.pick<string | undefined>({
    title,
    placeholder: 'The key: choose a field, or type its path',
    choices: [none, ...fields.map((name) => ({ label: name, description: 'a field of the value', icon: 'symbol-field', value: name }))],
    fromText: (text) => (text.trim() === '' ? undefined : { label: text.trim(), description: 'a field of the value', value: text.trim() }),
    place,
  });
}

function fieldsOf(schema: SchemaText): string[] {
  try {
    const record = dereference(resolveSchema(schema));
    return record?.type === 'record' ? record.fields.flatMap(({ name }) => name?.value ?? []) : [];
  } catch (error) {
    if (error instanceof CodecError) return [];
    throw error;
  }
}

function choosePartitions(context: CommandContext, place: Place): Promise<boolean> {
  const choices: Choice<boolean>[] = [
    { label: 'By Key', description: "as Java's producer chooses; records without a key in turn", value: false },
    { label: 'As the Records Say', description: 'where an export names a partition', value: true },
  ];
  return context.ui.pick({ title, placeholder: 'Which partition each record goes to', choices, place });
}

const countChoices: readonly Choice<number | undefined>[] = [
  { label: 'All Records', value: undefined },
  ...[1, 100, 10_000].map((count) => ({
    label: count === 1 ? 'The First Record' : `The First ${count.toLocaleString('en')}`,
    value: count,
  })),
];
const rateChoices: readonly Choice<number | undefined>[] = [
  { label: 'As Fast as It Goes', value: undefined },
  ...[1, 10, 100, 1000].map((rate) => ({ label: `${rate.toLocaleString('en')} a Second`, value: rate })),
];

/** How many records are sent a second; undefined is as fast as it goes. */
export function chooseRate(context: CommandContext, of: string, place: Place): Promise<number | undefined> {
  return chooseNumber(context, { title: of, choices: rateChoices, placeholder: 'How fast they are sent' }, place);
}

/** A number that is chosen, or typed with or without commas. */
export function chooseNumber<T extends number | undefined>(
  context: CommandContext,
  { placeholder, ...options }: { readonly title: string; readonly choices: readonly Choice<T | number>[]; readonly placeholder: string },
  place: Place,
): Promise<T | number> {
  const fromText = (text: string): Choice<T | number> | undefined => {
    const digits = text.replaceAll(/[,\s]/g, '');
    return /^[1-9]\d{0,11}$/.test(digits) ? { label: Number(digits).toLocaleString('en'), value: Number(digits) } : undefined;
  };
  return context.ui.pick({ ...options, placeholder: `${placeholder}: choose, or type a number`, fromText, place });
}

function chooseOnError(context: CommandContext, place: Place): Promise<'stop' | 'skip'> {
  const choices: Choice<'stop' | 'skip'>[] = [
    { label: 'Stop at the First Error', description: 'what comes before it is sent', value: 'stop' },
    { label: 'Leave Out What Fails', description: 'the summary names it', value: 'skip' },
  ];
  return context.ui.pick({ title, placeholder: 'Where a record does not fit, or is refused', choices, place });
}

async function toChoices(context: CommandContext, sending: Sending, known: Known, draft: Draft, signal: AbortSignal): Promise<SendChoices> {
  const chosen =
    draft.value === 'other' ? await resolveOther(context, sending, known, draft.other ?? {}, signal) : (draft.value ?? known.value);
  const value = await ruleOf(context, sending, known.session, 'value', chosen, signal);
  const key = await ruleOf(context, sending, known.session, 'key', known.key, signal);
  return {
    key,
    value,
    keyField: draft.keyField,
    limits: { records: draft.records, recordsPerSecond: draft.rate },
    onError: draft.onError,
    keepPartitions: draft.keepPartitions,
    description: `Values: ${ruleText(value)}. Keys: ${ruleText(key)}.`,
  };
}

/** What keys or values are written with, such as "orders-value v7, Confluent prefix". */
export function ruleText(rule: PartRule): string {
  return rule.kind === 'avro'
    ? `${rule.schema.label}, ${framingNames[rule.framing.kind]}`
    : rule.kind === 'json'
      ? 'JSON'
      : rule.kind === 'null'
        ? 'none'
        : rule.kind;
}
