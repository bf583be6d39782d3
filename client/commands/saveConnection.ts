import type { ConnectionReport, Stage, StageReport } from '../cluster/session.ts';
import { hasSasl } from '../connectionSettings.ts';
import { secretsNeeded, type SecretKind } from '../secrets.ts';
import { abortError } from '../cluster/abort.ts';
import { KnownError, isCancelled } from '../../shared/errors.ts';
import { connectionSteps, type ConnectionDraft } from './connectionSteps.ts';
import type { CommandContext } from './context.ts';
import { withoutCapital } from './failure.ts';
import { askSteps } from './steps.ts';

export interface ConnectionForm {
  readonly title: string;
  readonly draft: ConnectionDraft;
  /** The name that the connection has so far, where it is not a new one. */
  readonly previousName: string | undefined;
}

/**
 * Asks for a connection, tries it stage by stage, and stores it when it works or when the user wants it all the same.
 * It is active then.
 *
 * @throws an `AbortError` where the user gives up: then nothing is stored
 */
export async function askAndSave(context: CommandContext, { title, draft: first, previousName }: ConnectionForm): Promise<void> {
  const steps = connectionSteps(context, title, previousName);
  let draft = await askSteps(steps, first);
  for (;;) {
    const outcome = await tryOut(context, draft);
    if (outcome.ok) return save(context, draft, previousName, true);
    const answer = await context.ui.notify('error', outcome.message, ['Edit', 'Save Anyway']);
    if (answer === 'Save Anyway') return save(context, draft, previousName, false);
    if (answer === undefined) throw abortError();
    draft = await askSteps(steps, draft, { from: outcome.step });
  }
}

type Outcome =
  { readonly ok: true } | { readonly ok: false; readonly message: string; /** Where it is put right. */ readonly step: string };

async function tryOut(context: CommandContext, draft: ConnectionDraft): Promise<Outcome> {
  const { name } = draft.settings;
  try {
    const connection = await context.connections.assemble(draft.settings, draft.secrets);
    const report = await context.ui.progress(`Testing ${name}`, (say, signal) => {
      const onStage = (stage: StageReport): void => {
        if (stage.outcome === 'running') say(stage.message);
      };
      return context.sessions.test(connection, onStage, signal);
    });
    logReport(context, name, report);
    const failed = report.stages.find(({ outcome }) => outcome === 'failed');
    if (report.ok || failed === undefined) return { ok: true };
    return { ok: false, message: stageMessage(name, failed), step: stepOf(failed.stage, draft) };
  } catch (error) {
    if (isCancelled(error))
      return { ok: false, message: `The test of ${name} was cancelled, so it is not known whether it works.`, step: 'name' };
    if (error instanceof KnownError) return { ok: false, message: [error.message, error.remedy ?? ''].join(' ').trim(), step: 'security' };
    throw error;
  }
}

/** What each stage is called when it failed. */
const stageNames: Readonly<Record<Stage, string>> = {
  'name-resolution': 'name resolution',
  tcp: 'TCP',
  tls: 'TLS',
  authentication: 'authentication',
  metadata: 'metadata',
  registry: 'registry',
};

function stageMessage(name: string, { stage, message, remedy }: StageReport): string {
  const what = stage === 'registry' ? `${name} works, but its registry does not` : `Can't connect to ${name} (${stageNames[stage]})`;
  return [`${what}: ${withoutCapital(message)}`, remedy ?? ''].join(' ').trim();
}

function stepOf(stage: Stage, { settings }: ConnectionDraft): string {
  switch (stage) {
    case 'name-resolution':
    case 'tcp':
    case 'metadata':
      return 'brokers';
    case 'tls':
      return 'security';
    case 'authentication':
      return hasSasl(settings.security) ? 'username' : 'security';
    case 'registry':
      return 'registry';
  }
}

function logReport({ log }: CommandContext, name: string, { stages }: ConnectionReport): void {
  for (const { stage, outcome, message, durationMs } of stages) {
    const after = outcome === 'skipped' ? '' : ` after ${Math.round(durationMs)} ms`;
    log.info(`Test of ${name}: ${stageNames[stage]} ${outcome}${after}. ${message}`);
  }
}

async function save(context: CommandContext, draft: ConnectionDraft, previousName: string | undefined, works: boolean): Promise<void> {
  const { settings, secrets } = draft;
  const { name } = settings;
  const needed = new Set<SecretKind>(secretsNeeded(settings));
  if (draft.isKeyEncrypted && settings.ssl.key !== undefined) needed.add('keyPassphrase');
  if (settings.registry?.ssl?.key !== undefined) needed.add('registryKeyPassphrase');
  // First the secrets: whoever hears of the new settings may connect at once.
  for (const [kind, value] of secrets) if (needed.has(kind)) await context.secrets.store(settings, kind, value);
  await context.connections.save(settings, previousName);
  await context.connections.setActive(name);
  if (!works) return;
  try {
    await context.ui.progress(`Connecting to ${name}`, (_say, signal) => context.sessions.connect(name, signal));
  } catch (error) {
    // It is stored, and worked a moment ago: the view and the status bar say what is wrong now.
    if (!isCancelled(error) && !(error instanceof KnownError)) throw error;
    return;
  }
  await context.clusters.expand(name);
  const answer = await context.ui.notify('info', `Connected to ${name}. It is the active connection now.`, ['Peek Topic…']);
  if (answer === 'Peek Topic…') await context.run('peekTopic');
}
