import { isCancelled, KnownError, RegistryError } from '../../shared/errors.ts';
import type { RegisteredSchema } from '../cluster/registrySession.ts';
import type { CommandContext } from './context.ts';
import { checkMayRegister } from './registerTarget.ts';
import { Failure } from './failure.ts';
import { referencesOf, registeredVersions } from './registerPlan.ts';
import type { RegisterPlan } from './registerPlan.ts';
import { refusedPlace } from './refusedPlace.ts';

export interface Registered {
  readonly own: RegisteredSchema;
  /** What was registered before it, since it refers to it. */
  readonly others: readonly RegisteredSchema[];
}

/**
 * Registers what was planned, each file after those that it refers to. What is written stays, whatever comes after it, so
 * every end says what it is.
 *
 * @returns undefined where the registry knows no references and nothing has been written yet
 * @throws a `Failure` that says what was registered and what was not; an `AbortError` where nothing was
 */
export async function runRegistering(context: CommandContext, plan: RegisterPlan): Promise<Registered | undefined> {
  const { connection, subject, schema } = plan;
  const run: Run = { written: [], asked: undefined, touched: new Set() };
  try {
    const own = await context.ui.progress(`Registering ${schema.label} under ${subject}`, (report, signal) =>
      register(context, plan, run, report, signal),
    );
    return { own, others: run.written };
  } catch (error) {
    if (isCancelled(error)) return await endCancelled(context, run, error);
    if (!(error instanceof KnownError)) throw error;
    const isUnsupported = error.code === 'registry/references-unsupported' && run.written.length === 0;
    if (isUnsupported && schema.whole !== undefined && plan.asWhole === undefined) return undefined;
    await showPlace(context, plan, run, error);
    throw failureOf(run, plan, error, connection);
  } finally {
    for (const each of run.touched) context.registryView.refresh({ connection, subject: each });
  }
}

interface Run {
  readonly written: RegisteredSchema[];
  /** The subject for which the registry was asked last, until it has done it. */
  asked: string | undefined;
  /** All for which it was asked. */
  readonly touched: Set<string>;
}

async function register(
  context: CommandContext,
  { schema, references, asWhole, connection, subject, normalize }: RegisterPlan,
  run: Run,
  report: (message: string) => void,
  signal: AbortSignal,
): Promise<RegisteredSchema> {
  checkMayRegister(context, connection);
  const session = await context.registries.open(connection, { ask: true }, signal);
  const versions = registeredVersions(references);
  const write = async (to: string, text: string, needed: ReturnType<typeof referencesOf>): Promise<RegisteredSchema> => {
    signal.throwIfAborted();
    report(to);
    run.asked = to;
    run.touched.add(to);
    const registered = await session.register({ subject: to, text, references: needed ?? [], normalize }, signal);
    run.asked = undefined;
    return registered;
  };
  for (const { file, registered, subject: to } of references) {
    if (registered !== undefined) continue;
    const made = { ...(await write(to, file.text, referencesOf(schema, file, versions))), subject: to };
    run.written.push(made);
    if (made.version === undefined) {
      throw new RegistryError(
        'registry/no-version',
        `The registry does not tell which version of ${to} it is, so nothing can refer to it.`,
      );
    }
    versions.set(file.uri, { subject: to, version: made.version });
  }
  const own = schema.files.at(-1);
  if (asWhole !== undefined || own === undefined) return write(subject, schema.whole ?? '', []);
  return write(subject, own.text, referencesOf(schema, own, versions));
}

/** A registry that was asked may have done it all the same. */
async function endCancelled(context: CommandContext, { written, asked }: Run, error: unknown): Promise<never> {
  if (written.length === 0 && asked === undefined) throw error;
  const done = written.length === 0 ? '' : ` ${registeredText(written)}.`;
  const open = asked === undefined ? '' : ` Whether ${asked} was registered is not known: register it again to see.`;
  await context.ui.notify('warning', `Cancelled.${done}${open}`);
  throw error;
}

/** A refusal of the schema itself has a place in its text. */
async function showPlace(context: CommandContext, plan: RegisterPlan, { asked }: Run, error: KnownError): Promise<void> {
  const isOwn = asked === plan.subject;
  if (isOwn && (error.code === 'registry/incompatible' || error.code === 'registry/invalid-schema')) {
    await revealRefusal(context, plan, error.message);
  }
}

/** Shows where in the schema's text the registry's refusal is about; whether it can be told. */
export async function revealRefusal(context: CommandContext, { schema, local }: RegisterPlan, refusal: string): Promise<boolean> {
  const text = schema.onlyWhole === undefined ? (schema.files.at(-1)?.text ?? '') : '';
  const span = refusedPlace(refusal, text, local?.problems ?? []);
  if (span === undefined) return false;
  await context.ui.reveal(schema.uri, span);
  return true;
}

function failureOf({ written, asked }: Run, { schema, subject }: RegisterPlan, error: KnownError, connection: string): Failure {
  const isRefusal = error instanceof RegistryError && refusals.has(error.code);
  const what = asked ?? subject;
  // What did not answer in time may have done it.
  const isOpen = asked !== undefined && error instanceof RegistryError && unanswered.has(error.code);
  const said = isOpen
    ? new RegistryError(error.code, error.message, { cause: error, remedy: 'It may be registered all the same: register it again to see.' })
    : error;
  const failed = isRefusal ? `${what} was refused` : `${what} was not registered`;
  const sentence = written.length > 0 ? `${registeredText(written)}; ${failed}` : `Can't register ${schema.label} under ${what}`;
  return new Failure(sentence, isRefusal ? undefined : connection, said);
}

const refusals: ReadonlySet<string> = new Set([
  'registry/incompatible',
  'registry/invalid-schema',
  'registry/references-unsupported',
  'registry/refused',
]);

const unanswered: ReadonlySet<string> = new Set(['registry/timeout', 'registry/unreachable', 'registry/server-error']);

/** Such as `Registered com.acme.Money version 1 and com.acme.Line version 2`. */
export function registeredText(written: readonly RegisteredSchema[]): string {
  const names = written.map(({ subject, version }) => `${subject ?? ''}${version === undefined ? '' : ` version ${version}`}`);
  const last = names.at(-1) ?? '';
  return `Registered ${names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`}`;
}
