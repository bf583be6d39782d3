import type { Framing } from '../../wire/framings.ts';
import type { ConsumerId } from '../consumerTable.ts';
import type { Fault } from '../diagnosis.ts';

/** What was seen with the real software, and agreed with what is computed here. */
export interface Measurement {
  readonly consumer: ConsumerId;
  /** Of the software, and of what it ran on where that matters: "5.1.1, Spark 3.1.3". */
  readonly version: string;
  readonly framings: readonly Framing[];
  /** What was wrong with them in runs of their own. */
  readonly faults?: readonly Fault[];
}

const prefixes = ['confluent-prefix', 'apicurio-prefix', 'single-object'] as const;
const headers = ['confluent-header', 'apicurio-header'] as const;
const all: readonly Framing[] = [...prefixes, ...headers, 'bare'];

/** What the cases of the tests hold, beside frames of unknown ids. */
const cases = { framings: [...all, 'confluent-guid-prefix'], faults: ['framed-twice', 'trailing-bytes'] } as const;

/** A row for each version; the tests that run the software stand beside each other in `test/interop`. */
export const measurements: readonly Measurement[] = [
  { consumer: 'java-confluent', version: '7.9.5', ...cases },
  { consumer: 'confluent-python', version: '2.16.0', ...cases },
  { consumer: 'confluent-js', version: '1.10.1', ...cases },
  { consumer: 'spark-failfast', version: '3.5.7', ...cases },
  { consumer: 'spark-failfast', version: '4.1.1', ...cases },
  { consumer: 'spark-permissive', version: '3.5.7', ...cases },
  { consumer: 'spark-permissive', version: '4.1.1', ...cases },
  { consumer: 'abris', version: '5.1.1, Spark 3.1.3', ...cases },
  { consumer: 'flink-avro', version: '2.3.0', ...cases },
  { consumer: 'flink-avro-confluent', version: '2.3.0', ...cases },
  { consumer: 'connect', version: '7.0.1', ...cases },
  { consumer: 'apicurio-3', version: '3.1.7', ...cases },
  { consumer: 'apicurio-2', version: '2.6.13', ...cases },
  { consumer: 'java-single-object', version: '1.12.1', ...cases },
];

/** Faults that change nothing in how a consumer goes about a record: only what the registry answers differs. */
const ofRegistry: ReadonlySet<Fault | undefined> = new Set([undefined, 'unknown-id', 'foreign-subject']);

/** The versions with which it was seen what a consumer makes of such records; none where it was not. */
export function measuredVersions(consumer: ConsumerId, framing: Framing | 'null', fault: Fault | undefined): readonly string[] {
  return measurements
    .filter((one) => one.consumer === consumer && one.framings.some((each) => each === framing))
    .filter(({ faults = [] }) => ofRegistry.has(fault) || faults.some((each) => each === fault))
    .map(({ version }) => version);
}
