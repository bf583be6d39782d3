import type { HeldRecord, ScanProgress } from '../../../client/records/recordsSession.ts';
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

/** A held record; a tombstone without a key where nothing is given. */
export function row(given: Partial<HeldRecord> = {}): HeldRecord {
  return {
    partition: 0,
    offset: 0n,
    timestampMs: 0,
    timestampType: 'CreateTime',
    leaderEpoch: 0,
    key: nullPart,
    value: nullPart,
    keyBytes: null,
    valueBytes: null,
    headers: [],
    masked: false,
    ...given,
  };
}

/** Of a scan that read 100 records to its limit. */
export function progress(given: Partial<ScanProgress> = {}): ScanProgress {
  return {
    revision: 1,
    stage: 'stopped',
    stopped: 'records',
    scanned: 100,
    control: 0,
    bytes: 12_288,
    durationMs: 38,
    matched: 100,
    untestable: 0,
    undecoded: 0,
    guessed: 0,
    held: 100,
    dropped: 0,
    partitions: [{ partition: 0, firstOffset: 0n, endOffset: 5000n, low: 4900n, next: 5000n, heldBackTo: undefined }],
    histogram: undefined,
    values: '',
    registryProblem: undefined,
    problem: undefined,
    oldestMs: undefined,
    newestMs: undefined,
    ...given,
  };
}
