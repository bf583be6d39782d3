import { automaticProfile, defaultRender } from '../../../shared/wire/profile.ts';
import type { Session } from '../../../client/cluster/session.ts';
import { firstView } from '../../../client/records/recordsView.ts';

/** How many of the newest records benchPeek looks at. */
export const count = 100;
const never = new AbortController().signal;

/** Reads the newest records of a topic and asks for their rows, as the records page does; returns the times of those that were decoded. */
export async function readNewest(session: Session, topic: string): Promise<number[]> {
  await session.scan(
    {
      scan: 'bench',
      mode: 'new',
      topic,
      start: { kind: 'newest', count },
      partitions: undefined,
      live: false,
      isolation: 'readCommitted',
      filter: undefined,
      decoding: { profile: automaticProfile, render: defaultRender, masks: [], maxInflatedBytes: 1 << 20 },
      limits: { records: count, bytes: 64 << 20, timeoutMs: 30_000 },
      keep: { records: 100_000, bytes: 1 << 28 },
    },
    () => undefined,
    never,
  );
  const { rows } = await session.rows({ scan: 'bench', view: firstView, from: 0, count }, never);
  return rows.filter(({ state }) => state === 'exact').map(({ timestampMs }) => timestampMs);
}
