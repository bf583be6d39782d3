import { RegistryError } from '../../shared/errors.ts';
import type { RegistryVersion } from '../cluster/registrySession.ts';
import { askRegistry, givenSubject, subjectSteps, versionStep, type SubjectDraft } from './chooseSubjectVersion.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { askSteps, type Step } from './steps.ts';

interface Draft extends SubjectDraft {
  readonly permanent: boolean | undefined;
  readonly effect: Effect | undefined;
}

/** What deleting comes to. */
interface Effect {
  /** What is deleted already can be deleted only for good. */
  readonly isDeleted: boolean;
  /** What is said of reading with the schema's id where it is gone. */
  readonly ids: string;
}

/** Deletes one version of a subject, softly or for good, once the subject's name was typed. */
export const deleteVersion: Command = deleting({
  title: 'Delete Version',
  failure: "Can't delete the version",
  ofVersion: true,
});

/** Deletes a subject with all of its versions, softly or for good, once its name was typed. */
export const deleteSubject: Command = deleting({
  title: 'Delete Subject',
  failure: "Can't delete the subject",
  ofVersion: false,
});

interface Kind {
  readonly title: string;
  readonly failure: string;
  readonly ofVersion: boolean;
}

function deleting(kind: Kind): Command {
  const { title, failure, ofVersion } = kind;
  const options = { title, writable: true, deleted: true };
  return {
    failure,
    create:
      (context) =>
      async (...args) => {
        const given = givenSubject(context, args, options);
        const start = { ...given, version: ofVersion ? given.version : undefined, permanent: undefined, effect: undefined };
        const draft = await askSteps<Draft>(
          [
            ...subjectSteps<Draft>(context, given, options),
            ...(ofVersion ? [versionStep<Draft>(context, given, options)] : []),
            howStep(context, title),
            nameStep(context, title),
          ],
          start,
        );
        await remove(context, draft);
      },
  };
}

/** Softly or for good. What hangs on it is looked up while the question is shown. */
function howStep(context: CommandContext, title: string): Step<Draft> {
  return {
    ask: async (draft, place) => {
      const { connection = '', subject = '' } = draft;
      let effect: Effect | undefined;
      const permanent = await failingAs(`Can't look up ${nameOf(draft)}`, connection, () =>
        context.ui.pick({
          title,
          placeholder: `How to delete ${nameOf(draft)}`,
          place: place.of > 1 ? place : undefined,
          choices: async (signal) => {
            effect = await fetchEffect(context, { connection, subject, version: draft.version }, signal);
            const forGood = { label: 'Delete Permanently', detail: effect.ids, icon: 'trash', value: true };
            const softly = {
              label: 'Delete',
              description: 'soft',
              detail: 'It is no longer listed or checked against; readers can still use its schema id.',
              icon: 'archive',
              value: false,
            };
            return effect.isDeleted ? [forGood] : [softly, forGood];
          },
          isInitial: (each) => each === draft.permanent,
        }),
      );
      return { ...draft, permanent, effect };
    },
  };
}

function nameStep(context: CommandContext, title: string): Step<Draft> {
  return {
    ask: async (draft, place) => {
      const { subject = '', permanent, effect } = draft;
      const what = permanent === true ? (effect?.ids ?? '') : 'Readers can still use its schema id.';
      await context.ui.input({
        title,
        prompt: `Deletes ${nameOf(draft)}${permanent === true ? ' for good' : ''}. ${what} Type "${subject}" to confirm.`,
        placeholder: subject,
        validate: (text) => (text.trim() === subject ? undefined : `Type "${subject}" to delete ${nameOf(draft)}.`),
        place,
      });
      return draft;
    },
  };
}

/** Schema ids of at most so many versions are looked up: a question must not wait for hundreds. */
const maxLookedUp = 8;

async function fetchEffect(
  context: CommandContext,
  { connection, subject, version }: { readonly connection: string; readonly subject: string; readonly version: number | undefined },
  signal: AbortSignal,
): Promise<Effect> {
  const session = await context.registries.open(connection, { ask: true }, signal);
  const all = await session.listVersions(subject, { deleted: true }, signal);
  const meant = version === undefined ? all : all.filter((each) => each.version === version);
  if (meant.length === 0) throw new RegistryError('registry/version-not-found', 'It is no longer in the registry.');
  const isDeleted = meant.every((each) => each.isDeleted);
  if (meant.length > maxLookedUp)
    return { isDeleted, ids: `Its ${meant.length} versions are gone: messages with their schema ids can't be read any more.` };
  const found: RegistryVersion[] = [];
  const elsewhere: string[] = [];
  for (const each of meant) {
    try {
      const one = await session.fetchVersion(subject, each.version, signal);
      found.push(one);
      const { subjects } = await session.findSchema(String(one.schemaId), signal);
      const others = (subjects ?? []).filter((other) => other.subject !== subject || (version !== undefined && other.version !== version));
      if (others.length > 0) elsewhere.push(...others.map((other) => other.subject));
    } catch (error) {
      // A deleted version, or a registry that does not tell: what is not known is not said.
      if (!(error instanceof RegistryError) || error.retriable) throw error;
    }
  }
  return { isDeleted, ids: idsText(found, elsewhere) };
}

function idsText(found: readonly RegistryVersion[], elsewhere: readonly string[]): string {
  const ids = [...new Set(found.map(({ schemaId }) => schemaId))];
  const name = ids.length === 0 ? 'its schema id' : `schema id${ids.length === 1 ? '' : 's'} ${ids.join(', ')}`;
  const others = [...new Set(elsewhere)];
  if (others.length > 0) return `Messages with ${name} can be read only where ${others.slice(0, 3).join(', ')} still has the schema.`;
  return `Messages with ${name} can't be read any more.`;
}

async function remove(context: CommandContext, draft: Draft): Promise<void> {
  const { connection = '', subject = '', version, permanent = false } = draft;
  const name = nameOf(draft);
  await failingAs(`Can't delete ${name}`, undefined, () =>
    askRegistry(context, connection, `Deleting ${name}`, async (session, signal) => {
      if (version === undefined) await session.deleteSubject(subject, { permanent }, signal);
      else await session.deleteVersion(subject, version, { permanent }, signal);
    }),
  );
  context.registryView.refresh({ connection, subject });
  context.ui.showStatus(permanent ? `Deleted ${name} permanently.` : `Deleted ${name}. Readers can still use its schema id.`);
}

function nameOf({ subject = '', version }: SubjectDraft): string {
  return version === undefined ? subject : `${subject} version ${version}`;
}
