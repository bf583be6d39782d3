import { KnownError, RegistryError } from '../../shared/errors.ts';
import type { Choice, Place } from '../ui.ts';
import type { FileSubject } from '../baselines/baselines.ts';
import { registryNames } from './chooseRegistry.ts';
import type { CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import type { SchemaToWrite } from './registerFiles.ts';

/**
 * The connections whose registry can be written to, those first that have a subject of the file as far as that is known.
 *
 * @throws RegistryError `registry/untrusted-workspace`, `registry/read-only` or `registry/none` where there is none
 */
export function writableRegistries(context: CommandContext, schema?: SchemaToWrite): string[] {
  const { registries, baselines } = context;
  if (!context.isTrusted()) throw new RegistryError('registry/untrusted-workspace', 'This workspace is not trusted.');
  const all = registryNames(context);
  const names = all.filter((name) => !registries.isReadOnly(name));
  if (names.length === 0) {
    const [only = '', ...others] = all;
    throw new RegistryError('registry/read-only', others.length === 0 ? `${only} is read-only.` : 'All connections are read-only.');
  }
  if (schema === undefined) return names;
  // A question must not wait for all registries, so what is known already decides.
  const known = new Set(baselines.find({ uri: schema.uri, fullname: schema.fullname }).baselines.map(({ connection }) => connection));
  return [...names.filter((name) => known.has(name)), ...names.filter((name) => !known.has(name))];
}

/** @throws RegistryError `registry/untrusted-workspace` or `registry/read-only` where nothing may be written to it */
export function checkMayRegister(context: CommandContext, connection: string): void {
  const { registries } = context;
  if (!context.isTrusted()) throw new RegistryError('registry/untrusted-workspace', 'This workspace is not trusted.');
  if (registries.isReadOnly(connection)) throw new RegistryError('registry/read-only', `${connection} is read-only.`);
}

/** Asks for a subject, which need not be there yet. @throws an `AbortError`, a `WentBack`; a `Failure` */
export function chooseSubjectToWrite(
  context: CommandContext,
  schema: SchemaToWrite,
  options: { readonly title: string; readonly connection: string; readonly place: Place; readonly first?: string | undefined },
): Promise<string> {
  const { title, connection, place, first } = options;
  return failingAs(`Can't list the subjects of ${connection}`, connection, () =>
    context.ui.pick({
      title,
      placeholder: `Choose a subject for ${schema.label}, or type the name of a new one`,
      place,
      choices: async (signal) => {
        const session = await context.registries.open(connection, { ask: true }, signal);
        const subjects = (await session.listSubjects({ deleted: false }, signal)).map(({ subject }) => subject);
        return subjectChoices(schema, subjects, await ownSubjects(context, schema, connection, signal));
      },
      fromText: newSubject,
      isInitial: (subject) => subject === first,
    }),
  );
}

/** Where another registry can't be asked, this one's subjects are of use all the same. */
async function ownSubjects(
  { baselines, log }: CommandContext,
  { uri, fullname }: SchemaToWrite,
  connection: string,
  signal: AbortSignal,
): Promise<readonly FileSubject[]> {
  try {
    return (await baselines.subjectsOf(uri, fullname, signal)).filter((each) => each.connection === connection);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    log.warn(`The subjects of ${uri} are not known: ${error.message}`);
    return [];
  }
}

/** The file's own, then those that there are not yet and that it may be given, then all others. */
function subjectChoices(schema: SchemaToWrite, subjects: readonly string[], own: readonly FileSubject[]): Choice<string>[] {
  const present = new Set(subjects);
  const owned = new Set(own.map(({ subject }) => subject));
  const ownChoices = own.map(({ subject, isChosen }): Choice<string> => {
    const description = isChosen ? 'of this file, by its setting' : 'of this file, found by its type';
    return {
      label: subject,
      description: present.has(subject) ? description : `${description}; new`,
      icon: 'symbol-interface',
      value: subject,
    };
  });
  const suggested = suggestions(schema)
    .filter(({ subject }) => !owned.has(subject))
    .map(({ subject, why }): Choice<string> => {
      const description = present.has(subject) ? why : `${why}; new`;
      return { label: subject, description, icon: present.has(subject) ? 'symbol-interface' : 'add', group: 'By Its Name', value: subject };
    });
  const named = new Set([...owned, ...suggested.map(({ value }) => value)]);
  const others = subjects
    .filter((subject) => !named.has(subject))
    .map((subject): Choice<string> => ({ label: subject, icon: 'symbol-interface', group: 'All Subjects', value: subject }));
  return [...ownChoices, ...suggested, ...others];
}

/** How Confluent's strategies would call it: TopicName, for a topic that is called as the file, and RecordName. */
function suggestions({ label, fullname }: SchemaToWrite): { readonly subject: string; readonly why: string }[] {
  const stem = label.replace(/\.avsc$/i, '');
  const topic = /-(?:key|value)$/.test(stem) ? stem : `${stem}-value`;
  const byTopic = { subject: topic, why: "by the file's name" };
  return fullname === undefined || fullname === topic ? [byTopic] : [byTopic, { subject: fullname, why: 'by its type' }];
}

function newSubject(text: string): Choice<string> | undefined {
  const subject = text.trim();
  return subject === '' ? undefined : { label: subject, description: 'new', icon: 'add', value: subject };
}
