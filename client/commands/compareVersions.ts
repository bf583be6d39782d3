import { RegistryError } from '../../shared/errors.ts';
import type { Place } from '../ui.ts';
import { chooseCompareAs, pickSubjectOfAny } from './compareSteps.ts';
import type { CompareAs } from './compareSteps.ts';
import type { Command, CommandContext } from './context.ts';
import { pickVersion, versionsOf } from './pickVersion.ts';
import type { SubjectPlace } from './pickVersion.ts';
import { showComparison } from './showComparison.ts';
import { askSteps } from './steps.ts';
import type { Step } from './steps.ts';
import { subjectTarget } from './targets.ts';

const title = 'Compare Versions';
const failure = "Can't compare the versions";

/** Compares two versions of a subject: one that was named with the one before it, else two that are asked for. */
export const compareVersions: Command = {
  failure,
  create:
    (context) =>
    async (...args) => {
      const target = subjectTarget(args);
      const version = target?.version;
      const known: Draft = { target, version, other: undefined, as: 'text' };
      if (target === undefined || version === undefined) return compareAsked(context, known);
      const versions = await readVersions(context, target);
      const previous = versions.find((each) => each < version);
      if (previous === undefined && versions.every((each) => each === version)) throw onlyOne(target, version);
      return compareAsked(context, { ...known, other: previous });
    },
};

/** Compares a version with another one of its subject that is asked for. */
export function compareWithOther(context: CommandContext, target: SubjectPlace & { readonly version: number }): Promise<void> {
  return compareAsked(context, { target, version: target.version, other: undefined, as: 'text' });
}

interface Draft {
  readonly target: SubjectPlace | undefined;
  readonly version: number | undefined;
  /** Which it is compared with. */
  readonly other: number | undefined;
  readonly as: CompareAs;
}

async function compareAsked(context: CommandContext, given: Draft): Promise<void> {
  const { target, version, other, as } = await askSteps(stepsFor(context, given), given);
  if (target === undefined || version === undefined || other === undefined) return;
  const place = ({ connection, subject }: SubjectPlace, each: number): { connection: string; subject: string; version: number } => {
    return { connection, subject, version: each };
  };
  const sides = { left: place(target, Math.min(version, other)), right: place(target, Math.max(version, other)) };
  await showComparison(context, failure, sides, as);
}

function stepsFor(context: CommandContext, given: Draft): Step<Draft>[] {
  return [
    {
      applies: () => given.target === undefined,
      ask: async (draft, place) => {
        const target = await pickSubjectOfAny(context, { title, place, own: () => Promise.resolve([]), first: draft.target });
        return { ...draft, target };
      },
    },
    {
      applies: () => given.version === undefined,
      ask: async (draft, place) => ({ ...draft, version: await askVersion(context, draft, place) }),
    },
    {
      applies: () => given.other === undefined,
      ask: async (draft, place) => ({ ...draft, other: await askOther(context, draft, place) }),
    },
    { ask: async (draft, place) => ({ ...draft, as: await chooseCompareAs(context, title, place) }) },
  ];
}

function askVersion(context: CommandContext, { target = nowhere, version }: Draft, place: Place): Promise<number> {
  return pickVersion(context, target, { title, placeholder: `Choose a version of ${target.subject}`, place, first: version });
}

async function askOther(context: CommandContext, { target = nowhere, version = 0 }: Draft, place: Place): Promise<number> {
  const versions = await readVersions(context, target);
  if (versions.every((each) => each === version)) throw onlyOne(target, version);
  return pickVersion(context, target, {
    title,
    placeholder: `Compare version ${version} of ${target.subject} with`,
    place,
    among: (each) => each !== version,
    // The one before it is what is mostly meant.
    first: versions.find((each) => each < version),
  });
}

/** The newest first. */
async function readVersions(context: CommandContext, target: SubjectPlace): Promise<readonly number[]> {
  const versions = await context.ui.progress(`Reading ${target.subject}`, (_report, signal) =>
    versionsOf(context, target, { deleted: false }, signal),
  );
  return versions.map(({ version }) => version);
}

function onlyOne({ subject }: SubjectPlace, version: number): RegistryError {
  return new RegistryError('registry/version-not-found', `${subject} has no other version than ${version}.`);
}

const nowhere: SubjectPlace = { connection: '', subject: '' };
