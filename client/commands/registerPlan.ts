import { CodecError, isCancelled, RegistryError } from '../../shared/errors.ts';
import type { Baseline, JudgedProblem, NeededFile, VerdictSummary } from '../../shared/protocol.ts';
import { splitSubject } from '../../shared/registry/subjectNames.ts';
import { textName } from '../../shared/textNames.ts';
import type { CompatibilityLevel, RegisteredSchema, RegistrySession, SchemaReference } from '../cluster/registrySession.ts';
import type { CommandContext } from './context.ts';
import type { SchemaToWrite } from './registerFiles.ts';

/** What would be registered, and all that is known of it without writing anything. */
export interface RegisterPlan {
  readonly schema: SchemaToWrite;
  readonly connection: string;
  readonly subject: string;
  readonly normalize: boolean;
  /** The other files, in the order in which they can be registered; empty where all goes in one text. */
  readonly references: readonly PlannedReference[];
  /** Why all goes in one text, as a sentence; undefined where it does not. */
  readonly asWhole: string | undefined;
  /** The version that this very schema is already. */
  readonly same: RegisteredSchema | undefined;
  /** The subject's newest version; undefined where there is none yet. */
  readonly latest: number | undefined;
  readonly level: { readonly level: CompatibilityLevel; readonly isOwn: boolean };
  readonly mode: string | undefined;
  /** Of a subject that has no version there is none. */
  readonly local: (VerdictSummary & { readonly problems: readonly JudgedProblem[] }) | undefined;
  readonly registry: RegistryOpinion;
}

export interface PlannedReference {
  readonly file: NeededFile;
  readonly label: string;
  readonly subject: string;
  /** The version that it is already; undefined where it has to be registered first. */
  readonly registered: RegisteredSchema | undefined;
  /** Why its own subject would refuse it. */
  readonly refusal: string | undefined;
}

export type RegistryOpinion =
  | { readonly kind: 'agrees' }
  /** In its own words, which may be none. */
  | { readonly kind: 'refuses'; readonly text: string }
  /** `reason` is a sentence that says why it can't tell; undefined where there is nothing to ask. */
  | { readonly kind: 'unasked'; readonly reason: string | undefined };

export interface PlanTarget {
  readonly connection: string;
  readonly subject: string;
  /** Why all is to go in one text, where that is known already. */
  readonly asWhole?: string | undefined;
}

export const noReferences = 'This registry knows no references between schemas.';

/**
 * Finds out what registering would come to. Nothing is written.
 *
 * @throws RegistryError, KafkaError; an `AbortError`
 */
export async function planRegistering(
  context: CommandContext,
  schema: SchemaToWrite,
  target: PlanTarget,
  signal: AbortSignal,
): Promise<RegisterPlan> {
  const session = await context.registries.open(target.connection, { ask: true }, signal);
  const { normalize } = context.settings.registry(schema.uri);
  const asking: Asking = { context, session, schema, connection: target.connection, subject: target.subject, normalize, signal };
  const given = schema.onlyWhole ?? target.asWhole;
  if (given !== undefined) return plan(asking, [], given);
  try {
    return await plan(asking, await planReferences(asking), undefined);
  } catch (error) {
    const isUnsupported = error instanceof RegistryError && error.code === 'registry/references-unsupported';
    if (!isUnsupported || schema.whole === undefined) throw error;
    return plan(asking, [], noReferences);
  }
}

/**
 * What a file's text says of the others that it refers to.
 *
 * @param registered by the URI of each file that is registered
 * @returns undefined where one of them is not registered yet
 */
export function referencesOf(
  schema: SchemaToWrite,
  file: NeededFile,
  registered: ReadonlyMap<string, { readonly subject: string; readonly version: number }>,
): SchemaReference[] | undefined {
  const needed = new Set(file.needs.map(({ uri }) => uri));
  const references: SchemaReference[] = [];
  // Each file once, whatever it defines, and always by one name: a registry reads the texts by their names, one after the
  // other, and refuses what defines a type twice.
  for (const { uri, fullname } of schema.files) {
    if (!needed.has(uri)) continue;
    const version = registered.get(uri);
    if (version === undefined) return undefined;
    references.push({ name: fullname ?? firstNameOf(schema, uri), ...version });
  }
  return references;
}

function firstNameOf({ files }: SchemaToWrite, uri: string): string {
  const [first] = files.flatMap(({ needs }) => needs.filter((need) => need.uri === uri));
  return first?.fullname ?? textName(uri);
}

/** The versions that are known of the other files, by their URI. */
export function registeredVersions(
  references: readonly PlannedReference[],
): Map<string, { readonly subject: string; readonly version: number }> {
  return new Map(
    references.flatMap(({ file, subject, registered }) =>
      registered?.version === undefined ? [] : [[file.uri, { subject, version: registered.version }] as const],
    ),
  );
}

interface Asking {
  readonly context: CommandContext;
  readonly session: RegistrySession;
  readonly schema: SchemaToWrite;
  readonly connection: string;
  readonly subject: string;
  readonly normalize: boolean;
  readonly signal: AbortSignal;
}

async function planReferences(asking: Asking): Promise<PlannedReference[]> {
  const { schema } = asking;
  const planned: PlannedReference[] = [];
  for (const file of schema.files.slice(0, -1)) {
    const references = referencesOf(schema, file, registeredVersions(planned));
    planned.push(await planReference(asking, file, references));
  }
  await probeReferences(asking, planned);
  return planned;
}

async function planReference(asking: Asking, file: NeededFile, references: SchemaReference[] | undefined): Promise<PlannedReference> {
  const { session, normalize, signal } = asking;
  const { text } = file;
  const label = textName(file.uri);
  const subjects = await subjectsFor(asking, file);
  const [first = label] = subjects;
  // What refers to a version that there is not yet can't be registered already.
  if (references === undefined) return { file, label, subject: first, registered: undefined, refusal: undefined };
  for (const subject of subjects) {
    const registered = await session.lookUp({ subject, text, references, normalize }, signal);
    if (registered?.version !== undefined) return { file, label, subject, registered, refusal: undefined };
  }
  const opinion = await askRegistry(asking, { subject: first, text, references });
  const planned = { file, label, subject: first, registered: undefined };
  if (opinion.kind !== 'refuses') return { ...planned, refusal: undefined };
  const isRefused = (await session.fetchLevel(first, signal)).level !== 'NONE';
  return { ...planned, refusal: isRefused ? opinion.text : undefined };
}

/**
 * Under which subjects a file may stand, the likeliest first: as a setting says, as it was found, as its type is called. A
 * registry looks for what a subject refers to in the subject's own context.
 */
async function subjectsFor(asking: Asking, { uri, fullname }: NeededFile): Promise<string[]> {
  const { context: parts, connection, subject: target, signal } = asking;
  const { context } = splitSubject(target);
  const all = await parts.baselines.subjectsOf(uri, fullname, signal);
  const known = all.filter((each) => each.connection === connection && splitSubject(each.subject).context === context);
  const name = fullname ?? textName(uri).replace(/\.avsc$/i, '');
  const own = context === undefined ? name : `:${context}:${name}`;
  const chosen = known.filter(({ isChosen }) => isChosen).map(({ subject }) => subject);
  const found = known.map(({ subject }) => subject);
  return [...new Set([...chosen, ...found.filter((subject) => subject === own), ...found, own])];
}

/**
 * Lets a registry that knows no references say so before anything is written: it refuses whatever has one, be it registered
 * or not, and others answer that they don't know such a schema.
 *
 * @throws RegistryError `registry/references-unsupported`
 */
async function probeReferences(
  { session, schema, subject, normalize, signal }: Asking,
  planned: readonly PlannedReference[],
): Promise<void> {
  const [first] = planned;
  const own = schema.files.at(-1);
  if (first === undefined || own === undefined || planned.every(({ registered }) => registered !== undefined)) return;
  const references = [{ name: first.file.fullname ?? first.label, subject: first.subject, version: first.registered?.version ?? 1 }];
  try {
    await session.lookUp({ subject, text: own.text, references, normalize }, signal);
  } catch (error) {
    const isAnswer = error instanceof RegistryError && error.status !== undefined && error.code !== 'registry/references-unsupported';
    if (!isAnswer) throw error;
  }
}

async function plan(asking: Asking, references: readonly PlannedReference[], asWhole: string | undefined): Promise<RegisterPlan> {
  const { session, schema, connection, subject, normalize, signal } = asking;
  const same = await findSame(asking, references, asWhole !== undefined);
  const level = await session.fetchLevel(subject, signal);
  const baseline = await asking.context.baselines.ofSubject({ connection, subject, isChosen: false }, schema.uri, signal);
  const latest = baseline.versions.at(-1)?.version;
  const known = { schema, connection, subject, normalize, references, asWhole, same, latest, level };
  if (same !== undefined || latest === undefined) {
    const mode = same === undefined ? await session.fetchMode(subject, signal) : undefined;
    return { ...known, mode, local: undefined, registry: { kind: 'unasked', reason: undefined } };
  }
  return {
    ...known,
    mode: await session.fetchMode(subject, signal),
    local: await judge(asking, baseline),
    registry: await askAboutSchema(asking, references, asWhole !== undefined),
  };
}

/** The version that it is already: as it would be registered, or in one text as somebody has registered it before. */
async function findSame(
  { session, schema, subject, normalize, signal }: Asking,
  references: readonly PlannedReference[],
  isWhole: boolean,
): Promise<RegisteredSchema | undefined> {
  const { whole } = schema;
  const own = schema.files.at(-1);
  const needed = own && !isWhole ? referencesOf(schema, own, registeredVersions(references)) : undefined;
  if (own !== undefined && needed !== undefined) {
    const found = await session.lookUp({ subject, text: own.text, references: needed, normalize }, signal);
    if (found !== undefined) return found;
  }
  return whole === undefined ? undefined : session.lookUp({ subject, text: whole, references: [], normalize }, signal);
}

/**
 * Apicurio's registry can check no text that has references, and none beside versions that have some. One text that means
 * the same is looked at everywhere while what it refers to is not registered.
 */
async function askAboutSchema(asking: Asking, references: readonly PlannedReference[], isWhole: boolean): Promise<RegistryOpinion> {
  const { schema, subject } = asking;
  const own = schema.files.at(-1);
  const needed = own && !isWhole ? referencesOf(schema, own, registeredVersions(references)) : undefined;
  const opinion = own && needed && (await askRegistry(asking, { subject, text: own.text, references: needed }));
  const isAnswered = opinion !== undefined && (opinion.kind !== 'unasked' || opinion.reason === undefined);
  if (isAnswered) return opinion;
  if (schema.whole !== undefined) return askRegistry(asking, { subject, text: schema.whole, references: [] });
  return opinion ?? { kind: 'unasked', reason: 'It can check it only once what it refers to is registered.' };
}

async function askRegistry(
  { session, signal }: Asking,
  request: { readonly subject: string; readonly text: string; readonly references: readonly SchemaReference[] },
): Promise<RegistryOpinion> {
  try {
    const { isCompatible, messages } = await session.checkCompatibility({ ...request, version: 'all' }, signal);
    return isCompatible ? { kind: 'agrees' } : { kind: 'refuses', text: messages.join(' ') };
  } catch (error) {
    if (isCancelled(error) || !(error instanceof RegistryError)) throw error;
    // Whether it is valid, registering will say: some say so here of what they only can't look at.
    if (error.code === 'registry/invalid-schema') return { kind: 'unasked', reason: error.message };
    // Of a subject that is not there yet some say so.
    if (error.status === 404) return { kind: 'unasked', reason: undefined };
    throw error;
  }
}

/** Where the registry's level asks for nothing, what breaks is to be seen all the same. */
async function judge({ context, schema, signal }: Asking, baseline: Baseline): Promise<RegisterPlan['local']> {
  const beside: Baseline = baseline.level === 'NONE' ? { ...baseline, level: 'BACKWARD' } : baseline;
  const judged = await context.languageServer.judge({ uri: schema.uri, baseline: beside }, signal);
  // It has been edited meanwhile, so that it is another text than was read.
  if (!judged.ok) throw new CodecError('schema/not-judged', judged.reason);
  return judged.verdicts[0];
}
