import type { VersionEntry } from '../cluster/registrySession.ts';
import type { Choice, Place } from '../ui.ts';
import type { CommandContext } from './context.ts';
import { failingAs } from './failure.ts';

export interface SubjectPlace {
  readonly connection: string;
  readonly subject: string;
}

export interface PickVersionOptions {
  readonly title: string;
  readonly placeholder: string;
  readonly place: Place;
  /** Whether what is soft-deleted can be chosen, too. */
  readonly deleted?: boolean | undefined;
  /** Which of them can be chosen; all where absent. */
  readonly among?: ((version: number) => boolean) | undefined;
  /** What stands chosen at first. */
  readonly first?: number | undefined;
}

/** Asks for one of a subject's versions, the newest first. @throws a `Failure`; an `AbortError`, a `WentBack` */
export function pickVersion(context: CommandContext, target: SubjectPlace, options: PickVersionOptions): Promise<number> {
  const { title, placeholder, place, deleted = false, among = () => true, first } = options;
  return context.ui.pick({
    title,
    placeholder,
    place: place.of > 1 ? place : undefined,
    choices: async (signal) => {
      const versions = await versionsOf(context, target, { deleted }, signal);
      const latest = versions.find(({ isDeleted }) => !isDeleted)?.version;
      return versions.filter(({ version }) => among(version)).map((entry) => toChoice(entry, latest));
    },
    isInitial: (version) => version === first,
  });
}

function toChoice({ version, isDeleted }: VersionEntry, latest: number | undefined): Choice<number> {
  const description = isDeleted ? 'deleted' : version === latest ? 'latest' : undefined;
  return { label: `Version ${version}`, description, icon: isDeleted ? 'trash' : 'git-commit', value: version };
}

/** The versions of a subject, the newest first. @throws a `Failure` */
export function versionsOf(
  context: CommandContext,
  { connection, subject }: SubjectPlace,
  options: { readonly deleted: boolean },
  signal: AbortSignal,
): Promise<VersionEntry[]> {
  return failingAs(`Can't list the versions of ${subject}`, connection, async () => {
    const session = await context.registries.open(connection, { ask: true }, signal);
    return [...(await session.listVersions(subject, options, signal))].reverse();
  });
}
