import { checkMayWrite } from '../messages/guards.ts';
import { prepareMessage, type Preparing, type PreparedMessage } from '../messages/prepareMessage.ts';
import { registerOrAsk } from '../messages/registering.ts';
import type { PartRule, SampleFrame, SendManyRequest } from '../sending/sendRequest.ts';
import type { SampleOptions } from '../../shared/avro/sample.ts';
import { needsSchema, plannedFraming } from '../../shared/message/check.ts';
import type { Message } from '../../shared/message/document.ts';
import { asItStands } from '../../shared/message/framings.ts';
import { readSampleOptions } from '../../shared/message/sampleOptions.ts';
import type { CommandContext, Command } from './context.ts';
import { failingAs } from './failure.ts';
import { findDestination, findIndex, messageAt, MessageError, mistakesIn, readMessages } from './messageTarget.ts';
import { sendAndTell } from './sendAndTell.ts';
import { chooseNumber, chooseRate, ruleText } from './sendFileChoices.ts';
import { askSteps } from './steps.ts';

const title = 'Send Samples';

/**
 * Sends many generated messages like the one at the cursor: to its topic, with its headers, by its schemas and framings.
 * What a comment at the document's head says of samples is obeyed, but for their count, which is asked for.
 */
export const sendSamples: Command = {
  failure: "Can't send samples",
  create:
    (context) =>
    async (...args) => {
      const target = await readMessages(context, args);
      const { uri, document } = target;
      const message = messageAt(document, findIndex(context, target, args));
      const [mistake] = mistakesIn(document, message);
      if (mistake !== undefined) throw new MessageError(`message/${mistake.code}`, mistake.message);
      const { options, problems } = readSampleOptions(document.text);
      const [problem] = problems;
      if (problem !== undefined) throw new MessageError('message/sample-option', problem.message);
      if (!needsSchema(message, 'value')) throw withoutSchema();
      const to = await findDestination(context, message, title);
      checkMayWrite(context, to.connection);
      const { seed, nullProbability } = context.settings.sample(uri);
      await failingAs(`Can't send samples to ${to.topic}`, to.connection, () =>
        run(context, { message, document: uri, to }, { seed, nullProbability, ...options }),
      );
    },
};

type Sending = Pick<Preparing, 'message' | 'document'> & {
  readonly to: { readonly connection: string; readonly topic: string };
};

async function run(context: CommandContext, sending: Sending, options: SampleOptions): Promise<void> {
  const { connection, topic } = sending.to;
  await context.ui.progress(`Looking up the schema of ${topic}`, (_report, signal) => checkAvro({ context, ...sending, signal }));
  const { count, rate } = await askSteps<Draft>(
    [
      { ask: async (draft, place) => ({ ...draft, count: await chooseCount(context, place) }) },
      { ask: async (draft, place) => ({ ...draft, rate: await chooseRate(context, title, place) }) },
    ],
    { count: 0, rate: undefined },
  );
  const { message } = await context.ui.progress(`Preparing messages to ${topic}`, (_report, signal) => {
    const preparing = { context, ...sending, signal };
    return prepareMessage(preparing, (draft) => registerOrAsk(preparing, draft));
  });
  const plan = toPlan(sending.message, message);
  const request: SendManyRequest = {
    topic,
    source: { ...options, kind: 'samples', count, like: plan.like },
    key: plan.key,
    value: plan.value,
    compression: context.settings.produce(sending.document).compression,
    limits: { recordsPerSecond: rate },
    onError: 'stop',
    keepPartitions: plan.like.partition !== undefined,
    dryRun: false,
  };
  const what = count === 1 ? '1 generated message' : `${count.toLocaleString('en')} generated messages`;
  await context.ui.confirm({
    message: `Send ${what} like this one to ${topic} on ${connection}?`,
    detail: describe(plan),
    buttons: ['Send'],
  });
  const source = { name: 'Generated Messages', unit: 'record' } as const;
  await sendAndTell(context, { connection, request, source, title, what, progress: what, of: '', logged: ' of samples' });
}

function withoutSchema(): MessageError {
  return new MessageError('message/no-schema', 'The value of this message has no Avro schema to make samples of.');
}

/** @throws MessageError where the value is not written as Avro, before anything is asked */
async function checkAvro({ context, message, document: uri, to, signal }: Preparing): Promise<void> {
  const { connection, topic } = to;
  const params = { uri, part: 'value', connection, topic, schemaRef: message.valueSchema?.value } as const;
  const found = await context.messages.schemas.find(params, true, signal);
  if (asItStands.has(plannedFraming(message, 'value', found))) throw withoutSchema();
  if (!found.found) throw found.reason === undefined ? withoutSchema() : new MessageError('message/no-schema', found.reason);
}

interface Draft {
  readonly count: number;
  /** Messages a second. */
  readonly rate: number | undefined;
}

function chooseCount(context: CommandContext, place: Parameters<typeof chooseRate>[2]): Promise<number> {
  const choices = [10, 100, 1000, 10_000].map((count) => ({ label: count.toLocaleString('en'), value: count }));
  return chooseNumber<number>(context, { title, choices, placeholder: 'How many messages are sent' }, place);
}

interface Plan extends Pick<SendManyRequest, 'key' | 'value'> {
  readonly like: SampleFrame;
}

/** How the samples are written, as the message itself would be. */
function toPlan({ key: keyNode }: Message, { key, value, headers, partition, timestampMs }: PreparedMessage['message']): Plan {
  if (value.kind !== 'avro') throw withoutSchema();
  const frame = { key: undefined, headers, partition, timestampMs };
  const toRule = ({ schema, framing }: typeof value): PartRule => ({ kind: 'avro', schema, framing });
  if (key.kind === 'avro') return { key: toRule(key), value: toRule(value), like: frame };
  if (key.kind === 'null') return { key: { kind: 'null' }, value: toRule(value), like: frame };
  // A text that is sent as it stands goes with each value; any other key has no schema by which others could be made.
  const isText = keyNode?.kind === 'string' && keyNode.value !== '' && Buffer.from(key.bytes).toString() === keyNode.value;
  return { key: { kind: 'text' }, value: toRule(value), like: isText ? frame : { ...frame, key: key.bytes } };
}

function describe({ key, value, like: { key: same, headers, partition, timestampMs } }: Plan): string {
  const kept = [
    ...(headers.length === 0 ? [] : ['headers']),
    ...(partition === undefined ? [] : ['partition']),
    ...(timestampMs === undefined ? [] : ['timestamp']),
  ];
  const keys = same === undefined ? ruleText(key) : "this message's own";
  const others = kept.length === 0 ? '' : ` All have its ${kept.join(', ')}.`;
  return `Values: ${ruleText(value)}. Keys: ${keys}.${others}`;
}
