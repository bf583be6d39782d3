import { RegistryError } from '../../shared/errors.ts';
import type { RegistrySession } from '../cluster/registrySession.ts';
import type { Choice } from '../ui.ts';
import { chooseRegistry, registryNames } from './chooseRegistry.ts';
import type { CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { pickVersion, type SubjectPlace } from './pickVersion.ts';
import { checkMayRegister, writableRegistries } from './registerTarget.ts';
import { askSteps, type Step } from './steps.ts';
import { connectionTarget, subjectTarget } from './targets.ts';

/** What is known so far of the registry, the subject and the version that a command is about. */
export interface SubjectDraft {
  readonly connection: string | undefined;
  readonly subject: string | undefined;
  readonly version: number | undefined;
}

export interface SubjectSteps {
  readonly title: string;
  /** Only registries that may be written to. */
  readonly writable?: boolean;
  /** Whether what is soft-deleted can be chosen, too. */
  readonly deleted?: boolean;
}

/**
 * What a command was called on.
 *
 * @throws RegistryError where it writes and nothing may be written there, or where no connection has a registry
 */
export function givenSubject(context: CommandContext, args: readonly unknown[], { writable = false }: SubjectSteps): SubjectDraft {
  const target = subjectTarget(args);
  const connection = connectionTarget(args)?.connection ?? onlyRegistry(context, writable);
  if (writable && connection !== undefined) checkMayRegister(context, connection);
  return { connection, subject: target?.subject, version: target?.version };
}

/** Asks for the registry where there are several, and for the subject; each only where it is not given. The last choice stands first. */
export function subjectSteps<D extends SubjectDraft>(context: CommandContext, given: SubjectDraft, options: SubjectSteps): Step<D>[] {
  const { title, writable = false } = options;
  return [
    {
      applies: () => given.connection === undefined,
      ask: async (draft, place) => {
        const first = draft.connection ?? lastSubject(context)?.connection;
        const names = first === undefined ? registries(context, writable) : firstOf(registries(context, writable), [first]);
        return { ...draft, connection: await chooseRegistry(context, { title, names, place, first }) };
      },
    },
    {
      applies: () => given.subject === undefined,
      ask: async (draft, place) => {
        const connection = draft.connection ?? '';
        const subject = await failingAs(`Can't list the subjects of ${connection}`, connection, () =>
          context.ui.pick({
            title,
            placeholder: `Choose a subject of ${connection}`,
            place: place.of > 1 ? place : undefined,
            choices: (signal) => subjectChoices(context, connection, options, signal),
            isInitial: (each) => each === draft.subject,
          }),
        );
        return { ...draft, subject };
      },
    },
  ];
}

/** Asks for the version, the newest first, where it is not given. */
export function versionStep<D extends SubjectDraft>(context: CommandContext, given: SubjectDraft, options: SubjectSteps): Step<D> {
  return {
    applies: () => given.version === undefined,
    ask: async (draft, place) => {
      const { connection = '', subject = '', version: first } = draft;
      const placeholder = `Choose a version of ${subject}`;
      const { title, deleted } = options;
      const version = await pickVersion(context, { connection, subject }, { title, placeholder, place, deleted, first });
      return { ...draft, version };
    },
  };
}

/** The subject that a command is about: given, or asked for and remembered. */
export async function chooseSubject(context: CommandContext, args: readonly unknown[], options: SubjectSteps): Promise<SubjectPlace> {
  const given = givenSubject(context, args, options);
  const { connection = '', subject = '' } = await askSteps(subjectSteps(context, given, options), given);
  await rememberSubject(context, { connection, subject });
  return { connection, subject };
}

/** The version that a command is about: given, or asked for and remembered. */
export async function chooseVersion(
  context: CommandContext,
  args: readonly unknown[],
  options: SubjectSteps,
): Promise<SubjectPlace & { readonly version: number }> {
  const given = givenSubject(context, args, options);
  const steps = [...subjectSteps(context, given, options), versionStep(context, given, options)];
  const { connection = '', subject = '', version = 0 } = await askSteps(steps, given);
  await rememberSubject(context, { connection, subject });
  return { connection, subject, version };
}

/** What the session of a registry answers, under a progress that can be cancelled. */
export function askRegistry<T>(
  context: CommandContext,
  connection: string,
  title: string,
  ask: (session: RegistrySession, signal: AbortSignal, report: (message: string) => void) => Promise<T>,
): Promise<T> {
  return context.ui.progress(title, async (report, signal) =>
    ask(await context.registries.open(connection, { ask: true }, signal), signal, report),
  );
}

const lastSubjectKey = 'lastSubject';

/** Has a choice stand first the next time. */
export async function rememberSubject(context: CommandContext, { connection, subject }: SubjectPlace): Promise<void> {
  await context.memory.set(lastSubjectKey, { connection, subject });
}

function lastSubject(context: CommandContext): SubjectPlace | undefined {
  return subjectTarget([context.memory.get(lastSubjectKey)]);
}

/** @throws RegistryError where there is none, or none that may be written to */
function registries(context: CommandContext, writable: boolean): readonly string[] {
  return writable ? writableRegistries(context) : registryNames(context);
}

function onlyRegistry(context: CommandContext, writable: boolean): string | undefined {
  const names = registries(context, writable);
  return names.length === 1 ? names[0] : undefined;
}

async function subjectChoices(
  context: CommandContext,
  connection: string,
  { deleted = false }: SubjectSteps,
  signal: AbortSignal,
): Promise<readonly Choice<string>[]> {
  const session = await context.registries.open(connection, { ask: true }, signal);
  const subjects = await session.listSubjects({ deleted }, signal);
  if (subjects.length === 0) throw new RegistryError('registry/no-subjects', 'The registry has no subjects.');
  const last = lastSubject(context);
  const choices = subjects.map(({ subject, isDeleted }): Choice<string> => {
    return isDeleted
      ? { label: subject, value: subject, icon: 'trash', description: 'deleted' }
      : { label: subject, value: subject, icon: 'symbol-interface' };
  });
  const first = last?.connection === connection ? choices.filter(({ value }) => value === last.subject) : [];
  return firstOf(choices, first);
}

function firstOf<T>(all: readonly T[], first: readonly T[]): readonly T[] {
  return [...first.filter((each) => all.includes(each)), ...all.filter((each) => !first.includes(each))];
}
