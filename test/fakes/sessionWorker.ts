import { threadId, parentPort, workerData } from 'node:worker_threads';
import { serveSession } from '../../client/cluster/serveSession.ts';
import type { Session } from '../../client/cluster/session.ts';
import type { WorkerStart } from '../../client/cluster/sessionMessages.ts';
import { progress } from '../client/webview/records.ts';
import { CodecError, FrameError, KafkaError, RegistryError } from '../../shared/errors.ts';

// A worker whose session does what the topic's name says, to try the proxy in the host with.
const { connection } = workerData as Extract<WorkerStart, { readonly kind: 'connection' | 'registry' }>;
let aborted = 0;

async function act(name: string, signal: AbortSignal): Promise<void> {
  if (name === 'on its way') await new Promise((resolve) => signal.addEventListener('abort', resolve));
  if (name === 'on its way') throw new KafkaError('kafka/maybe-sent', 'It was on its way.');
  if (name === 'crash') await crash();
  if (name === 'exit') process.exit(3);
  if (name === 'hang') {
    await new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        aborted++;
        reject(new DOMException('Cancelled.', 'AbortError'));
      });
    });
  }
  if (name === 'kafka-error') throw new KafkaError('kafka/unknown-topic', 'No such topic.', { retriable: true, remedy: 'Look again.' });
  if (name === 'codec-error') throw new CodecError('codec/invalid-value', 'It does not fit.', { position: 3, path: 'a.b' });
  if (name === 'registry-error') throw new RegistryError('registry/not-found', 'Not there.', { status: 404, errorCode: 40401 });
  if (name === 'frame-error') throw new FrameError('frame/too-short', 'Too short.');
  if (name === 'bug') throw new TypeError('undefined is not a function');
}

/** Throws where nobody catches, as a bug in a timer or an event would. */
function crash(): Promise<never> {
  setImmediate(() => {
    throw new Error('crashed on purpose');
  });
  return new Promise(() => undefined);
}

/** What no test asks of the worker. */
const unasked = (): Promise<never> => Promise.reject(new Error('Nobody asks this of the worker.'));

const session: Session = {
  // One that is aborted says how far it came.
  scan: async ({ topic }, onProgress, signal) => {
    onProgress(progress({ stage: 'reading', stopped: undefined, scanned: 5 }));
    if (topic === 'deaf') await new Promise(() => undefined);
    if (topic === 'exit') process.exit(3);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return progress({ stopped: 'cancelled', scanned: 7 });
  },
  pauseScan: unasked,
  redecode: unasked,
  rows: unasked,
  find: unasked,
  record: unasked,
  paths: unasked,
  locateKey: unasked,
  suggestSchemas: unasked,
  inspect: unasked,
  exportRecords: unasked,
  closeScan: unasked,
  createTopic: unasked,
  diagnose: unasked,
  reframe: unasked,

  test: async (onStage) => {
    onStage({ stage: 'tcp', outcome: 'running', message: connection.name, remedy: undefined, durationMs: 0 });
    return Promise.resolve({ ok: true, stages: [] });
  },
  listTopics: () => Promise.resolve([{ name: `thread ${threadId}, aborted ${aborted}`, partitions: 1, internal: false }]),
  describeTopic: async (name, signal) => {
    await act(name, signal);
    return {
      name,
      partitions: [{ partition: 0, leader: 1, replicas: [1], inSyncReplicas: [1], firstOffset: 1n << 60n, endOffset: undefined }],
      configuration: undefined,
    };
  },
  peek: async ({ topic, count }, onProgress, signal) => {
    for (let records = 1; records <= count; records++) onProgress({ stage: 'reading', records, bytes: records * 10 });
    await act(topic, signal);
    return { rows: [], offsetsInTopic: 5n, bytes: 0, partitions: 1, durationMs: 0, stopped: 'end', incomplete: [], heldBack: [] };
  },
  tryRecords: async ({ topic, schema }, onProgress, signal) => {
    onProgress({ stage: 'decoding', records: 1, bytes: 0 });
    await act(topic, signal);
    const listed = [{ partition: 0, offset: 1n << 60n, path: '', position: 5 }];
    const failed = [{ path: '', reason: schema.text, writer: undefined, count: 1, listed }];
    return { records: 1, read: 0, tombstones: 0, failed, unknown: [], stopped: 'end', incomplete: [] };
  },
  decode: ({ bytes }) =>
    Promise.resolve({
      state: 'bytes',
      framing: 'none',
      evidence: Buffer.from(bytes).toString('hex'),
      schema: undefined,
      json: undefined,
      preview: '',
      error: undefined,
      size: bytes.length,
    }),
  listSubjects: () => Promise.resolve(['a']),
  fetchVersion: (subject, version) =>
    Promise.resolve({ text: String(version), references: [], label: '', schemaId: 1, subject, version: 1 }),
  fetchSchema: (schemaId) => Promise.resolve({ text: '', references: [], label: '', schemaId, subject: undefined, version: undefined }),
  findVersion: () => Promise.resolve(undefined),
  register: (subject, text) => Promise.resolve({ text, references: [], label: '', schemaId: 2, subject, version: 2 }),
  send: async ({ topic, partition = 7 }, signal) => {
    if (topic === 'deaf') await new Promise(() => undefined);
    await act(topic, signal);
    return { partition, offset: 8n };
  },
  sendMany: () => Promise.reject(new Error('Nobody sends many here.')),
  close: async () => {
    // One that never closes is ended by the host.
    if (connection.name === 'stubborn') await new Promise(() => undefined);
  },
};

const port = parentPort;
if (port === null) throw new Error('This runs in a worker thread only.');
serveSession(port, session, () => port.close());
