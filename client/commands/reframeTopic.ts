import { KafkaError } from '../../shared/errors.ts';
import type { NewTopic, Session, TopicDescription } from '../cluster/session.ts';
import { hasRegistry } from '../connections.ts';
import { checkMayWrite } from '../messages/guards.ts';
import type { ReframeDoubt, ReframeRequest, ReframeRule, ReframeSummary, ResumePoint, WriterName } from '../reframing/reframeRequest.ts';
import { counted } from '../sending/summaryText.ts';
import { chooseTopic } from './chooseTopic.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { findDiagnosis } from './findDiagnosis.ts';
import { chooseReframing, reframeTitle, type ReframeChoices, type ReframeFacts } from './reframeChoices.ts';
import { namesText, planNames, registerNames, type NamePlan } from './reframeNames.ts';
import { kindsText, progressText, reframeReport, resultText, type Reframing } from './reframeReport.ts';
import { keySide, valueSide } from './reframeSides.ts';
import { topicTarget, type TopicTarget } from './targets.ts';

/** Copies a range of a topic to another topic in another framing: after a dry run, and once the target's name was typed. */
export const reframeTopic: Command = {
  failure: "Can't re-frame the topic",
  create:
    (context) =>
    async (...args) => {
      if (!context.isTrusted()) throw new KafkaError('message/untrusted', 'This workspace is not trusted.');
      const source = topicTarget(args) ?? (await chooseTopic(context, { title: reframeTitle, writable: true }));
      checkMayWrite(context, source.connection);
      const diagnosis = await findDiagnosis(context, source);
      await failingAs(`Can't re-frame ${source.topic}`, source.connection, () => reframe(context, source, diagnosis));
    },
};

interface Known {
  readonly session: Session;
  readonly described: TopicDescription;
  readonly facts: ReframeFacts;
}

/** What is about to be done, after the dry run. */
interface Prepared {
  readonly reframing: Reframing;
  readonly request: ReframeRequest;
  readonly dry: ReframeSummary;
  readonly plans: readonly NamePlan[];
  readonly isNew: boolean;
}

async function reframe(context: CommandContext, { connection, topic }: TopicTarget, diagnosis: ReframeFacts['diagnosis']): Promise<void> {
  const { ui } = context;
  const known = await ui.progress(`Looking at ${topic}`, (_report, signal) => lookUp(context, connection, diagnosis, signal));
  const choices = await chooseReframing(context, known.facts);
  const reframing: Reframing = { connection, source: topic, target: choices.target, framing: choices.framing };
  const prepared = await ui.progress(`Counting what is re-framed of ${topic}`, async (report, signal) => {
    const request = toRequest(context, known.facts, choices);
    const isNew = !(await known.session.listTopics(signal)).some(({ name }) => name === choices.target);
    const dry = await known.session.reframe(request, (now) => report(progressText(now)), signal);
    const plans = dry.stopped === 'cancelled' ? [] : await planNames(context, reframing, dry.writers, signal);
    return { reframing, request, dry, plans, isNew };
  });
  if (prepared.dry.stopped === 'cancelled') return;
  const { message, remedy } = prepared.dry.problem ?? {};
  if (message !== undefined) throw new KafkaError('reframe/problem', message, { remedy });
  if (!(await isAnythingLeft(context, prepared))) return;
  const withTheirIds = await confirm(context, prepared);
  const answered = await askDoubts(context, reframing, prepared.dry.doubts, []);
  await typeName(context, reframing, prepared.dry);
  const names = await prepareTarget(context, known, prepared, withTheirIds);
  await run(context, prepared, named({ ...prepared.request, dryRun: false }, names), answered);
}

async function lookUp(
  context: CommandContext,
  connection: string,
  diagnosis: ReframeFacts['diagnosis'],
  signal: AbortSignal,
): Promise<Known> {
  const session = await context.sessions.open(connection, signal);
  const value = await valueSide(context, diagnosis, session, signal);
  const key = await keySide(context, diagnosis, session, signal);
  const described = await session.describeTopic(diagnosis.topic, signal);
  const whole = described.partitions.map(({ partition, firstOffset = 0n, endOffset = 0n }) => ({
    partition,
    from: firstOffset,
    to: endOffset,
  }));
  return { session, described, facts: { diagnosis, value, key, whole, hasRegistry: hasRegistry(context.connections, connection) } };
}

function toRequest(context: CommandContext, { diagnosis, value, key }: ReframeFacts, choices: ReframeChoices): ReframeRequest {
  const { ranges, from, framing, withKeys, onError, target } = choices;
  const keep: ReframeRule = { kind: 'keep' };
  return {
    ...{ source: diagnosis.topic, target, ranges, onError, dryRun: true, uncertain: 'ask' as const },
    value: { kind: 'reframe', from, schemas: value.schemas, to: framing, names: [] },
    key: withKeys && key !== undefined ? { kind: 'reframe', from: key.framings, schemas: key.schemas, to: framing, names: [] } : keep,
    compression: context.settings.produce().compression,
  };
}

function named(request: ReframeRequest, names: readonly (WriterName & { readonly part: 'key' | 'value' })[]): ReframeRequest {
  const withNames = (part: 'key' | 'value'): ReframeRule => {
    const rule = request[part];
    return rule.kind === 'keep'
      ? rule
      : { ...rule, names: names.filter((one) => one.part === part).map(({ writer, framing }) => ({ writer, framing })) };
  };
  return { ...request, key: withNames('key'), value: withNames('value') };
}

/** Records that would be written, or that must be compared first. */
function countOf({ partitions }: ReframeSummary): number {
  return partitions.reduce((sum, { count }) => sum + count, 0);
}

/** Says so where nothing is to be done. */
async function isAnythingLeft(context: CommandContext, { reframing, dry }: Prepared): Promise<boolean> {
  if (countOf(dry) > 0) return true;
  const { source, target } = reframing;
  if (dry.failed > 0) {
    const [first] = dry.failures;
    throw new KafkaError(
      'reframe/no-fit',
      `None of its records can be re-framed. Partition ${first?.partition ?? 0}, offset ${first?.offset ?? 0n}: ${first?.reason ?? ''}`,
    );
  }
  const present = dry.present ?? 0;
  await context.ui.notify(
    'info',
    present > 0 ? `All ${counted(present)} of ${source} are in ${target} already.` : `There are no records of ${source} to re-frame.`,
  );
  return false;
}

/** What is done is shown before anything is written. @returns whether frames name schemas by the ids that they have */
async function confirm(context: CommandContext, { reframing, dry, plans, isNew, request }: Prepared): Promise<boolean> {
  const { source, target, connection } = reframing;
  const [first] = dry.failures;
  const after = { stop: 'It ends there.', skip: 'What fails is left out.', copy: 'What fails is copied as it is.' }[request.onError];
  const refused = plans.some(({ opinion, registered }) => registered === undefined && opinion.kind === 'refused');
  const fresh = plans.filter(({ registered }) => registered === undefined);
  const canKeep = fresh.length > 0 && plans.every(({ writer }) => writer.isNamed);
  if (refused && !canKeep) throw new KafkaError('message/breaks', namesText(plans));
  const detail = [
    `${counted(dry.read)} read. ${kindsText(dry.kinds)}.`,
    ...(dry.failed === 0 || first === undefined
      ? []
      : [
          `${counted(dry.failed)} ${dry.failed === 1 ? 'fails' : 'fail'}: partition ${first.partition}, offset ${first.offset}: ${first.reason} ${after}`,
        ]),
    ...(dry.present === undefined || dry.present === 0
      ? []
      : [`${counted(dry.present)} ${dry.present === 1 ? 'is' : 'are'} there already, and compared.`]),
    ...(isNew ? [`${target} does not exist: it is created, with as many partitions as ${source}.`] : []),
    ...(fresh.length === 0 ? [] : [namesText(plans)]),
    ...dry.notes,
  ].join(' ');
  const register = fresh.length === 0 ? 'Re-frame…' : 'Register and Re-frame…';
  const keep = 'Re-frame with Their Ids…';
  const buttons = [...(refused ? [] : [register]), ...(canKeep ? [keep] : []), 'Show Report'];
  const question = { message: `Re-frame ${counted(countOf(dry))} of ${source} to ${target} on ${connection}?`, detail };
  const answer = await context.ui.confirm({ ...question, buttons });
  if (answer !== 'Show Report') return answer === keep;
  await context.ui.showText({
    title: `Re-frame ${source}.md`,
    text: reframeReport(reframing, dry, true),
    language: 'markdown',
    asPage: true,
  });
  // It is looked at in peace; whoever then wants to go on calls the command again.
  throw new DOMException('Looked at the report.', 'AbortError');
}

/** Asks where to go on where the target does not tell. */
async function askDoubts(
  { ui }: CommandContext,
  { source }: Reframing,
  doubts: readonly ReframeDoubt[],
  known: readonly ResumePoint[],
): Promise<readonly ResumePoint[]> {
  const answers = [...known];
  for (const { partition, reason, candidates } of doubts) {
    const offset = await ui.pick<bigint>({
      title: reframeTitle,
      placeholder: reason,
      choices: candidates.map((one) => ({
        label: `Go On at Offset ${one.offset} of ${source}`,
        description: `partition ${partition}`,
        detail: one.reason,
        value: one.offset,
      })),
    });
    answers.push({ partition, offset });
  }
  return answers;
}

/** It can't be undone, so it is never a mere button. */
async function typeName({ ui }: CommandContext, { target, connection }: Reframing, dry: ReframeSummary): Promise<void> {
  await ui.input({
    title: reframeTitle,
    prompt: `Type the topic's name to write ${counted(countOf(dry))} to it on ${connection}.`,
    placeholder: target,
    validate: (text) => (text.trim() === target ? undefined : `Type ${target}.`),
  });
}

/** Makes the target where there is none, and has its schemas registered. */
async function prepareTarget(
  context: CommandContext,
  { session, described }: Known,
  { reframing, plans, isNew }: Prepared,
  withTheirIds: boolean,
): Promise<readonly (WriterName & { readonly part: 'key' | 'value' })[]> {
  const { connection, target } = reframing;
  return context.ui.progress(`Preparing ${target} on ${connection}`, async (_report, signal) => {
    checkMayWrite(context, connection);
    const names = withTheirIds ? [] : await registerNames(context, reframing, plans, session, signal);
    if (isNew) {
      await session.createTopic(likeSource(described, target), signal);
      context.log.info(`Created the topic ${target} on ${connection}.`);
      context.clusters.refresh({ connection });
      context.messages.schemas.forget();
    }
    return names;
  });
}

/** Records are kept in the copy as long as in its source, and as large; their times are their own. */
function likeSource({ partitions, configuration = {} }: TopicDescription, name: string): NewTopic {
  const kept = ['cleanup.policy', 'retention.ms', 'retention.bytes', 'max.message.bytes'].flatMap((key) => {
    const value = configuration[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    name,
    partitions: partitions.length,
    replication: -1,
    configuration: { ...Object.fromEntries(kept), 'message.timestamp.type': 'CreateTime' },
  };
}

async function run(
  context: CommandContext,
  { reframing }: Prepared,
  request: ReframeRequest,
  answered: readonly ResumePoint[],
): Promise<void> {
  const { ui } = context;
  const { connection, source, target } = reframing;
  for (let resumeAt = answered; ;) {
    const summary = await ui.progress(`Re-framing ${source} to ${target} on ${connection}`, async (report, signal) => {
      const session = await context.sessions.open(connection, signal);
      // It may have become read-only while it was asked for.
      checkMayWrite(context, connection);
      const uncertain = resumeAt.length === 0 ? ('ask' as const) : { resumeAt };
      return session.reframe({ ...request, uncertain }, (now) => report(progressText(now)), signal);
    });
    if (summary.stopped === 'uncertain') {
      resumeAt = await askDoubts(context, reframing, summary.doubts, resumeAt);
      continue;
    }
    context.log.info(`Re-framed ${counted(summary.written)} of ${source} to ${target} on ${connection}.`);
    await tell(context, reframing, summary);
    return;
  }
}

async function tell(context: CommandContext, reframing: Reframing, summary: ReframeSummary): Promise<void> {
  const { ui } = context;
  const isGood = summary.stopped === 'end' && summary.failed === 0;
  const answer = await ui.notify(isGood ? 'info' : 'warning', resultText(reframing, summary), ['Peek Topic', 'Show Report']);
  if (answer === 'Peek Topic') await context.run('peekTopicItem', { connection: reframing.connection, topic: reframing.target });
  if (answer === 'Show Report') {
    const text = reframeReport(reframing, summary, false);
    await ui.showText({ title: `Re-framed ${reframing.source}.md`, text, language: 'markdown', asPage: true });
  }
}
