import { randomUUID } from 'node:crypto';
import type { Session } from '../cluster/session.ts';
import type { Decoding } from '../records/recordsSession.ts';
import { isObject } from '../settingValues.ts';
import { KafkaError } from '../../shared/errors.ts';
import type { KeptInspector } from './inspectorProtocol.ts';
import type { InspectedSource } from './inspectors.ts';

/** More than this no page shows. */
export const mostInspectedBytes = 64 * 1024 * 1024;

export function toKept({ name, connection, topic, place, origin }: InspectedSource, part: 'key' | 'value'): KeptInspector {
  return { name, connection, topic, place, origin, part };
}

/** What a page has kept, checked, as a source without bytes; undefined where not even its name is in it. */
export function readKept(state: unknown): InspectedSource | undefined {
  if (!isObject(state)) return undefined;
  const { name, connection, topic, place, origin, part } = state;
  if (typeof name !== 'string') return undefined;
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    ...{ name, connection: text(connection), topic: text(topic), origin: text(origin) },
    ...{ place: toPlace(place), key: undefined, value: undefined, headers: [], isGone: true },
    part: part === 'key' || part === 'value' ? part : undefined,
  };
}

function toPlace(value: unknown): InspectedSource['place'] {
  if (!isObject(value)) return undefined;
  const { partition, offset } = value;
  const isPlace = Number.isSafeInteger(partition) && typeof offset === 'string' && /^\d{1,19}$/.test(offset);
  return isPlace ? { partition: partition as number, offset } : undefined;
}

/** Whether the bytes can be had again: those of a record can, where it is still in its topic. */
export function canReadAgain({ connection, topic, place }: InspectedSource): boolean {
  return connection !== undefined && topic !== undefined && place !== undefined;
}

/** What stands in place of bytes that were not kept. */
export function goneText(source: InspectedSource): string {
  const what = source.place === undefined ? (source.origin ?? source.name) : `the record ${source.name}`;
  return `Bytes are not kept when the window closes; these were ${what}.`;
}

/**
 * The bytes of a record, read from its topic again.
 *
 * @throws KafkaError `record/not-there`, `record/masked`, `record/too-large`, and what reading throws
 */
export async function readAgain(
  source: InspectedSource,
  given: { readonly session: Session; readonly decoding: Decoding; readonly timeoutMs: number },
  signal: AbortSignal,
): Promise<InspectedSource> {
  const { topic = '', place = { partition: 0, offset: '0' } } = source;
  const { session, decoding, timeoutMs } = given;
  const scan = randomUUID();
  const limits = { records: 1, bytes: mostInspectedBytes, timeoutMs };
  const request = {
    ...{ scan, mode: 'new' as const, topic, partitions: [place.partition], live: false, filter: undefined, decoding, limits },
    start: { kind: 'offset' as const, offsets: { [place.partition]: place.offset }, count: 1 },
    // A record of a transaction that was aborted is looked at like any other.
    isolation: 'readUncommitted' as const,
    keep: { records: 1, bytes: mostInspectedBytes },
  };
  try {
    await session.scan(request, () => undefined, signal);
    const record = await session.record({ scan, place, revealed: false, maxBytes: mostInspectedBytes + 1 }, signal);
    if (record === undefined) {
      throw new KafkaError('record/not-there', `Partition ${place.partition} of ${topic} has no record at offset ${place.offset} now.`);
    }
    if (record.masked) {
      throw new KafkaError('record/masked', 'Some of its fields are masked, so its bytes are not shown.', {
        remedy: 'Reveal them on the records page first.',
      });
    }
    if (record.key.size + record.value.size > mostInspectedBytes) {
      throw new KafkaError('record/too-large', 'It is larger than 64 MB.', { remedy: 'Open it as a document.' });
    }
    return { ...source, isGone: false, key: record.keyBytes, value: record.valueBytes, headers: record.headers };
  } finally {
    session.closeScan(scan, new AbortController().signal).catch(() => undefined);
  }
}
