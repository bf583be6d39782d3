import { toHexText } from '../avro/bytesLiteral.ts';
import { writePrefixedFrame } from '../wire/confluentPrefix.ts';
import type { Evidence, RecordRef } from './diagnosis.ts';
import type { JudgedClass, Judgement, ReadSample, Sample } from './samples.ts';
import { findTraces } from './producerTraces.ts';
import { countAsBare, countByNewest } from './readerEvidence.ts';
import { count } from './reportTexts.ts';

const mostRecords = 100;

/** What the samples themselves say for what they were judged to be: counts, and never what they contain. */
export function classEvidence({ classes, classOf, read, readings, state }: Judgement, part: 'key' | 'value'): Evidence[] {
  const things = part === 'key' ? 'keys' : 'values';
  if (state === 'undecided') {
    return readings.flatMap((reading, of) => {
      const records = reading.read.map(({ sample }) => sample);
      const text = `All ${count(records.length)} ${things} are read to the last byte: ${reading.by}.`;
      const isOwn = reading.schemas.some((schema) => schema.isOwn);
      const tie: Evidence = isOwn
        ? {
            weight: 'for',
            text: 'It is registered for this topic.',
            of,
            count: 0,
            records: [],
            subject: subjectOf(reading.schemas[0]?.source),
          }
        : { weight: 'against', text: 'Nothing ties it to this topic.', of, count: 0, records: [] };
      return [{ weight: 'for', text, of, count: records.length, records: refs(records) } satisfies Evidence, tie];
    });
  }
  const found = classes.flatMap((one, of) => {
    const samples = read.filter((_, index) => classOf[index] === of);
    return one.framing === 'null' ? [] : [...evidenceOf(one, of, samples), ...readingEvidence(one, of, samples)];
  });
  const all = read.filter(({ sample }) => sample.bytes !== null);
  return [...found, ...firstByteEvidence(classes, classOf, read), ...headerEvidence(all, part)];
}

function evidenceOf({ framing, fault, schemas, unknownIds, name }: JudgedClass, of: number, samples: readonly ReadSample[]): Evidence[] {
  const records = samples.map(({ sample }) => sample);
  const about = { of, count: records.length, records: refs(records) };
  const all = `${count(records.length)} of ${count(records.length)}`;
  if (fault === 'unknown-id') {
    const ids = `${unknownIds.slice(0, 5).join(', ')}${unknownIds.length > 5 ? ' and others' : ''}`;
    return [{ ...about, weight: 'against', text: `${all} begin like a frame, by schema ids that the registry does not have: ${ids}.` }];
  }
  if (fault !== undefined) return [{ ...about, weight: 'against', text: `${all}: ${name}.` }];
  const [first] = schemas;
  if (first === undefined)
    return [
      {
        ...about,
        weight: framing === 'none' ? 'neutral' : 'for',
        text: `${all} are ${framing === 'none' ? 'bytes that nothing fits' : name}.`,
      },
    ];
  const { subject, schemaId, fullname } = first.source;
  if (framing === 'bare') {
    const text = `${all} are read to the last byte as \`${fullname ?? first.schema.label}\` without a frame; all strings are valid UTF-8, all enum and union indexes in range.`;
    return [{ ...about, weight: 'for', text, subject: subjectOf(first.source) }];
  }
  const bytes =
    framing === 'confluent-prefix' && schemas.length === 1 && schemaId !== undefined
      ? ` with \`${toHexText(writePrefixedFrame(schemaId, new Uint8Array()))}\``
      : ` like a ${name}`;
  const named = schemas.map(({ source }) => source.schemaId).filter((id) => id !== undefined);
  const ids = named.length === 0 ? '' : ` by schema ${named.length === 1 ? 'id' : 'ids'} ${named.slice(0, 8).join(', ')}`;
  const own =
    subject === undefined ? '' : first.isOwn ? `, registered for this topic under ${subject}` : `, registered under ${subject} only`;
  const text = `${all} begin${bytes}${ids}${own}, and the payload is read to the last byte.`;
  return [{ ...about, weight: 'for', text, subject: subjectOf(first.source) }];
}

/** Never the first byte alone: what bare values would be as frames. */
function firstByteEvidence(classes: readonly JudgedClass[], classOf: readonly number[], read: readonly ReadSample[]): Evidence[] {
  return classes.flatMap(({ framing, fault }, of) => {
    if (framing !== 'bare' || fault !== undefined) return [];
    const samples = read.filter((_, index) => classOf[index] === of).map(({ sample }) => sample);
    const zeros = samples.filter(({ bytes }) => bytes?.[0] === 0);
    const others = samples.length - zeros.length;
    if (zeros.length === 0)
      return [
        { weight: 'for', text: `None of them begins with \`00\`, as a frame does.`, of, count: samples.length, records: refs(samples) },
      ];
    const text = `Taken as frames they make no sense: ${count(others)} do not begin with \`00\`, and the ${count(zeros.length)} that do name schema ids that do not fit.`;
    return [{ weight: 'for', text, of, count: zeros.length, records: refs(zeros) }];
  });
}

/** What the newest version makes of all of them, and what the frames would be without being frames. */
function readingEvidence(one: JudgedClass, of: number, samples: readonly ReadSample[]): Evidence[] {
  if (one.fault !== undefined) return [];
  const found: Evidence[] = [];
  const records = samples.map(({ sample }) => sample);
  const about = { of, count: records.length, records: refs(records) };
  const readable = samples.at(-1)?.readable;
  if (one.framing === 'confluent-prefix' && readable?.schema !== undefined && countAsBare(samples, readable) === 0) {
    found.push({ ...about, weight: 'for', text: `As bare Avro with ${readable.label}, none of them is read to its last byte.` });
  }
  const newest = countByNewest(one, samples);
  if (newest === undefined) return found;
  const { reader, reads, of: tried } = newest;
  const version = one.schemas.find(({ schema }) => schema === reader.text)?.source.version;
  const text = `${count(reads)} of ${count(tried)} can be read with version ${version ?? ''} as reader schema.`;
  return [...found, { ...about, weight: reads === tried ? 'for' : 'against', text }];
}

function headerEvidence(all: readonly ReadSample[], part: 'key' | 'value'): Evidence[] {
  const samples = all.map(({ sample }) => sample);
  const traces = findTraces(samples);
  const traced = traces.map(({ header, who, samples: some }): Evidence => {
    const text = `${count(some.length)} of ${count(samples.length)} have the header \`${header}\`, as ${who} writes it.`;
    return { weight: 'neutral', text, of: undefined, count: some.length, records: refs(some) };
  });
  const isNamed = samples.some(({ headers }) => headers.some(({ name }) => schemaHeaders.test(name)));
  if (all.length === 0 || isNamed) return traced;
  const nothing = traces.length > 0 ? '' : '; nothing in the records says which program wrote them';
  const text = `No record has \`__${part}_schema_id\` or another header that names a schema${nothing}.`;
  return [{ weight: 'neutral', text, of: undefined, count: all.length, records: refs(samples) }, ...traced];
}

const schemaHeaders = /^(?:__(?:key|value)_schema_id|apicurio\.)/;

function subjectOf(
  source: { readonly subject: string | undefined; readonly version: number | undefined } | undefined,
): Evidence['subject'] {
  return source?.subject === undefined ? undefined : { subject: source.subject, version: source.version };
}

/** The newest first. */
function refs(samples: readonly Sample[]): RecordRef[] {
  return samples
    .slice(-mostRecords)
    .reverse()
    .map(({ partition, offset }) => ({ partition, offset }));
}
