import type { Diagnosis } from '../../shared/diagnosis/diagnosis.ts';
import type { CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { readWorkspace } from './setDecodeProfile.ts';

/** Of what a diagnosis fetches that the user did not see coming. */
const maxBytes = 256 * 1024 * 1024;

/** What the topic's report says, where it has said all; else it is found out. */
export async function findDiagnosis(
  context: CommandContext,
  { connection, topic }: { readonly connection: string; readonly topic: string },
): Promise<Diagnosis> {
  const known = context.reports.find(connection, topic)?.diagnosis;
  if (known?.stage === 'done') return known;
  return failingAs(`Can't diagnose ${topic}`, connection, () =>
    context.ui.progress(`Diagnosing ${topic}`, async (report, signal) => {
      const session = await context.sessions.open(connection, signal);
      const { samplesPerPartition, timeoutMs } = context.settings.diagnose();
      const workspace = await readWorkspace(context, signal);
      const request = { topic, samplesPerPartition, timeoutMs, maxBytes, workspace, watch: false, masks: context.settings.masks(topic) };
      return session.diagnose(request, ({ reads }) => report(`${reads.records.toLocaleString()} records`), signal);
    }),
  );
}
