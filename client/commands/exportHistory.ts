import { isCancelled, KnownError } from '../../shared/errors.ts';
import type { CompatibilityLevel, RegisteredSchema, RegistrySession, SchemaReference } from '../cluster/registrySession.ts';
import { askRegistry, givenSubject, rememberSubject, subjectSteps, type SubjectDraft } from './chooseSubjectVersion.ts';
import type { Command, CommandContext } from './context.ts';
import { keyOf, planExport, readHistory, type ExportPlan, type ReadHistory } from './exportPlan.ts';
import { Failure, failingAs } from './failure.ts';
import type { HistoryVersion } from './historyFiles.ts';
import { registeredText } from './registerRun.ts';
import { askSteps, type Step } from './steps.ts';

const title = 'Export Subject History';

interface Draft extends SubjectDraft {
  readonly read: ReadHistory | undefined;
}

/** Registers all versions of a folder that Import Subject History has written, in their order. */
export const exportHistory: Command = {
  failure: "Can't export the history",
  create:
    (context) =>
    async (...args) => {
      const options = { title, writable: true };
      const given = { ...givenSubject(context, args, options), subject: undefined };
      const folder = await context.ui.chooseFolder({ title: `${title}: Folder with subject.json`, button: 'Export' });
      const read = await readHistory(context, folder);
      const [registryStep] = subjectSteps<Draft>(context, given, options);
      const draft = await askSteps<Draft>([...(registryStep === undefined ? [] : [registryStep]), subjectStep(context, read)], {
        ...given,
        read,
      });
      const { connection = '', subject = '' } = draft;
      const plan = await failingAs(`Can't export the history to ${subject}`, connection, () =>
        askRegistry(context, connection, `Checking the versions of ${subject}`, (session, signal) =>
          planExport(context, session, { connection, subject, read }, signal),
        ),
      );
      if (!(await isWanted(context, plan))) return;
      await rememberSubject(context, { connection, subject });
      await run(context, plan);
    },
};

function subjectStep(context: CommandContext, { history }: ReadHistory): Step<Draft> {
  return {
    ask: async (draft, place) => {
      const subject = await context.ui.input({
        title,
        prompt: `The subject that ${countText(history.versions.length)} of ${history.subject} are registered under.`,
        value: draft.subject ?? history.subject,
        validate: (text) => (text.trim() === '' ? 'A subject has a name.' : undefined),
        place: place.of > 1 ? place : undefined,
      });
      return { ...draft, subject: subject.trim() };
    },
  };
}

/** Shows what will be registered; whether to go on. */
async function isWanted({ ui }: CommandContext, plan: ExportPlan): Promise<boolean> {
  const { connection, subject, steps, present } = plan;
  const missing = steps.filter(({ registered }) => registered === undefined);
  if (missing.length === 0 && !changesLevel(plan)) {
    ui.showStatus(`${subject} has all ${countText(steps.length)} already.`);
    return false;
  }
  const { history } = plan.read;
  const breaking = missing.filter(({ problem }) => problem !== undefined);
  const lines = [
    present === 0 ? `${subject} is new.` : `${subject} has ${countText(present)} now.`,
    ...(steps.length > missing.length ? [`${countText(steps.length - missing.length)} of the folder are there already.`] : []),
    ...(history.references.length === 0 ? [] : [`Registered before them, where missing: ${history.references.map(nameOf).join(', ')}.`]),
    ...(breaking.length === 0 && missing.length > 0 ? [`Each fits those before it (${plan.level}).`] : []),
    ...breaking.slice(0, 5).map(({ version, problem }) => `Version ${version.version} may be refused: ${problem ?? ''}`),
    ...(breaking.length > 5 ? [`${breaking.length - 5} more may be refused.`] : []),
    ...(changesLevel(plan) ? [`Its level is then set to ${history.level ?? ''}.`] : []),
  ];
  const message =
    missing.length === 0
      ? `Set the level of ${subject} in the registry of ${connection}?`
      : `Register ${countText(missing.length)} under ${subject} in the registry of ${connection}?`;
  const button = missing.length === 0 ? 'Set Level' : 'Register';
  return (await ui.confirm({ message, detail: lines.join('\n'), buttons: [button] })) === button;
}

function changesLevel({ read, level, hasOwnLevel }: ExportPlan): boolean {
  return read.history.level !== undefined && (read.history.level !== level || !hasOwnLevel);
}

async function run(context: CommandContext, plan: ExportPlan): Promise<void> {
  const { connection, subject } = plan;
  const state: Run = { written: [], at: undefined };
  try {
    await askRegistry(context, connection, `Registering ${subject}`, (session, signal, report) =>
      register(session, plan, state, report, signal),
    );
  } catch (error) {
    if (isCancelled(error) && state.written.length > 0) await context.ui.notify('warning', `Cancelled. ${registeredText(state.written)}.`);
    if (!(error instanceof KnownError)) throw error;
    const failed = state.at ?? `The level of ${subject}`;
    throw new Failure(
      state.written.length === 0 ? `Can't register ${failed}` : `${registeredText(state.written)}; not ${failed}`,
      connection,
      error,
    );
  } finally {
    context.registryView.refresh({ connection, subject });
  }
  const last = state.written.findLast((each) => each.subject === subject)?.version;
  await context.registryView.reveal(connection, subject, last);
  const own = state.written.filter((each) => each.subject === subject).length;
  if (own === 0) {
    context.ui.showStatus(`The level of ${subject} is ${plan.read.history.level ?? plan.level} now.`);
    return;
  }
  const answer = await context.ui.notify('info', `Registered ${countText(own)} of ${subject}.`, ['Open Version']);
  if (answer === 'Open Version') await context.run('openVersion', { connection, subject, version: last });
}

interface Run {
  readonly written: RegisteredSchema[];
  /** What the registry is asked to register at the moment. */
  at: string | undefined;
}

async function register(
  session: RegistrySession,
  { subject, read, steps, ...plan }: ExportPlan,
  state: Run,
  report: (message: string) => void,
  signal: AbortSignal,
): Promise<void> {
  // The registry may give the referred versions other numbers than they had.
  const numbers = new Map<string, number>();
  const referencesOf = (version: HistoryVersion): readonly SchemaReference[] =>
    version.references.map((each) => ({ ...each, version: numbers.get(keyOf(each)) ?? each.version }));
  const write = async (to: string, version: HistoryVersion): Promise<number> => {
    signal.throwIfAborted();
    const request = { subject: to, text: read.textOf(version), references: referencesOf(version), normalize: false };
    state.at = `${to} version ${version.version}`;
    report(state.at);
    const known = await session.lookUp(request, signal);
    const registered = known ?? (await session.register(request, signal));
    if (known === undefined) state.written.push({ ...registered, subject: to });
    state.at = undefined;
    return registered.version ?? version.version;
  };
  for (const each of read.history.references) numbers.set(keyOf(each), await write(each.subject, each));
  for (const { version, registered } of steps) if (registered === undefined) await write(subject, version);
  await setLevel(session, { subject, read, steps, ...plan }, signal);
}

async function setLevel(session: RegistrySession, plan: ExportPlan, signal: AbortSignal): Promise<void> {
  const level: CompatibilityLevel | undefined = plan.read.history.level;
  if (level !== undefined && changesLevel(plan)) await session.setLevel(plan.subject, level, signal);
}

function nameOf({ subject, version }: { readonly subject: string; readonly version: number }): string {
  return `${subject} version ${version}`;
}

function countText(count: number): string {
  return count === 1 ? '1 version' : `${count} versions`;
}
