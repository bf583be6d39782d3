import { CodecError, RegistryError } from '../../shared/errors.ts';
import { framingToSend, needsRegistered, withNeededGuid } from '../cluster/framingToSend.ts';
import type { RegistrySession, SchemaReference } from '../cluster/registrySession.ts';
import type { RegisteredSchema, SchemaText, Session } from '../cluster/session.ts';
import { hasRegistry } from '../connections.ts';
import { subjectOf } from '../messages/messageSubjects.ts';
import type { FoundWriter, WriterName } from '../reframing/reframeRequest.ts';
import type { CommandContext } from './context.ts';

/** Framings that a copy can be given. */
export type NewFraming = 'confluent-prefix' | 'confluent-header' | 'bare' | 'single-object';

/** A schema that frames of the copy have to name. */
export interface NamePlan {
  readonly writer: FoundWriter;
  /** Under which it is to be registered, by the strategy of the settings. */
  readonly subject: string;
  /** As it is registered there already. */
  readonly registered: RegisteredSchema | undefined;
  readonly references: readonly SchemaReference[];
  /** Why the registry would refuse it, or the first version that it would be. */
  readonly opinion: { readonly kind: 'first' | 'compatible' } | { readonly kind: 'refused'; readonly text: string };
}

/**
 * What schemas would be registered as for the copy's frames to name them: those of a lower id first, which are the older
 * ones. Nothing is written.
 *
 * @returns none where the frame needs no registry
 * @throws CodecError `message/no-registry`; RegistryError
 */
export async function planNames(
  context: CommandContext,
  { connection, target, framing }: { readonly connection: string; readonly target: string; readonly framing: NewFraming },
  writers: readonly FoundWriter[],
  signal: AbortSignal,
): Promise<readonly NamePlan[]> {
  if (!needsRegistered(framing) || writers.length === 0) return [];
  if (!hasRegistry(context.connections, connection)) {
    throw new CodecError('message/no-registry', `${connection} has no schema registry, so there is no schema id for a frame.`);
  }
  const registry = await context.registries.open(connection, { ask: true }, signal);
  const strategy = context.settings.produce().subjectStrategy;
  const ordered = writers.toSorted((a, b) => (a.source.schemaId ?? Infinity) - (b.source.schemaId ?? Infinity));
  const plans: NamePlan[] = [];
  for (const writer of ordered) {
    const { part, schema, source } = writer;
    const { fullname } = source;
    const subject =
      strategy === 'TopicName' || fullname === undefined
        ? subjectOf(target, part)
        : strategy === 'RecordName'
          ? fullname
          : `${target}-${fullname}`;
    const references = await referencesOf(registry, writer, signal);
    const registered = await registry.lookUp({ subject, text: schema.text, references, normalize: false }, signal);
    const isFirst = registered === undefined && (await registry.fetchVersions(subject, 'latest', signal)).length === 0;
    const opinion =
      registered !== undefined || isFirst ? ({ kind: 'first' } as const) : await ask(registry, subject, schema, references, signal);
    plans.push({ writer, subject, registered, references, opinion });
  }
  return plans;
}

async function ask(
  registry: RegistrySession,
  subject: string,
  { text }: SchemaText,
  references: readonly SchemaReference[],
  signal: AbortSignal,
): Promise<NamePlan['opinion']> {
  const { isCompatible, messages } = await registry.checkCompatibility({ subject, text, references, version: 'all' }, signal);
  return isCompatible ? { kind: 'compatible' } : { kind: 'refused', text: messages[0] ?? 'it is not compatible.' };
}

/** As the registry has them where the schema was registered; a text from elsewhere is whole. */
async function referencesOf(
  registry: RegistrySession,
  { schema, source }: FoundWriter,
  signal: AbortSignal,
): Promise<readonly SchemaReference[]> {
  if (schema.references.length === 0) return [];
  let { subject, version } = source;
  if ((subject === undefined || version === undefined) && source.schemaId !== undefined) {
    const { subjects } = await registry.findSchema(String(source.schemaId), signal);
    const known = subjects?.find((one) => one.version !== undefined);
    subject = known?.subject;
    version = known?.version;
  }
  if (subject === undefined || version === undefined) {
    throw new RegistryError(
      'message/no-subject',
      `${schema.label} refers to other schemas, and nobody can say under which subject it is registered.`,
    );
  }
  return (await registry.fetchVersion(subject, version, signal)).referenceNames;
}

/**
 * The names of the schemas in the copy's frames; what is not registered is, now.
 *
 * @throws RegistryError, also where the registry refuses one; CodecError `message/no-guid`
 */
export async function registerNames(
  context: CommandContext,
  { connection, framing }: { readonly connection: string; readonly framing: NewFraming },
  plans: readonly NamePlan[],
  session: Session,
  signal: AbortSignal,
): Promise<readonly (WriterName & { readonly part: 'key' | 'value' })[]> {
  const names: (WriterName & { readonly part: 'key' | 'value' })[] = [];
  for (const { writer, subject, registered, references } of plans) {
    let own = registered;
    if (own === undefined) {
      const registry = await context.registries.open(connection, { ask: true }, signal);
      own = await registry.register({ subject, text: writer.schema.text, references, normalize: false }, signal);
      context.log.info(`Registered a schema under ${subject} on ${connection}.`);
      context.messages.schemas.forget();
      context.registryView.refresh({ connection, subject });
    }
    const whole = await withNeededGuid(framing, own, (schemaId) => session.fetchSchema(schemaId, signal));
    names.push({
      part: writer.part,
      writer: writer.writer,
      framing: framingToSend(framing, { registered: whole, glueVersion: undefined }),
    });
  }
  return names;
}

/** What is said of it before it is done: sentences. */
export function namesText(plans: readonly NamePlan[]): string {
  const fresh = plans.filter(({ registered }) => registered === undefined);
  // One schema may have written in several framings, and then be known by several names.
  const distinct = new Map(fresh.map((plan) => [JSON.stringify([plan.subject, plan.writer.schema.text]), plan]));
  const texts = [...distinct.values()].map(({ writer, subject, opinion }) => {
    const name = writer.schema.label.replace(/^schema id/, 'Schema id');
    if (opinion.kind === 'refused')
      return `${name} is not registered under ${subject}, and the registry would refuse it: ${opinion.text.replace(/[.]?$/, '.')}`;
    const how = opinion.kind === 'first' ? 'is registered' : 'is compatible, and registered as a new version';
    return `${name} ${how} under ${subject}.`;
  });
  return texts.join(' ');
}
