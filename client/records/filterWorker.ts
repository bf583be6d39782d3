import type { MessagePort } from 'node:worker_threads';
import { fromPlainError, toPlainError } from '../../shared/errors.ts';
import { createFilter, isFilter } from '../../shared/filter/createFilter.ts';
import type { Filter } from '../../shared/filter/filter.ts';
import { createDecoder } from '../../shared/wire/decoder.ts';
import type { Decoder, PartToRead, SchemaSource } from '../../shared/wire/decoder.ts';
import { defaultRender } from '../../shared/wire/profile.ts';
import { createInflate } from '../cluster/inflate.ts';
import type { FilterStart, FromFilter, ToFilter } from './filterMessages.ts';
import { outcomes } from './filterMessages.ts';
import { unpackRecords } from './packedRecords.ts';

/** Never aborted: the whole thread is ended instead. */
const never = new AbortController().signal;

/** Tests the batches that come through the port, one after the other, until the thread is ended. */
export function serveFilter(port: MessagePort, start: FilterStart): void {
  const post = (message: FromFilter, transfer: readonly ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  const asked = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
  const filter = createFilter(start.text);
  if (!isFilter(filter)) throw new Error('Who starts this thread has made the filter before.');
  const decoder = createDecoder({
    registry: start.hasRegistry ? askingSource(asked, post) : undefined,
    topic: start.topic,
    profile: start.profile,
    render: defaultRender,
    inflate: createInflate(start.maxInflatedBytes),
  });
  let last = Promise.resolve();
  port.on('message', (message: ToFilter) => {
    if (message.kind === 'answer') asked.get(message.callId)?.resolve(message.value);
    else if (message.kind === 'failure') asked.get(message.callId)?.reject(fromPlainError(message.error));
    else {
      last = last.then(async () => {
        try {
          const found = await testBatch(message.packed, filter, {
            decoder,
            progress: start.progress,
            onTesting: () => post({ kind: 'testing' }),
          });
          post({ kind: 'done', outcomes: found }, [found.buffer]);
        } catch (error) {
          post({ kind: 'failed', error: toPlainError(error) });
        }
      });
    }
  });
}

interface BatchTools {
  readonly decoder: Decoder;
  readonly progress: Int32Array;
  readonly onTesting: () => void;
}

async function testBatch(
  packed: ArrayBuffer,
  filter: Filter,
  { decoder, progress, onTesting }: BatchTools,
): Promise<Uint8Array<ArrayBuffer>> {
  const records = unpackRecords(packed);
  const parts: PartToRead[] = [];
  for (const { key, value, headers } of records) {
    if (filter.uses.has('key')) parts.push({ bytes: key, part: 'key', headers });
    if (filter.uses.has('value')) parts.push({ bytes: value, part: 'value', headers });
  }
  const read = parts.length === 0 ? [] : await decoder.read(parts, never);
  onTesting();
  const found = new Uint8Array(records.length);
  let next = 0;
  for (const [index, record] of records.entries()) {
    Atomics.store(progress, 0, index);
    const key = filter.uses.has('key') ? read[next++] : undefined;
    const value = filter.uses.has('value') ? read[next++] : undefined;
    found[index] = outcomes.indexOf(filter.test({ ...record, key, value, keyBytes: record.key, valueBytes: record.value }));
  }
  return found;
}

/** Schemas from the one that started the thread, who has the registry. */
function askingSource(
  asked: Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>,
  post: (message: FromFilter) => void,
): SchemaSource {
  let lastCallId = 0;
  const ask = async <T>(method: keyof SchemaSource, args: readonly unknown[]): Promise<T> => {
    const callId = ++lastCallId;
    try {
      // What comes back is what the method of this name returned.
      return (await new Promise<unknown>((resolve, reject) => {
        asked.set(callId, { resolve, reject });
        post({ kind: 'ask', callId, method, args });
      })) as T;
    } finally {
      asked.delete(callId);
    }
  };
  return {
    fetchSchema: (schemaId) => ask('fetchSchema', [schemaId]),
    fetchVersion: (subject, version) => ask('fetchVersion', [subject, version]),
    listVersions: (subject, maxAgeMs) => ask('listVersions', [subject, maxAgeMs]),
    findSubjectVersions: (schemaId, maxAgeMs) => ask('findSubjectVersions', [schemaId, maxAgeMs]),
    fetchNamed: (name) => ask('fetchNamed', [name]),
  };
}
