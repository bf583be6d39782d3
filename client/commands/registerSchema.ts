import type { RegisteredSchema } from '../cluster/registrySession.ts';
import { chooseRegistry } from './chooseRegistry.ts';
import { activeSchema } from './chooseSchemaPlace.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { pickSchemaFile } from './pickSchemaFile.ts';
import { tellRefusal } from './refusal.ts';
import { readSchemaToWrite } from './registerFiles.ts';
import type { SchemaToWrite } from './registerFiles.ts';
import { noReferences, planRegistering } from './registerPlan.ts';
import type { PlanTarget, RegisterPlan } from './registerPlan.ts';
import { registeredText, revealRefusal, runRegistering } from './registerRun.ts';
import type { Registered } from './registerRun.ts';
import { askToRegister, isBreaking, isRefused } from './registerSummary.ts';
import type { SummaryAction } from './registerSummary.ts';
import { checkMayRegister, chooseSubjectToWrite, writableRegistries } from './registerTarget.ts';
import { askSteps } from './steps.ts';
import { connectionTarget, schemaTarget, subjectTarget } from './targets.ts';

const title = 'Register Schema';
const failure = "Can't register the schema";

/** Registers a schema file as a new version of a subject: what that comes to is shown first, and nothing is written before. */
export const registerSchema: Command = {
  failure,
  create:
    (context) =>
    async (...args) => {
      const given = { connection: connectionTarget(args)?.connection, subject: subjectTarget(args)?.subject };
      if (given.connection === undefined) writableRegistries(context);
      else checkMayRegister(context, given.connection);
      const uri = schemaTarget(args) ?? activeSchema(context)?.uri ?? (await pickSchemaFile(context, { title }));
      const schema = await readSchemaToWrite(context, uri);
      if (!schema.ok) return tellRefusal(context, failure, schema);
      const draft = await askAll(context, schema, given);
      if (draft.plan !== undefined && draft.action !== undefined) await act(context, draft.plan, draft.action);
    },
};

interface Draft {
  readonly connection: string | undefined;
  readonly subject: string | undefined;
  readonly plan: RegisterPlan | undefined;
  readonly action: SummaryAction | 'same' | undefined;
}

/** The questions; the last of them is whether to register what has been found out. */
function askAll(
  context: CommandContext,
  schema: SchemaToWrite,
  given: { readonly connection: string | undefined; readonly subject: string | undefined },
): Promise<Draft> {
  const names = given.connection === undefined ? writableRegistries(context, schema) : [given.connection];
  const [only] = names.length === 1 ? names : [];
  return askSteps<Draft>(
    [
      {
        applies: () => only === undefined,
        ask: async (draft, place) => ({
          ...draft,
          connection: await chooseRegistry(context, { title, names, place, first: draft.connection }),
        }),
      },
      {
        applies: () => given.subject === undefined,
        ask: async (draft, place) => {
          const { connection = '', subject: first } = draft;
          return { ...draft, subject: await chooseSubjectToWrite(context, schema, { title, connection, place, first }) };
        },
      },
      {
        ask: async (draft, place) => {
          const { connection = '', subject = '' } = draft;
          const plan = await findPlan(context, schema, { connection, subject });
          return { ...draft, plan, action: plan.same === undefined ? await askToRegister(context, plan, title, place) : 'same' };
        },
      },
    ],
    { connection: only, subject: given.subject, plan: undefined, action: undefined },
  );
}

function findPlan(context: CommandContext, schema: SchemaToWrite, target: PlanTarget): Promise<RegisterPlan> {
  const { connection, subject } = target;
  return failingAs(`Can't register ${schema.label} under ${subject}`, connection, () =>
    context.ui.progress(`Checking ${schema.label} with ${subject}`, (_report, signal) => planRegistering(context, schema, target, signal)),
  );
}

async function act(context: CommandContext, plan: RegisterPlan, action: SummaryAction | 'same'): Promise<void> {
  const { schema, connection, subject, latest, registry } = plan;
  const { uri } = schema;
  switch (action) {
    case 'same':
      return tellSame(context, plan);
    case 'register':
      return confirmAndRegister(context, plan);
    case 'problems':
      return context.ui.showProblems(uri);
    case 'refusal': {
      const isShown = registry.kind === 'refuses' && (await revealRefusal(context, plan, registry.text));
      return isShown ? undefined : context.ui.showProblems(uri);
    }
    case 'compare':
      return context.run('compareWithVersion', { uri, connection, subject, version: latest });
    case 'level':
      return context.run('setCompatibilityLevel', { connection, subject });
    case 'normalize':
      return context.openSettings('registry.normalize');
  }
}

async function confirmAndRegister(context: CommandContext, plan: RegisterPlan): Promise<void> {
  // The list has no such line where it would be refused.
  if (isRefused(plan)) return;
  if (isBreaking(plan)) await warn(context, plan);
  const registered = await runRegistering(context, plan);
  if (registered !== undefined) return tellRegistered(context, plan, registered);
  const { schema, connection, subject } = plan;
  const again = await findPlan(context, schema, { connection, subject, asWhole: noReferences });
  if (again.same !== undefined) return tellSame(context, again);
  const place = { step: 1, of: 1, canGoBack: false };
  return act(context, again, await askToRegister(context, again, title, place));
}

async function warn({ ui }: CommandContext, { schema, subject, local, level }: RegisterPlan): Promise<void> {
  const own = local?.state === 'breaks-reader' || local?.state === 'breaks-writer' ? `${local.text}. ` : '';
  const allowed = level.level === 'NONE' ? 'The level NONE allows every change.' : `The registry allows it at the level ${level.level}.`;
  await ui.confirm({
    message: `${schema.label} is not compatible with ${subject}. Register it all the same?`,
    detail: `${own}${allowed} Consumers and producers that still use another version may fail.`,
    buttons: ['Register'],
  });
}

async function tellSame(context: CommandContext, { schema, subject, connection, same, latest }: RegisterPlan): Promise<void> {
  const { version, schemaId } = same ?? {};
  const which = version === undefined ? subject : `${subject} version ${version}`;
  const newer = version !== undefined && latest !== undefined && latest > version ? ` The latest is version ${latest}.` : '';
  const message = `${schema.label} is registered already, as ${which} (schema id ${schemaId ?? ''}).${newer}`;
  await offerVersion(context, message, { connection, subject, version });
}

async function tellRegistered(context: CommandContext, plan: RegisterPlan, { own, others }: Registered): Promise<void> {
  const { connection, subject, latest } = plan;
  const { version, schemaId }: RegisteredSchema = own;
  const which = version === undefined ? subject : `${subject} version ${version}`;
  const before = others.length === 0 ? '' : ` ${registeredText(others)} before it.`;
  // What a registry takes for the same as an older version is none of its own.
  const isNew = version === undefined || latest === undefined || version > latest;
  const message = isNew
    ? `Registered ${which} (schema id ${schemaId}).${before}`
    : `The registry takes it for the same as ${which} (schema id ${schemaId}): nothing new was registered.`;
  await context.registryView.reveal(connection, subject, version);
  await offerVersion(context, message, { connection, subject, version });
}

async function offerVersion(
  context: CommandContext,
  message: string,
  { connection, subject, version }: { readonly connection: string; readonly subject: string; readonly version: number | undefined },
): Promise<void> {
  const buttons = version === undefined ? [] : (['Open Version'] as const);
  const answer = await context.ui.notify('info', message, buttons);
  if (answer === 'Open Version' && version !== undefined) await context.versions.show(connection, subject, version);
}
