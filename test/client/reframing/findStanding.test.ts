import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KafkaRecord } from '../../../client/cluster/cluster.ts';
import type { ScanRequest } from '../../../client/cluster/scanRequest.ts';
import { createInflate } from '../../../client/cluster/inflate.ts';
import { findStanding } from '../../../client/reframing/findStanding.ts';
import { RecordReframer } from '../../../client/reframing/recordReframer.ts';
import { SchemaLookups } from '../../../client/reframing/schemaLookups.ts';
import { KafkaError } from '../../../shared/errors.ts';
import { record, ScanCluster } from '../../fakes/scanCluster.ts';

const never = new AbortController().signal;

/** Records at these offsets with these texts: `0:a 1:b 5:c`. All have the same time, so that the same text is the same record. */
function recordsOf(text: string): KafkaRecord[] {
  return text
    .split(' ')
    .filter((one) => one !== '')
    .map((one) => {
      const [offset = '', value = ''] = one.split(':');
      return record({ offset: BigInt(offset), text: value });
    });
}

interface Case {
  readonly name: string;
  readonly source: string;
  readonly target: string;
  readonly first?: bigint;
  readonly end?: bigint;
  readonly at?: bigint;
  readonly present?: number;
  readonly candidates?: readonly bigint[];
}

const cases: readonly Case[] = [
  { name: 'nothing is there', source: '0:a 1:b', target: '', end: 0n, at: 0n, present: 0 },
  { name: 'the beginning is there', source: '0:a 1:b 2:c', target: '0:a 1:b', at: 2n, present: 2 },
  { name: 'all of it is there', source: '0:a 1:b', target: '0:a 1:b', at: 2n, present: 2 },
  { name: 'gaps of the source', source: '3:a 7:b 9:c', target: '0:a 1:b', at: 8n, present: 2 },
  { name: 'records that are the same are told by their place', source: '0:a 1:a 2:a 3:a', target: '0:a 1:a', at: 2n, present: 2 },
  { name: 'gaps of compaction in the target', source: '0:a 1:b 2:c 3:d', target: '0:a 2:c', at: 3n, present: 2 },
  {
    name: 'the first are gone by now, the rest is where it should be',
    source: '0:a 1:b 2:c 3:d',
    target: '1:b 2:c',
    first: 1n,
    at: 3n,
    present: 3,
  },
  {
    name: 'the first are gone, and the last stands in the source twice',
    source: '0:a 1:a 2:a 3:a',
    target: '1:a 2:a',
    first: 1n,
    candidates: [2n, 3n, 4n],
  },
  { name: 'all of them are gone', source: '0:a 1:b 2:c', target: '', first: 2n, end: 2n, candidates: [0n, 2n] },
  { name: 'others wrote behind', source: '0:a 1:b 2:c', target: '0:a 1:b 2:x', candidates: [2n] },
  { name: 'a transaction of others ended behind', source: '0:a 1:b 2:c', target: '0:a 1:b', end: 3n, candidates: [2n] },
  { name: 'a batch stands there twice', source: '0:a 1:b 2:c 3:d', target: '0:a 1:b 2:b', candidates: [2n] },
  { name: 'the source has lost its beginning', source: '2:c 3:d 4:e', target: '0:a 1:b 2:c 3:d', candidates: [4n] },
  { name: 'the source has lost some', source: '0:a 3:d 4:e', target: '0:a 1:b 2:c 3:d', candidates: [4n, 1n] },
  { name: 'more is there than the job writes', source: '0:a', target: '0:a 1:b', candidates: [1n] },
];

/** Source and target in one: each scan asks for one of them. */
function clusterOf(source: string, target: string): Pick<ScanCluster, 'scan'> {
  const clusters = { source: new ScanCluster(recordsOf(source)), target: new ScanCluster(recordsOf(target)) };
  for (const cluster of Object.values(clusters)) cluster.blockRecords = 2;
  return {
    scan: (request: ScanRequest, sink, signal) => clusters[request.topic === 'source' ? 'source' : 'target'].scan(request, sink, signal),
  };
}

function standing({ source, target, first = 0n, end }: Omit<Case, 'name'>): ReturnType<typeof findStanding> {
  const reframer = new RecordReframer({
    request: { key: { kind: 'keep' }, value: { kind: 'keep' }, onError: 'skip', dryRun: false },
    lookups: new SchemaLookups(undefined),
    inflate: createInflate(1),
    target: { topic: 'target', maxBytes: undefined, isCompacted: false },
    compress: (bytes) => Promise.resolve(bytes),
  });
  const context = {
    cluster: clusterOf(source, target),
    reframer,
    source: 'source',
    target: 'target',
    stopsAtFailure: false,
    onCompared: () => undefined,
  };
  const last = recordsOf(target).at(-1)?.offset ?? -1n;
  return findStanding(context, { partition: 0, from: 0n, to: 100n }, { firstOffset: first, endOffset: end ?? last + 1n }, never);
}

for (const one of cases) {
  test(`how far a partition is: ${one.name}`, async () => {
    const found = await standing(one);
    if (one.candidates !== undefined) {
      assert.ok(found.kind === 'doubt', found.kind);
      assert.deepEqual(
        found.doubt.candidates.map(({ offset }) => offset),
        one.candidates,
      );
      assert.match(found.doubt.reason, /^Partition 0 of target .*\.$/);
    } else assert.deepEqual(found, { kind: 'at', offset: one.at, present: one.present, isProved: true });
  });
}

test('what is nothing of this job is refused', async () => {
  await assert.rejects(
    standing({ source: '0:a 1:b', target: '0:x 1:y' }),
    (error) => error instanceof KafkaError && error.code === 'reframe/foreign-target',
  );
});
