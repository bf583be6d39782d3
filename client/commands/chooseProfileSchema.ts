import type { SchemaCandidate } from '../../shared/wire/decoder.ts';
import { isCancelled, KnownError } from '../../shared/errors.ts';
import type { Session } from '../cluster/session.ts';
import type { SchemaSetting } from '../decodeProfiles.ts';
import type { Choice, Place } from '../ui.ts';
import type { CommandContext } from './context.ts';

export interface ProfileSchemaOptions {
  readonly title: string;
  readonly placeholder: string;
  /** What stands first: to name none. */
  readonly without: Choice<SchemaSetting>;
  /** Of the topic's keys or values. */
  readonly subject: string;
  /** Undefined where there is no registry to ask. */
  readonly session: Session | undefined;
  /** Schemas that read all samples; asked for while the list is shown. */
  readonly candidates: (signal: AbortSignal) => Promise<readonly SchemaCandidate[]>;
  readonly place: Place;
}

const maxFiles = 1000;

/** Asks which schema a decode profile names: one that reads the samples, a subject's version, a schema id or a file. */
export function chooseProfileSchema(context: CommandContext, options: ProfileSchemaOptions): Promise<SchemaSetting> {
  const { title, placeholder, without, place } = options;
  return context.ui.pick<SchemaSetting>({
    title,
    placeholder,
    place,
    async choices(signal) {
      const files = await context.files.findSchemas(maxFiles, signal);
      const fromFiles = files.map(({ uri, label }): Choice<SchemaSetting> => {
        return { label, icon: 'symbol-interface', group: 'Workspace', value: { file: context.files.relativePath(uri) } };
      });
      return [without, ...(await candidateChoices(options, signal)), ...(await registryChoices(options, signal)), ...fromFiles];
    },
    fromText: typedSchema,
  });
}

/** A number is a schema id; a subject may stand with a version. */
export function typedSchema(text: string): Choice<SchemaSetting> | undefined {
  const id = /^\s*(?:id )?([1-9]\d{0,9})\s*$/i.exec(text)?.[1];
  if (id !== undefined) return { label: `Schema Id ${id}`, icon: 'symbol-number', value: { id: Number(id) } };
  const [, subject, version] = /^\s*(\S.*?) v([1-9]\d{0,8})\s*$/.exec(text) ?? [];
  if (subject === undefined || version === undefined) return undefined;
  return { label: `${subject} v${version}`, icon: 'database', value: { subject, version: Number(version) } };
}

async function candidateChoices({ candidates }: ProfileSchemaOptions, signal: AbortSignal): Promise<readonly Choice<SchemaSetting>[]> {
  const found = await candidates(signal);
  return found.flatMap(({ schema, source, reason, preview }) => {
    const value = settingOf(source, schema.label);
    return value === undefined
      ? []
      : [{ label: schema.label, description: reason, detail: preview, icon: 'lightbulb', group: 'Reads All Samples', value }];
  });
}

/** How a setting names a schema that was found; undefined where it can't. */
export function settingOf(
  source: { readonly subject: string | undefined; readonly version: number | undefined; readonly schemaId: number | undefined } | undefined,
  file: string | undefined,
): SchemaSetting | undefined {
  if (source?.subject !== undefined)
    return { subject: source.subject, ...(source.version === undefined ? {} : { version: source.version }) };
  if (source?.schemaId !== undefined) return { id: source.schemaId };
  return file === undefined ? undefined : { file };
}

async function registryChoices({ session, subject }: ProfileSchemaOptions, signal: AbortSignal): Promise<readonly Choice<SchemaSetting>[]> {
  if (session === undefined) return [];
  try {
    const subjects = await session.listSubjects(signal);
    const own = subjects.includes(subject) ? await versionChoices(session, subject, signal) : [];
    const others = subjects.filter((one) => one !== subject);
    return [...own, ...others.map((one): Choice<SchemaSetting> => latestOf(one, 'Registry'))];
  } catch (error) {
    // The workspace's files are still of use.
    if (isCancelled(error) || !(error instanceof KnownError)) throw error;
    return [];
  }
}

const mostVersions = 50;

async function versionChoices(session: Session, subject: string, signal: AbortSignal): Promise<readonly Choice<SchemaSetting>[]> {
  const group = `Subject ${subject}`;
  const latest = (await session.fetchVersion(subject, 'latest', signal)).version ?? 1;
  const numbers = Array.from({ length: Math.min(latest, mostVersions) }, (_none, index) => latest - index);
  return [
    latestOf(subject, group),
    ...numbers.map((version): Choice<SchemaSetting> => ({
      label: `${subject} v${version}`,
      icon: 'versions',
      group,
      value: { subject, version },
    })),
  ];
}

function latestOf(subject: string, group: string): Choice<SchemaSetting> {
  return { label: subject, description: 'latest version', icon: 'database', group, value: { subject, version: 'latest' } };
}
