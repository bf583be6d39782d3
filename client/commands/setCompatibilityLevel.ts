import { compatibilityLevels } from '../../shared/registry/registeredSchema.ts';
import type { CompatibilityLevel } from '../cluster/registrySession.ts';
import type { Choice, Place } from '../ui.ts';
import { askRegistry, givenSubject, rememberSubject, subjectSteps, type SubjectDraft } from './chooseSubjectVersion.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { askSteps } from './steps.ts';
import { connectionTarget } from './targets.ts';

const title = 'Set Compatibility Level';

/** What is to hold: a level, or whatever the global one is. */
type Chosen = CompatibilityLevel | 'global';

interface Draft extends SubjectDraft {
  /** Whether the level is to hold for one subject; undefined where that is not known yet. */
  readonly isForSubject: boolean | undefined;
  readonly before: Levels | undefined;
  readonly level: Chosen | undefined;
}

interface Levels {
  readonly level: CompatibilityLevel;
  readonly isOwn: boolean;
  readonly global: CompatibilityLevel;
}

/** Sets the level of a subject, or the global one of a registry. */
export const setCompatibilityLevel: Command = {
  failure: "Can't set the compatibility level",
  create:
    (context) =>
    async (...args) => {
      const given = givenSubject(context, args, { title, writable: true });
      // The view's registry stands for all of its subjects.
      const isForSubject = given.subject !== undefined ? true : connectionTarget(args) === undefined ? undefined : false;
      const draft = await ask(context, { ...given, isForSubject, before: undefined, level: undefined });
      const { connection = '', subject, before, level } = draft;
      if (before !== undefined && level !== undefined) await set(context, { connection, subject, before, level });
    },
};

function ask(context: CommandContext, given: Draft): Promise<Draft> {
  const [registryStep, subjectStep] = subjectSteps<Draft>(context, given, { title, writable: true });
  return askSteps<Draft>(
    [
      ...(registryStep === undefined ? [] : [registryStep]),
      {
        applies: () => given.isForSubject === undefined,
        ask: async (draft, place) => {
          const isForSubject = await chooseScope(context, draft.connection ?? '', place);
          return { ...draft, isForSubject, subject: isForSubject ? draft.subject : undefined };
        },
      },
      ...(subjectStep === undefined
        ? []
        : [{ ...subjectStep, applies: ({ isForSubject }: Draft) => isForSubject !== false && given.subject === undefined }]),
      {
        ask: async (draft, place) => {
          const { connection = '', subject } = draft;
          let before: Levels | undefined;
          const level = await failingAs(`Can't read the level of ${subject ?? connection}`, connection, () =>
            context.ui.pick<Chosen>({
              title,
              placeholder: subject === undefined ? `The global level of ${connection}` : `The level of ${subject}`,
              place: place.of > 1 ? place : undefined,
              choices: async (signal) => {
                before = await fetchLevels(context, connection, subject, signal);
                return levelChoices(before, subject !== undefined);
              },
              isInitial: (each) => each === (before?.isOwn === false && subject !== undefined ? 'global' : before?.level),
            }),
          );
          return { ...draft, level, before };
        },
      },
    ],
    given,
  );
}

function chooseScope(context: CommandContext, connection: string, place: Place): Promise<boolean> {
  return context.ui.pick({
    title,
    placeholder: 'For which subjects',
    place: place.of > 1 ? place : undefined,
    choices: [
      { label: 'One Subject…', value: true, icon: 'symbol-interface' },
      {
        label: 'Global Level',
        description: `for each subject of ${connection} without a level of its own`,
        value: false,
        icon: 'database',
      },
    ],
  });
}

async function fetchLevels(context: CommandContext, connection: string, subject: string | undefined, signal: AbortSignal): Promise<Levels> {
  const session = await context.registries.open(connection, { ask: true }, signal);
  const { level: global } = await session.fetchLevel(undefined, signal);
  return { ...(await session.fetchLevel(subject, signal)), global };
}

const meanings: Readonly<Record<CompatibilityLevel, string>> = {
  NONE: 'Nothing is checked.',
  BACKWARD: 'A new schema must read what the last version wrote.',
  BACKWARD_TRANSITIVE: 'A new schema must read what every version wrote.',
  FORWARD: 'The last version must read what a new schema writes.',
  FORWARD_TRANSITIVE: 'Every version must read what a new schema writes.',
  FULL: 'Both ways, with the last version.',
  FULL_TRANSITIVE: 'Both ways, with every version.',
};

function levelChoices({ level, isOwn, global }: Levels, isForSubject: boolean): readonly Choice<Chosen>[] {
  const isCurrent = (each: CompatibilityLevel): boolean => each === level && (isOwn || !isForSubject);
  const levels = compatibilityLevels.map((each): Choice<Chosen> => {
    return { label: each, description: isCurrent(each) ? 'current' : undefined, detail: meanings[each], value: each };
  });
  if (!isForSubject) return levels;
  const inherited = isOwn ? global : `${global}, current`;
  return [
    ...levels,
    { label: 'Use the Global Level', description: inherited, detail: 'The subject has no level of its own.', value: 'global' },
  ];
}

async function set(
  context: CommandContext,
  {
    connection,
    subject,
    before,
    level,
  }: { readonly connection: string; readonly subject: string | undefined; readonly before: Levels; readonly level: Chosen },
): Promise<void> {
  const what = subject === undefined ? `The global level of ${connection}` : `The level of ${subject}`;
  const isInherited = subject !== undefined && !before.isOwn;
  if (level === (isInherited ? 'global' : before.level)) {
    context.ui.showStatus(`${what} is ${nameOf(level, before)} already.`);
    return;
  }
  await failingAs(`Can't set the level of ${subject ?? connection}`, connection, () =>
    askRegistry(context, connection, `Setting the level of ${subject ?? connection}`, (session, signal) =>
      session.setLevel(subject, level === 'global' ? undefined : level, signal),
    ),
  );
  if (subject !== undefined) await rememberSubject(context, { connection, subject });
  context.ui.showStatus(`${what} is ${nameOf(level, before)} now, and was ${nameOf(isInherited ? 'global' : before.level, before)}.`);
}

function nameOf(level: Chosen, { global }: Levels): string {
  return level === 'global' ? `${global} (global)` : level;
}
