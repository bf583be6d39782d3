import type { Header, Inflate } from '../../shared/wire/frame.ts';
import { createPause } from '../../shared/wire/pauses.ts';
import type { RegistryName } from '../../shared/wire/topicSchemas.ts';
import type { KafkaRecord } from '../cluster/cluster.ts';
import { tooLarge } from '../cluster/kafkaErrors.ts';
import { headerSize } from '../cluster/recordBatch.ts';
import { sizeInBatch, writeRecords, type RecordToWrite } from '../cluster/writeBatch.ts';
import { PartReframer, type PartOutcome } from './partReframer.ts';
import type { FoundWriter, ReframedKind, ReframeRequest, ReframeRule } from './reframeRequest.ts';
import type { SchemaLookups } from './schemaLookups.ts';

/** What a record becomes in the target. */
export type Outcome =
  | {
      readonly ok: true;
      readonly record: RecordToWrite;
      readonly key: ReframedKind['from'];
      readonly value: ReframedKind['from'];
      /** Why it was copied as it is. */
      readonly reason: string | undefined;
      /** Whether its frame names the schema as it will be; a record is compared only where it does. */
      readonly isNamed: boolean;
    }
  | { readonly ok: false; readonly reason: string };

/** What is known of the target, and decides which records it takes. */
export interface TargetFacts {
  readonly topic: string;
  /** What a batch may be, compressed; undefined where it is not known. */
  readonly maxBytes: number | undefined;
  readonly isCompacted: boolean;
}

export interface ReframerOptions {
  readonly request: Pick<ReframeRequest, 'key' | 'value' | 'onError' | 'dryRun'>;
  readonly lookups: SchemaLookups;
  readonly inflate: Inflate;
  readonly target: TargetFacts;
  readonly compress: (bytes: Buffer) => Promise<Buffer>;
}

/** Makes of records what the target is to hold: always the same of the same record, so that a copy can be compared with its source. */
export class RecordReframer {
  readonly #options: ReframerOptions;
  readonly #parts: Readonly<Record<'key' | 'value', PartReframer | undefined>>;

  /** @throws CodecError `codec/unusable-schema` of a schema that was given */
  constructor(options: ReframerOptions) {
    const { request, lookups, inflate } = options;
    const partOf = (part: 'key' | 'value', rule: ReframeRule): PartReframer | undefined =>
      rule.kind === 'keep' ? undefined : new PartReframer(part, rule, lookups, inflate);
    this.#options = options;
    this.#parts = { key: partOf('key', request.key), value: partOf('value', request.value) };
  }

  /**
   * Returns as many, in the same order; long work is done in slices.
   *
   * @throws RegistryError where the registry does not answer; an `AbortError`
   */
  async reframe(records: readonly KafkaRecord[], signal: AbortSignal): Promise<readonly Outcome[]> {
    const names = new Map<string, RegistryName>();
    for (const { key, value, headers } of records) {
      if (key !== null) this.#parts.key?.collect(key, headers, names);
      if (value !== null) this.#parts.value?.collect(value, headers, names);
    }
    await this.#options.lookups.find(names, signal);
    const pause = createPause(signal);
    const outcomes: Outcome[] = [];
    for (const record of records) {
      const turn = pause();
      if (turn !== undefined) await turn;
      outcomes.push(await this.#checked(this.#one(record)));
    }
    return outcomes;
  }

  /** Schemas that wrote what was re-framed. */
  writers(): readonly FoundWriter[] {
    return (['value', 'key'] as const).flatMap((part) => this.#parts[part]?.writers() ?? []);
  }

  #one(record: KafkaRecord): Outcome {
    const { key, value, headers, timestampMs } = record;
    const copied = (reason: string): Outcome => {
      if (this.#options.request.onError !== 'copy') return { ok: false, reason };
      return { ok: true, record: { key, value, headers, timestampMs }, key: kept(key), value: kept(value), reason, isNamed: true };
    };
    const ofKey = this.#part('key', key, headers);
    if (ofKey?.ok === false) return copied(`Key: ${ofKey.reason}`);
    // What names the value's schema stands among what is left of the headers.
    const ofValue = this.#part('value', value, ofKey?.headers ?? headers);
    if (ofValue?.ok === false) return copied(ofValue.reason);
    for (const [part, outcome] of [
      ['key', ofKey],
      ['value', ofValue],
    ] as const) {
      if (outcome === undefined) continue;
      if (outcome.writer.framing === undefined && !this.#options.request.dryRun) {
        return copied(`${outcome.writer.schema.label} is not registered, so there is no name for it in a frame.`);
      }
      this.#parts[part]?.count(outcome.writer);
    }
    return {
      ok: true,
      record: {
        key: ofKey?.bytes ?? key,
        value: ofValue?.bytes ?? value,
        headers: ofValue?.headers ?? ofKey?.headers ?? headers,
        timestampMs,
      },
      key: ofKey?.from ?? kept(key),
      value: ofValue?.from ?? kept(value),
      reason: undefined,
      isNamed: [ofKey, ofValue].every((outcome) => outcome === undefined || outcome.writer.framing !== undefined),
    };
  }

  /** Undefined of what stays as it is. */
  #part(part: 'key' | 'value', bytes: Uint8Array | null, headers: readonly Header[]): PartOutcome | undefined {
    return bytes === null ? undefined : this.#parts[part]?.reframe(bytes, headers);
  }

  /** What the target would refuse is found out before it is sent, so that it is left out each time. */
  async #checked(outcome: Outcome): Promise<Outcome> {
    if (!outcome.ok) return outcome;
    const { topic, maxBytes, isCompacted } = this.#options.target;
    if (isCompacted && outcome.record.key === null)
      return { ok: false, reason: `${topic} is compacted, and takes no record without a key.` };
    if (maxBytes === undefined || headerSize + sizeInBatch(outcome.record) <= maxBytes) return outcome;
    const size = headerSize + (await this.#options.compress(writeRecords([outcome.record]))).length;
    return size <= maxBytes ? outcome : { ok: false, reason: tooLarge(topic, size, maxBytes).message };
  }
}

function kept(bytes: Uint8Array | null): ReframedKind['from'] {
  return bytes === null ? 'null' : 'as it is';
}
