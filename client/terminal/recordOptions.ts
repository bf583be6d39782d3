import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { refusalText, selfContained, type LinkedText } from '../../shared/avro/selfContained.ts';
import type { SchemaText } from '../../shared/avro/schemaText.ts';
import type { Decoding } from '../records/recordsSession.ts';
import {
  automaticProfile,
  type DecodeProfile,
  type PartProfile,
  type ProfileSchema,
  type RenderOptions,
} from '../../shared/wire/profile.ts';
import { compileGlobs } from '../../shared/globs.ts';
import { isProtocolFile } from '../../shared/avro/schemaFiles.ts';
import { readSchemaSettings } from '../../shared/schemaSettings.ts';
import { findProfile, framingChoices, type PartSetting, type SchemaSetting } from '../decodeProfiles.ts';
import { createSettings } from '../settings.ts';
import type { ReadEditorSetting } from './editorSettings.ts';
import { Misuse } from './io.ts';
import { findSchemaFiles, relativePath } from './schemaFiles.ts';
import { indexFiles } from './schemaTexts.ts';

/** How records are read and shown, as options of the terminal say it; undefined where they say nothing. */
export interface RecordOptions {
  readonly key: PartSetting;
  readonly value: PartSetting;
  readonly unions: RenderOptions['unions'] | undefined;
  readonly bytes: RenderOptions['bytes'] | undefined;
  readonly timeZone: RenderOptions['timeZone'];
}

/** For `parseArgs`. */
export const recordOptions = {
  config: { type: 'string' },
  brokers: { type: 'string' },
  registry: { type: 'string' },
  'key-framing': { type: 'string' },
  'key-schema': { type: 'string' },
  'key-reader': { type: 'string' },
  'value-framing': { type: 'string' },
  'value-schema': { type: 'string' },
  'value-reader': { type: 'string' },
  unions: { type: 'string' },
  bytes: { type: 'string' },
  utc: { type: 'boolean' },
  settings: { type: 'string' },
  'no-settings': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The lines of the help that tell of these. */
export const recordHelp = `  --value-framing <f>  how values are framed, where it should not be found out:
                       ${framingLines()}
  --value-schema <s>   the schema of values whose bytes name none: an .avsc file,
                       a subject, subject:version, or id:number
  --value-reader <s>   read values with this one as the reader schema
  --key-framing, --key-schema, --key-reader  likewise
  --unions tagged      write unions with their branch
  --bytes base64       write bytes so, not as hex
  --utc                write times in UTC, not in local time
  --settings <file>    read the editor's settings from here (decode profiles,
                       masks); without it, from .vscode/settings.json of the
                       working folder, if there is one
  --no-settings        read no settings
`;

/** The lines of the help that tell how to connect. */
export const connectionHelp = `  --config <file>      properties of a client of Java's or librdkafka
  --brokers <list>     host:port, with commas between them
  --registry <url>     the schema registry's address
`;

export const environmentHelp = `Environment:
  KAFKA_BROKERS, SCHEMA_REGISTRY_URL     in place of the options
  KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD
  SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO   user:password
  SCHEMA_REGISTRY_TOKEN                  a bearer token
A password that is missing is asked for, where somebody can answer. No secret is
taken from the arguments, which other users of the machine can see.
`;

function framingLines(): string {
  const lines = [''];
  for (const framing of framingChoices) {
    const last = lines.at(-1) ?? '';
    const longer = last === '' ? framing : `${last}, ${framing}`;
    if (longer.length > 56) lines.push(framing);
    else lines[lines.length - 1] = longer;
  }
  return lines.join(',\n                       ');
}

type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** @throws Misuse */
export function toRecordOptions(values: Values): RecordOptions {
  return {
    key: toPart(values, 'key'),
    value: toPart(values, 'value'),
    unions: oneOf(values, 'unions', ['plain', 'tagged']),
    bytes: oneOf(values, 'bytes', ['hex', 'base64']),
    timeZone: values['utc'] === true ? 'UTC' : 'local',
  };
}

function toPart(values: Values, part: 'key' | 'value'): PartSetting {
  const framing = oneOf(values, `${part}-framing`, framingChoices);
  const schema = toSchema(values[`${part}-schema`]);
  const reader = toSchema(values[`${part}-reader`]);
  return { ...schema, ...(framing === undefined ? {} : { framing }), ...(reader === undefined ? {} : { reader }) };
}

/** What an option names: a file, a schema id, or a subject with a version. */
export function toSchema(text: Values[string]): SchemaSetting | undefined {
  if (typeof text !== 'string') return undefined;
  const id = /^id:(\d{1,10})$/.exec(text)?.[1];
  if (id !== undefined) return { id: Number(id) };
  if (/\.avsc$|[/\\]/.test(text) || existsSync(text)) return { file: text };
  const [, subject, version] = /^(.+):(\d{1,10}|latest)$/.exec(text) ?? [];
  if (subject === undefined) return { subject: text };
  return { subject, version: version === 'latest' ? 'latest' : Number(version) };
}

function oneOf<T extends string>(values: Values, name: string, allowed: readonly T[]): T | undefined {
  const value = values[name];
  if (value === undefined) return undefined;
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Misuse(`--${name} does not know "${String(value)}": it is one of ${allowed.join(', ')}.`);
  return found;
}

/**
 * How a topic is decoded: by the options, else by the editor's settings.
 *
 * @param topic undefined where it is not known
 * @throws Misuse where a schema file can't be used, or a setting is wrong
 */
export async function toDecoding(
  options: RecordOptions,
  read: ReadEditorSetting,
  topic: string | undefined,
  workingFolder: string,
): Promise<Decoding> {
  const settings = createSettings(read);
  const found = topic === undefined ? undefined : findProfile(settings.decodeProfiles(), topic);
  const schemas = createSchemas(read, workingFolder);
  const resolve = async (part: 'key' | 'value'): Promise<PartProfile> => {
    const isSaid = Object.keys(options[part]).length > 0;
    const problem = found?.[part].problem;
    if (!isSaid && problem !== undefined) throw new Misuse(problem);
    const { framing = 'automatic', reader, ...schema } = isSaid ? options[part] : (found?.[part].setting ?? {});
    return { framing, schema: await schemas(schema), reader: reader && (await schemas(reader)) };
  };
  const profile: DecodeProfile =
    topic === undefined && isEmpty(options) ? automaticProfile : { key: await resolve('key'), value: await resolve('value') };
  const view = settings.view();
  return {
    profile,
    render: { unions: options.unions ?? view.unions, bytes: options.bytes ?? view.bytes, timeZone: options.timeZone },
    masks: topic === undefined ? [] : settings.masks(topic),
    maxInflatedBytes: settings.peek().maxInflatedBytes,
  };
}

function isEmpty({ key, value }: RecordOptions): boolean {
  return Object.keys(key).length === 0 && Object.keys(value).length === 0;
}

function createSchemas(read: ReadEditorSetting, workingFolder: string): (schema: SchemaSetting) => Promise<ProfileSchema | undefined> {
  return async ({ subject, version = 'latest', id, file }) => {
    if (subject !== undefined) return { kind: 'subject', subject, version };
    if (id !== undefined) return { kind: 'id', schemaId: id };
    if (file === undefined) return undefined;
    return { kind: 'text', schema: await readSchemaFile(path.resolve(workingFolder, file), read, workingFolder) };
  };
}

/**
 * The schema of a file, with the types that others in the working folder define.
 *
 * @param type the fullname of the one that is meant, which has to be given of a protocol
 * @throws Misuse
 */
export async function readSchemaFile(file: string, read: ReadEditorSetting, workingFolder: string, type?: string): Promise<SchemaText> {
  const label = relativePath(file, workingFolder);
  if (!existsSync(file)) throw new Misuse(`${label} can't be read.`);
  const exclude = compileGlobs(readSchemaSettings(read).indexExclude);
  const texts = indexFiles(new Set([...(await findSchemaFiles(['.'], workingFolder, exclude)), file]));
  const linked = (uri: string): LinkedText => {
    const { definitions } = texts.parse(uri);
    return { uri, definitions, otherNames: texts.otherNames(uri) };
  };
  const { schema, definitions, problems } = texts.parse(file);
  const isProtocol = isProtocolFile(file);
  if (isProtocol && type === undefined) throw new Misuse(`${label} is a protocol: a message names one of its types by "type".`);
  // A protocol is no text that a schema could be read from: its type is written alone.
  const root = isProtocol ? definitions.get(type ?? '') : schema;
  const isBroken = problems.some(({ severity }) => severity === 'error');
  if (isProtocol && isBroken) throw new Misuse(`${label} has errors, so nothing can be written with it.`);
  if (isProtocol && root === undefined) throw new Misuse(`${label} has no type ${type ?? ''}.`);
  const fullname = type === undefined ? {} : { fullname: type };
  // What is wrong with a schema is said best by whoever reads it as it is.
  if (root === undefined || isBroken) return { text: readFileSync(file, 'utf8'), references: [], label, ...fullname };
  const whole = selfContained(root, linked(file), linked);
  if (!whole.ok) throw new Misuse(refusalText(whole.refusal, label, (uri) => relativePath(uri, workingFolder)));
  return { text: whole.text, references: [], label, ...fullname };
}
