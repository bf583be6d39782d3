import type { Sample } from './samples.ts';

/** Headers by which programs that write records are known, and who they are. */
const traces: readonly (readonly [name: RegExp, who: string])[] = [
  [/^__(?:key|value)_schema_id$/, "one of Confluent's serializers that write the schema id into a header"],
  [/^apicurio\./, "a serializer of Apicurio's registry"],
  [/^(?:spring_json_header_types|spring\.|__TypeId__$|__KeyTypeId__$|kafka_dlt-)/, 'Spring for Apache Kafka or Spring Cloud Stream'],
  [/^ce_/, 'a program that writes CloudEvents'],
  [/^__connect\.errors\./, 'Kafka Connect, of records that it could not handle'],
  [/^__debezium|^__op$/, 'Debezium'],
  [/^(?:traceparent|tracestate|b3|X-B3-TraceId|uber-trace-id)$/i, 'a program with tracing, such as by OpenTelemetry,'],
];

/** A program's trace: the header, as it is written, who writes such ones, and the samples that have it. */
export interface ProducerTrace {
  readonly header: string;
  readonly who: string;
  readonly samples: readonly Sample[];
}

/** What the names of headers say of the programs that wrote the records, the most frequent first. Never their values. */
export function findTraces(samples: readonly Sample[]): readonly ProducerTrace[] {
  const found = new Map<string, { header: string; samples: Sample[] }>();
  for (const sample of samples) {
    if (sample.headers.length === 0) continue;
    const seen = new Set<string>();
    for (const { name } of sample.headers) {
      const who = traces.find(([pattern]) => pattern.test(name))?.[1];
      if (who === undefined || seen.has(who)) continue;
      seen.add(who);
      const known = found.get(who);
      if (known === undefined) found.set(who, { header: name.slice(0, 60), samples: [sample] });
      else known.samples.push(sample);
    }
  }
  return [...found].map(([who, trace]) => ({ who, ...trace })).sort((a, b) => b.samples.length - a.samples.length);
}
