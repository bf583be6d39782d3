import { fileURLToPath } from 'node:url';
import { counted } from '../sending/summaryText.ts';
import type { SendManyRequest, SendSummary } from '../sending/sendRequest.ts';
import { checkMayWrite } from '../messages/guards.ts';
import { CodecError, KafkaError } from '../../shared/errors.ts';
import { textName } from '../../shared/textNames.ts';
import { chooseTopic } from './chooseTopic.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { chooseSending, type SendChoices } from './sendFileChoices.ts';
import { formatOfName, type SendingFile } from './sendFileSchemas.ts';
import { sendAndTell } from './sendAndTell.ts';
import { sendReport, unitOf } from './sendReport.ts';
import { fileTarget } from './targets.ts';

const sendTitle = 'Send from File';

/** How many records are tried before anything is written. */
const tried = 100;

/** Sends the records of a file to a topic: after a look at the first of them, and a question that says what is written where. */
export const sendFromFile: Command = {
  failure: "Can't send from the file",
  create:
    (context) =>
    async (...args) => {
      if (!context.isTrusted()) throw new KafkaError('message/untrusted', 'This workspace is not trusted.');
      const uri = fileTarget(args) ?? (await context.ui.chooseFile({ title: 'Send Records of a File', button: 'Choose' }));
      const file = toFile(uri);
      const { connection, topic } = await chooseTopic(context, { title: sendTitle, writable: true });
      checkMayWrite(context, connection);
      const choices = await chooseSending(context, { file, connection, topic });
      await failingAs(`Can't send ${file.name} to ${topic}`, connection, () => run(context, file, { connection, topic }, choices));
    },
};

function toFile(uri: string): SendingFile {
  const name = textName(uri);
  const format = formatOfName(name);
  if (format === undefined) {
    throw new CodecError(
      'source/unknown-format',
      `${name} is none of NDJSON (.ndjson, .jsonl), CSV (.csv) and Avro container files (.avro).`,
    );
  }
  if (!uri.startsWith('file:')) throw new CodecError('source/no-file', `${name} is no file of this machine.`, { remedy: 'Save it first.' });
  return { uri, path: fileURLToPath(uri), name, format };
}

interface Target {
  readonly connection: string;
  readonly topic: string;
}

async function run(context: CommandContext, file: SendingFile, { connection, topic }: Target, choices: SendChoices): Promise<void> {
  const { ui } = context;
  const request: SendManyRequest = {
    topic,
    source: {
      kind: 'file',
      path: file.path,
      format: file.format,
      keyField: choices.keyField,
      maxBlockBytes: context.settings.peek().maxInflatedBytes,
    },
    key: choices.key,
    value: choices.value,
    compression: context.settings.produce(file.uri).compression,
    limits: choices.limits,
    onError: choices.onError,
    keepPartitions: choices.keepPartitions,
    dryRun: false,
  };
  const trial = await ui.progress(`Looking at ${file.name}`, async (_report, signal) => {
    const session = await context.sessions.open(connection, signal);
    const records = Math.min(tried, choices.limits.records ?? tried);
    const limits = { records, failures: tried };
    return session.sendMany({ ...request, dryRun: true, onError: 'skip', limits }, () => undefined, signal);
  });
  if (trial.stopped === 'cancelled') return;
  refuse(trial, file);
  await confirm(context, { file, connection, topic, choices, trial });
  const source = { name: file.name, unit: unitOf(file.format) };
  const texts = {
    title: sendTitle,
    what: `the records of ${file.name}`,
    progress: file.name,
    of: ` of ${file.name}`,
    logged: ' of a file',
  };
  await sendAndTell(context, { connection, request, source, ...texts });
}

/** @throws CodecError where nothing of the file would be written */
function refuse({ read, failed, problem, failures }: SendSummary, { name, format }: SendingFile): void {
  if (problem !== undefined) throw new KafkaError('source/problem', problem.message, { remedy: problem.remedy });
  if (read === 0) throw new CodecError('source/empty', `${name} has no records.`);
  if (failed < read) return;
  const [first] = failures;
  const which = read === 1 ? 'its only record fails' : `none of its first ${read.toLocaleString()} records can be sent`;
  throw new CodecError('source/no-fit', `${which}, ${unitOf(format)} ${first?.line ?? 1}: ${first?.reason ?? ''}`);
}

interface Question extends Target {
  readonly file: SendingFile;
  readonly choices: SendChoices;
  readonly trial: SendSummary;
}

async function confirm(context: CommandContext, { file, connection, topic, choices, trial }: Question): Promise<void> {
  const { read, failed, failures } = trial;
  const [first] = failures;
  const those = read < tried ? (read === 1 ? 'The only record' : `All ${read} records`) : `The first ${read} records`;
  const bad = `${failed} of the first ${read} records ${failed === 1 ? 'fails' : 'fail'}: ${unitOf(file.format)} ${first?.line ?? 0}: ${first?.reason ?? ''}`;
  const after = choices.onError === 'stop' ? 'Sending stops there.' : 'What fails is left out.';
  const fit = failed === 0 ? `${those} ${read === 1 ? 'fits' : 'fit'}.` : `${bad} ${after}`;
  const much = choices.limits.records === undefined ? 'all records' : `at most ${counted(choices.limits.records)}`;
  const question = { message: `Send ${much} of ${file.name} to ${topic} on ${connection}?`, detail: `${choices.description} ${fit}` };
  const answer = await context.ui.confirm({ ...question, buttons: failed === 0 ? ['Send'] : ['Send', 'Show Problems'] });
  if (answer === 'Send') return;
  await context.ui.showText({
    title: `Problems of ${file.name}.md`,
    text: sendReport({ name: file.name, unit: unitOf(file.format) }, { connection, topic }, trial),
    language: 'markdown',
    asPage: true,
  });
  // They are looked at in peace; whoever then wants to send it calls the command again.
  throw new DOMException('Looked at the problems.', 'AbortError');
}
