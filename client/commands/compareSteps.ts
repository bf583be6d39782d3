import { isCancelled, KnownError } from '../../shared/errors.ts';
import type { FileSubject } from '../baselines/baselines.ts';
import type { Choice, Place } from '../ui.ts';
import { registryNames } from './chooseRegistry.ts';
import type { CommandContext } from './context.ts';
import type { SubjectPlace } from './pickVersion.ts';

/** How two schemas are compared. */
export type CompareAs = 'text' | 'meaning';

const lastKey = 'compareAs';

/**
 * Asks for a subject of any registry.
 *
 * @param own the subjects that stand first, those of a file
 * @throws RegistryError where no registry can be asked; an `AbortError`, a `WentBack`
 */
export function pickSubjectOfAny(
  context: CommandContext,
  options: {
    readonly title: string;
    readonly place: Place;
    readonly own: (signal: AbortSignal) => Promise<readonly FileSubject[]>;
    readonly first?: SubjectPlace | undefined;
  },
): Promise<SubjectPlace> {
  const { title, place, first } = options;
  return context.ui.pick<SubjectPlace>({
    title,
    placeholder: 'Choose a subject',
    place,
    choices: async (signal) => {
      const own = await options.own(signal);
      const isOwn = (one: SubjectPlace): boolean => own.some((each) => isSame(each, one));
      const all = await subjectsOfAll(context, signal);
      const others = all.filter((each) => !isOwn(each));
      return [
        ...own.map((each) => toChoice(each, undefined)),
        ...others.map((each) => toChoice(each, own.length === 0 ? undefined : 'All Subjects')),
      ];
    },
    isInitial: (subject) => first !== undefined && isSame(subject, first),
  });
}

function isSame(one: SubjectPlace, other: SubjectPlace): boolean {
  return one.connection === other.connection && one.subject === other.subject;
}

function toChoice({ connection, subject }: SubjectPlace, group: string | undefined): Choice<SubjectPlace> {
  return { label: subject, description: connection, icon: 'symbol-interface', group, value: { connection, subject } };
}

/** Of all registries that answer. @throws RegistryError of the first where none does */
async function subjectsOfAll(context: CommandContext, signal: AbortSignal): Promise<SubjectPlace[]> {
  const { registries, log } = context;
  const names = registryNames(context);
  const lists = await Promise.all(
    names.map(async (connection): Promise<SubjectPlace[] | KnownError> => {
      try {
        const session = await registries.open(connection, { ask: names.length === 1 }, signal);
        return (await session.listSubjects({ deleted: false }, signal)).map(({ subject }) => ({ connection, subject }));
      } catch (error) {
        if (isCancelled(error) || !(error instanceof KnownError)) throw error;
        log.warn(`The subjects of ${connection} can't be listed: ${error.message}`);
        return error;
      }
    }),
  );
  const [failed] = lists.filter((list) => list instanceof KnownError);
  const found = lists.flatMap((list) => (list instanceof KnownError ? [] : list));
  if (failed !== undefined && found.length === 0) throw failed;
  return found;
}

/** Asks how to compare; the last choice stands first. @throws an `AbortError`, a `WentBack` */
export async function chooseCompareAs(context: CommandContext, title: string, place: Place | undefined): Promise<CompareAs> {
  const text: Choice<CompareAs> = { label: 'Text', description: 'side by side, both laid out alike', icon: 'diff', value: 'text' };
  const meaning: Choice<CompareAs> = {
    label: 'Meaning',
    description: 'who can read what, and what was added, removed or changed',
    icon: 'checklist',
    value: 'meaning',
  };
  const isMeaning = context.memory.get(lastKey) === 'meaning';
  const chosen = await context.ui.pick({
    title,
    placeholder: 'How to compare',
    place,
    choices: isMeaning ? [meaning, text] : [text, meaning],
  });
  await context.memory.set(lastKey, chosen);
  return chosen;
}
