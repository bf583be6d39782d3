import type { PeekResult, RecordRow } from '../../../client/cluster/session.ts';
import type { RecordsState, ReadSummary } from '../../../client/webview/recordsProtocol.ts';
import type { DecodedPart } from '../../../shared/wire/decoded.ts';

/** A decoded part; what is not given is as of a part that nothing is known of. */
export function part(given: Partial<DecodedPart>): DecodedPart {
  const none = { framing: 'none', evidence: '', schema: undefined, json: undefined, preview: '', error: undefined, size: 0 } as const;
  return { state: 'bytes', ...none, ...given };
}

export const nullPart = part({ state: 'null', preview: 'null' });

/** A value behind a Confluent prefix. */
export function exact(json: string, version = 3, given: Partial<DecodedPart> = {}): DecodedPart {
  const schema = { schemaId: 10 + version, subject: 'orders-value', version, fullname: 'com.acme.Order' };
  return part({ state: 'exact', framing: 'confluent-prefix', schema, json, preview: json.replace(/\s*\n\s*/g, ' '), size: 92, ...given });
}

export function text(value: string): DecodedPart {
  return part({ state: 'text', framing: 'text', evidence: 'UTF-8 text.', json: JSON.stringify(value), preview: value, size: value.length });
}

export function row(given: Partial<RecordRow> = {}): RecordRow {
  return {
    partition: 0,
    offset: 0n,
    timestampMs: 0,
    timestampType: 'CreateTime',
    key: nullPart,
    value: nullPart,
    keyBytes: null,
    valueBytes: null,
    headers: [],
    ...given,
  };
}

export function result(rows: readonly RecordRow[], given: Partial<PeekResult> = {}): PeekResult {
  return {
    rows,
    offsetsInTopic: BigInt(rows.length),
    bytes: 0,
    partitions: 1,
    durationMs: 1,
    stopped: 'end',
    incomplete: [],
    heldBack: [],
    ...given,
  };
}

export function summary(given: Partial<ReadSummary> = {}): ReadSummary {
  return {
    offsetsInTopic: '100000',
    gaps: false,
    bytes: 12_288,
    durationMs: 38,
    partitions: 6,
    stopped: 'enough',
    timeoutMs: 30_000,
    maxBytes: 64 * 1024 * 1024,
    values: '',
    oldestMs: undefined,
    newestMs: undefined,
    incomplete: [],
    heldBack: [],
    registryProblem: undefined,
    emptiness: undefined,
    upTo: undefined,
    missing: undefined,
    ...given,
  };
}

export function state(given: Partial<RecordsState> = {}): RecordsState {
  return {
    generation: 1,
    connection: 'local',
    readOnly: false,
    topic: 'orders',
    partitions: undefined,
    timeZone: 'UTC',
    activity: { kind: 'idle' },
    problem: undefined,
    summary: summary(),
    rowCount: 100,
    columns: [],
    undecoded: [],
    guessed: [],
    select: undefined,
    ...given,
  };
}
