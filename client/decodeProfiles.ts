import { compileGlobs } from '../shared/globs.ts';
import { KnownError } from '../shared/errors.ts';
import type { SchemaRef } from '../shared/protocol.ts';
import { framedAvro, framingNames } from '../shared/wire/framings.ts';
import { automaticProfile } from '../shared/wire/profile.ts';
import type { DecodeProfile, PartProfile, ProfileSchema } from '../shared/wire/profile.ts';
import type { CommandContext } from './commands/context.ts';
import { readWholeSchema } from './messages/wholeSchema.ts';
import { isObject } from './settingValues.ts';

/** Where a schema is to be had, as the setting `avroWorkbench.decodeProfiles` says it. */
export interface SchemaSetting {
  readonly subject?: string;
  /** The latest where it is not said. */
  readonly version?: number | 'latest';
  readonly id?: number;
  /** A path from the workspace's first folder, or a whole one. */
  readonly file?: string;
}

/** How the keys or the values of a topic are to be read, as the setting says it. */
export interface PartSetting extends SchemaSetting {
  readonly framing?: PartProfile['framing'];
  readonly reader?: SchemaSetting;
}

/** What the setting says of a topic's keys or values. */
export interface FoundPart {
  /** The pattern that says it; undefined where none does. */
  readonly pattern: string | undefined;
  readonly setting: PartSetting | undefined;
  /** What is wrong with it: one sentence. What is wrong counts as not said. */
  readonly problem: string | undefined;
}

export interface ResolvedProfile {
  readonly profile: DecodeProfile;
  /** Which patterns of the setting chose it; undefined where none did. */
  readonly chosenBy: string | undefined;
  /** What of it can't be used: sentences. */
  readonly problem: string | undefined;
}

/** The schema that a setting names, as a message would name it; undefined where it names none. */
export function toSchemaRef({ subject, version = 'latest', id, file }: SchemaSetting = {}): SchemaRef | undefined {
  if (subject !== undefined) return { kind: 'subject', subject, version };
  if (id !== undefined) return { kind: 'id', schemaId: id };
  return file === undefined ? undefined : { kind: 'file', file, type: undefined };
}

export const framingChoices: readonly PartProfile['framing'][] = [
  'automatic',
  ...framedAvro,
  'container',
  'bare',
  'json',
  'text',
  'int',
  'long',
  'short',
  'double',
  'float',
  'uuid',
  'bytes',
];

/** Such as "Confluent prefix", "Automatic". */
export function framingTitle(framing: PartProfile['framing']): string {
  const name = framing === 'automatic' ? 'automatic' : framing === 'bytes' ? 'bytes as hex' : framingNames[framing];
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** What the setting says of a topic: of its keys and of its values each by the most specific pattern that says something. */
export function findProfile(setting: unknown, topic: string): { readonly key: FoundPart; readonly value: FoundPart } {
  if (setting !== undefined && !isObject(setting)) {
    const problem = 'The setting avroWorkbench.decodeProfiles is no object of topics and profiles.';
    return { key: { ...nothing, problem }, value: { ...nothing, problem } };
  }
  const matching = Object.entries(setting ?? {})
    .filter(([pattern]) => pattern === topic || compileGlobs([pattern]).matches(topic))
    .sort(([a], [b]) => specificity(b, topic) - specificity(a, topic));
  return { key: findPart(matching, 'key'), value: findPart(matching, 'value') };
}

const nothing: FoundPart = { pattern: undefined, setting: undefined, problem: undefined };

/** A topic's own name says most, then a pattern with more letters of its own. */
function specificity(pattern: string, topic: string): number {
  return pattern === topic ? Number.POSITIVE_INFINITY : pattern.replaceAll(/[*?[\]{}()!+@|,]/g, '').length;
}

function findPart(matching: readonly (readonly [string, unknown])[], part: 'key' | 'value'): FoundPart {
  for (const [pattern, profile] of matching) {
    const where = `The decode profile "${pattern}"`;
    if (!isObject(profile)) return { pattern, setting: undefined, problem: `${where} is no object with "key" and "value".` };
    const said = profile[part];
    if (said === undefined) continue;
    const setting = toPartSetting(said);
    return typeof setting === 'string'
      ? { pattern, setting: undefined, problem: `${where}: the ${part}'s ${setting}.` }
      : { pattern, setting, problem: undefined };
  }
  return nothing;
}

/** What is wrong, as the rest of a sentence, where something is. */
function toPartSetting(said: unknown): PartSetting | string {
  if (!isObject(said)) return 'profile is no object';
  const { framing, reader } = said;
  const known = framingChoices.find((one) => one === framing);
  if (framing !== undefined && known === undefined) return `"framing" is none that is known: ${JSON.stringify(framing)}`;
  const schema = toSchemaSetting(said);
  if (typeof schema === 'string') return schema;
  const asReader = reader === undefined ? undefined : isObject(reader) ? toSchemaSetting(reader) : '"reader" is no object';
  if (typeof asReader === 'string') return asReader.startsWith('"reader"') ? asReader : `"reader" is wrong: its ${asReader}`;
  return { ...schema, ...(known === undefined ? {} : { framing: known }), ...(asReader === undefined ? {} : { reader: asReader }) };
}

function toSchemaSetting({ subject, version, id, file }: Readonly<Record<string, unknown>>): SchemaSetting | string {
  if (subject !== undefined && (typeof subject !== 'string' || subject === '')) return '"subject" is no name of a subject';
  const isVersion =
    version === undefined || version === 'latest' || (typeof version === 'number' && Number.isInteger(version) && version > 0);
  if (!isVersion) return `"version" is neither a number nor "latest": ${JSON.stringify(version)}`;
  if (version !== undefined && subject === undefined) return '"version" stands without a "subject"';
  if (id !== undefined && !(typeof id === 'number' && Number.isInteger(id) && id > 0)) return `"id" is no schema id: ${JSON.stringify(id)}`;
  if (file !== undefined && (typeof file !== 'string' || file === '')) return '"file" is no path of a file';
  if ([subject, id, file].filter((one) => one !== undefined).length > 1)
    return 'schema is named twice: by one of "subject", "id" and "file"';
  if (subject !== undefined) return { subject, ...(version === undefined ? {} : { version }) };
  if (id !== undefined) return { id };
  return file === undefined ? {} : { file };
}

/** The setting with another profile for the keys or the values of a pattern, or with none where that is undefined. */
export function withPartSetting(setting: unknown, pattern: string, part: 'key' | 'value', profile: PartSetting | undefined): unknown {
  const all = isObject(setting) ? setting : {};
  const before = Object.hasOwn(all, pattern) && isObject(all[pattern]) ? all[pattern] : {};
  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => name !== part));
  const after = profile === undefined ? kept : { ...kept, [part]: profile };
  const others = Object.entries(all).filter(([name]) => name !== pattern);
  return Object.fromEntries(Object.keys(after).length === 0 ? others : [...others, [pattern, after]]);
}

/**
 * The profile of a topic, ready for the decoder: files are read, and made one text with the types of others that they need.
 * What can't be used is said, and read as if it were not there.
 *
 * @throws an `AbortError`
 */
export async function resolveProfile(
  context: Pick<CommandContext, 'files' | 'languageServer' | 'settings'>,
  topic: string,
  signal: AbortSignal,
): Promise<ResolvedProfile> {
  const found = findProfile(context.settings.decodeProfiles(), topic);
  const key = await resolvePart(context, found.key, signal);
  const value = await resolvePart(context, found.value, signal);
  const patterns = new Set([found.key.pattern, found.value.pattern].filter((pattern) => pattern !== undefined));
  const problems = new Set([key.problem, value.problem].filter((problem) => problem !== undefined));
  return {
    profile: { key: key.profile, value: value.profile },
    chosenBy:
      patterns.size === 0 ? undefined : `${[...patterns].map((pattern) => `"${pattern}"`).join(' and ')} in avroWorkbench.decodeProfiles`,
    problem: problems.size === 0 ? undefined : [...problems].join(' '),
  };
}

type FileReading = Pick<CommandContext, 'files' | 'languageServer'>;

async function resolvePart(
  context: FileReading,
  { setting, problem }: FoundPart,
  signal: AbortSignal,
): Promise<{ readonly profile: PartProfile; readonly problem: string | undefined }> {
  if (setting === undefined) return { profile: automaticProfile.value, problem };
  const { framing = 'automatic', reader: asReader } = setting;
  try {
    const schema = await toProfileSchema(context, setting, signal);
    const reader = asReader === undefined ? undefined : await toProfileSchema(context, asReader, signal);
    return { profile: { framing, schema, reader }, problem };
  } catch (error) {
    if (!(error instanceof KnownError) && !(error instanceof NoFile)) throw error;
    return { profile: { framing, schema: undefined, reader: undefined }, problem: error.message };
  }
}

class NoFile extends Error {}

/** @throws NoFile, CodecError `codec/unusable-schema`, an `AbortError` */
export async function toProfileSchema(
  context: FileReading,
  setting: SchemaSetting,
  signal: AbortSignal,
): Promise<ProfileSchema | undefined> {
  const { subject, version = 'latest', id, file } = setting;
  if (subject !== undefined) return { kind: 'subject', subject, version };
  if (id !== undefined) return { kind: 'id', schemaId: id };
  if (file === undefined) return undefined;
  const uri = context.files.resolve(file, 'untitled:decode-profile');
  const written = await context.files.readText(uri).catch(() => undefined);
  if (written === undefined) throw new NoFile(`The decode profile's schema file ${file} is not there.`);
  const { text } = await readWholeSchema(context, uri, written, signal);
  return { kind: 'text', schema: { text, references: [], label: file.split('/').at(-1) ?? file } };
}

/** Such as "Bare Avro, orders-value v3, read as orders.avsc". */
export function partText({ framing, schema, reader }: PartProfile): string {
  const parts = [framingTitle(framing), ...(schema === undefined ? [] : [schemaText(schema)])];
  return `${parts.join(', ')}${reader === undefined ? '' : `, read as ${schemaText(reader)}`}`;
}

function schemaText(schema: ProfileSchema): string {
  switch (schema.kind) {
    case 'subject':
      return schema.version === 'latest' ? `${schema.subject}, latest` : `${schema.subject} v${schema.version}`;
    case 'id':
      return `schema id ${schema.schemaId}`;
    case 'text':
      return schema.schema.label;
  }
}
