import type { Band, Diagnosis, FoundClass, FoundSchema, SideDiagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import type { Framing } from '../../../shared/wire/framings.ts';

// Diagnoses made by hand, for tests of what is made of them.

export const exampleSchema =
  '{"type":"record","name":"ExampleMessage","namespace":"example.avro","fields":[{"name":"field_1","type":"string"},{"name":"field_2","type":"int"},{"name":"field_3","type":{"type":"array","items":"int"}}]}';

export function foundSchema(text: string, schemaId: number | undefined, version = 1, subject = 'example-messages-value'): FoundSchema {
  return {
    source: { schemaId, subject: schemaId === undefined ? undefined : subject, version, fullname: /"name":"(\w+)"/.exec(text)?.[1] },
    schema: { text, references: [], label: schemaId === undefined ? 'workspace file Example.avsc' : `${subject} v${version}` },
    isOwn: true,
    sampled: 10,
  };
}

export function foundClass(
  index: number,
  framing: Framing | 'null',
  schemas: readonly FoundSchema[],
  more: Partial<FoundClass> = {},
): FoundClass {
  const names: Partial<Record<Framing | 'null', string>> = {
    'confluent-prefix': 'Confluent prefix',
    'single-object': 'Avro single-object encoding',
    bare: 'bare Avro',
    null: 'tombstones',
    text: 'UTF-8 text',
  };
  return {
    index,
    framing,
    fault: undefined,
    name: names[framing] ?? framing,
    certainty: 'proved',
    schemas,
    unknownIds: [],
    sampled: 10,
    records: 10n,
    share: 1,
    partitions: [0],
    firstMs: undefined,
    lastMs: undefined,
    samples: [{ partition: 0, offset: 0n }],
    ...more,
  };
}

/** @param at partition, first offset, end, classes */
export function bands(...at: readonly (readonly [number, number, number, readonly number[]])[]): Band[] {
  return at.map(([partition, from, to, classes]) => ({
    partition,
    from: BigInt(from),
    to: BigInt(to),
    classes,
    firstMs: undefined,
    lastMs: undefined,
    read: [],
    schemaIds: [],
  }));
}

export function side(part: 'key' | 'value', state: SideDiagnosis['state'], more: Partial<SideDiagnosis> = {}): SideDiagnosis {
  return {
    part,
    state,
    severity: 'info',
    headline: '',
    detail: '',
    classes: [],
    bands: [],
    changes: [],
    evidence: [],
    readings: [],
    consumers: { columns: [], rows: [] },
    advice: [],
    ...more,
  };
}

export function diagnosisOf(value: SideDiagnosis, { topic = 'example-messages', key = side('key', 'absent') } = {}): Diagnosis {
  return {
    connection: 'local',
    topic,
    startedMs: Date.UTC(2026, 10, 22, 11, 40),
    durationMs: 200,
    stage: 'done',
    stopped: 'done',
    reads: { records: 10, forChanges: 0, bytes: 100, fetches: 1, each: 40 },
    partitions: [],
    registry: undefined,
    notes: [],
    key,
    value,
  };
}
