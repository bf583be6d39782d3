import { resolveProfile } from '../decodeProfiles.ts';
import { firstView, type RowState } from '../records/recordsView.ts';
import { KafkaError } from '../../shared/errors.ts';
import type { CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { maxReproducedBytes, openReproduced } from './reproduceRecord.ts';

/** Among so many of the newest records one is looked for that could be decoded. */
const looked = 50;
const maxBytes = 16 * 1024 * 1024;
const understood: ReadonlySet<RowState> = new Set(['exact', 'guessed', 'json', 'text']);

/**
 * Opens the newest record of a topic that could be decoded as a message document, with its key and its headers.
 *
 * @throws a `Failure` where there is none, or the topic can't be read
 */
export async function openLikeNewest(
  context: CommandContext,
  { connection, topic }: { readonly connection: string; readonly topic: string },
): Promise<void> {
  await failingAs(`Can't read the newest record of ${topic}`, connection, () =>
    context.ui.progress(`Reading the newest record of ${topic}`, async (_report, signal) => {
      const { settings } = context;
      const session = await context.sessions.open(connection, signal);
      const { isolation, timeoutMs, maxInflatedBytes } = settings.peek();
      const { profile } = await resolveProfile(context, topic, signal);
      const scan = `sample-${crypto.randomUUID()}`;
      try {
        const read = await session.scan(
          {
            scan,
            mode: 'new',
            topic,
            start: { kind: 'newest', count: looked },
            partitions: undefined,
            live: false,
            isolation,
            filter: undefined,
            decoding: { profile, render: settings.view(), masks: settings.masks(topic), maxInflatedBytes },
            limits: { records: looked, bytes: maxBytes, timeoutMs },
            keep: { records: looked, bytes: maxBytes },
          },
          () => undefined,
          signal,
        );
        const { rows } = await session.rows({ scan, view: firstView, from: 0, count: looked }, signal);
        const newest = rows.find(({ state }) => understood.has(state));
        if (newest === undefined) {
          const why = read.held === 0 ? 'It has no records.' : `None of the newest ${rows.length} could be decoded.`;
          throw new KafkaError('record/none', why, { remedy: 'Choose a generated one.' });
        }
        const { partition, offset } = newest;
        const record = await session.record(
          { scan, place: { partition, offset }, revealed: false, maxBytes: maxReproducedBytes + 1 },
          signal,
        );
        await openReproduced(context, record, { connection, topic }, signal);
      } finally {
        await session.closeScan(scan, AbortSignal.timeout(5000)).catch(() => undefined);
      }
    }),
  );
}
