import { hasRegistry } from '../connections.ts';
import type { RegisteredSchema } from '../cluster/session.ts';
import { Failure } from '../commands/failure.ts';
import { readSchemaToWrite } from '../commands/registerFiles.ts';
import { noReferences, planRegistering, type RegisterPlan } from '../commands/registerPlan.ts';
import { runRegistering } from '../commands/registerRun.ts';
import { isBreaking, isRefused } from '../commands/registerSummary.ts';
import { valueFromJson } from '../../shared/avro/valueFromJson.ts';
import { CodecError, KnownError, RegistryError } from '../../shared/errors.ts';
import { resolveWritable } from '../../shared/message/writableSchema.ts';
import { textName } from '../../shared/textNames.ts';
import { subjectFor, wholeType } from './messageSubjects.ts';
import type { AvroDraft, Preparing } from './prepareMessage.ts';

/**
 * What a schema file is registered as, and what registering it would come to. Nothing is written.
 *
 * @returns undefined where there is no topic yet that its subject would be named by
 * @throws CodecError `message/no-registry`, `message/part-of-file`, `codec/unusable-schema`; RegistryError; an `AbortError`
 */
export async function planFile(preparing: Preparing, { part, found }: AvroDraft): Promise<RegisterPlan | undefined> {
  const { context, document, to, signal } = preparing;
  const { schema, source } = found;
  const { connection, topic } = to;
  if (connection === undefined || !hasRegistry(context.connections, connection) || source.kind !== 'file') {
    const text = `${connection ?? 'The message'} has no schema registry, so there is no schema id for a frame.`;
    throw new CodecError('message/no-registry', text, { remedy: 'Leave "framing" out, or make it "bare".' });
  }
  const top = wholeType(schema);
  const strategy = context.settings.produce(document).subjectStrategy;
  if (source.subject === undefined && topic === undefined && strategy !== 'RecordName') return undefined;
  const subject = source.subject ?? subjectFor({ topic: topic ?? '', part, strategy }, top);
  const toWrite = await readSchemaToWrite(context, source.uri);
  if (!toWrite.ok) throw new CodecError('codec/unusable-schema', toWrite.reason);
  return planRegistering(context, toWrite, { connection, subject }, signal);
}

/**
 * What a message is sent with whose schema is a file: what it is registered as already; where it is not, the new version or
 * the latest one, after a question that says first what registering it would come to.
 *
 * @throws what {@link planFile} throws; RegistryError `message/breaks` where it can be neither registered nor left out
 */
export async function registerOrAsk(preparing: Preparing, draft: AvroDraft): Promise<RegisteredSchema> {
  const { context, document } = preparing;
  const plan = await planFile(preparing, draft);
  if (plan === undefined) throw new Error('A message is sent to a topic.');
  if (plan.same !== undefined) return plan.same;
  const mayRegister = !isRefused(plan) && (plan.level.level === 'NONE' || !isBreaking(plan));
  const isSafe = mayRegister && !isBreaking(plan) && plan.local?.state !== 'unavailable';
  if (isSafe && context.isTrusted() && context.settings.produce(document).autoRegister) return register(preparing, plan);
  const latest = await latestThatFits(preparing, draft, plan);
  const withLatest = `Send with Version ${plan.latest ?? 0}`;
  const buttons = [...(mayRegister ? [registerAndSend] : []), ...(latest === undefined ? [] : [withLatest])];
  if (buttons.length === 0) {
    const { schema, subject } = plan;
    const message = `${schema.label} is not registered, and breaks ${subject} v${plan.latest ?? 0}: ${reasonOf(plan)}`;
    throw new RegistryError('message/breaks', message, { remedy: `The ${draft.part} does not fit version ${plan.latest ?? 0} either.` });
  }
  const answer = await context.ui.confirm({ ...question(plan, mayRegister), buttons });
  return answer === withLatest && latest !== undefined ? latest : register(preparing, plan);
}

const registerAndSend = 'Register and Send';

function question(plan: RegisterPlan, mayRegister: boolean): { readonly message: string; readonly detail: string } {
  const { schema, latest } = plan;
  const ask = mayRegister ? `Register it as version ${(latest ?? 0) + 1} and send?` : `Send with version ${latest ?? 0}?`;
  const detail = [isBreaking(plan) ? reasonOf(plan) : '', mayRegister ? goesWith(plan) : ''].filter((each) => each !== '').join(' ');
  return { message: `${schema.label} is not registered. ${verdict(plan)} ${ask}`, detail };
}

/** Such as `BACKWARD with v7.` */
function verdict({ local, subject, registry }: RegisterPlan): string {
  if (local === undefined) return `${subject} has no version yet.`;
  const isContradicted = registry.kind === 'refuses' && !/^breaks/.test(local.state);
  return isContradicted ? 'The registry would refuse it.' : `${local.text.replace(`${subject} v`, 'v')}.`;
}

/** The first break: ours, else what the registry says. */
function reasonOf({ local, registry, references }: RegisterPlan): string {
  const refused = references.find(({ refusal }) => refusal !== undefined);
  if (refused !== undefined) return `${refused.label} can't be registered under ${refused.subject}: ${refused.refusal ?? ''}`;
  const [first, ...others] = local?.problems.filter(({ severity }) => severity === 'error') ?? [];
  const more = others.length === 0 ? '' : ` There ${others.length === 1 ? 'is 1 other break' : `are ${others.length} other breaks`}.`;
  if (first !== undefined) return `${first.message}${more}`;
  return registry.kind === 'refuses' ? `The registry says: ${registry.text}` : (local?.detail ?? '');
}

/** What is registered is not the file alone then. */
function goesWith({ references, asWhole, schema }: RegisterPlan): string {
  const [first, ...rest] = asWhole === undefined ? references.filter((each) => each.registered === undefined) : schema.files.slice(0, -1);
  if (first === undefined) return '';
  const name = 'label' in first ? first.label : textName(first.uri);
  const names = rest.length === 0 ? name : `${name} and ${rest.length === 1 ? '1 other file' : `${rest.length} other files`}`;
  if (asWhole !== undefined) return `The types it needs of ${names} go with it, in one text.`;
  return `It refers to ${names}, registered before it.`;
}

async function latestThatFits(preparing: Preparing, { node }: AvroDraft, plan: RegisterPlan): Promise<RegisteredSchema | undefined> {
  const { context, signal } = preparing;
  if (plan.latest === undefined) return undefined;
  const session = await context.registries.open(plan.connection, { ask: true }, signal);
  const latest = await session.fetchVersion(plan.subject, plan.latest, signal);
  try {
    return latest.schemaType === undefined && valueFromJson(resolveWritable(latest, 'registered'), node).ok ? latest : undefined;
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

/** @throws RegistryError that says what was registered all the same */
async function register({ context, signal }: Preparing, plan: RegisterPlan): Promise<RegisteredSchema> {
  try {
    let registered = await runRegistering(context, plan);
    if (registered === undefined) {
      const { schema, connection, subject } = plan;
      const again = await planRegistering(context, schema, { connection, subject, asWhole: noReferences }, signal);
      registered = again.same === undefined ? await runRegistering(context, again) : { own: again.same, others: [] };
    }
    if (registered === undefined) throw new RegistryError('registry/references-unsupported', noReferences);
    return registered.own;
  } catch (error) {
    if (!(error instanceof Failure) || !(error.cause instanceof KnownError)) throw error;
    const { code, retriable } = error.cause;
    throw new RegistryError(code, error.message, { cause: error, retriable });
  } finally {
    // It is the latest version from now on.
    context.messages.schemas.forget();
  }
}
