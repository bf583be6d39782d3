import { toHexText } from '../avro/bytesLiteral.ts';
import { bytesText } from '../avro/cursor.ts';
import { isNumberKind } from '../wire/primitives.ts';
import { writePrefixedFrame } from '../wire/confluentPrefix.ts';
import type { Evidence, RecordRef } from './diagnosis.ts';
import type { JudgedClass, Judgement, ReadSample, Sample } from './samples.ts';
import { weigh } from './judgeClasses.ts';
import { findTraces } from './producerTraces.ts';
import { countAsBare, countByNewest } from './readerEvidence.ts';
import { littleSays, plainSays, readingSays } from './readingEvidence.ts';
import { count, isPlain } from './reportTexts.ts';

const mostRecords = 100;

/** What the samples themselves say for what they were judged to be: counts, and never what they contain. */
export function classEvidence({ classes, classOf, read, readings, state }: Judgement, part: 'key' | 'value'): Evidence[] {
  if (state === 'undecided') {
    return readings.flatMap((reading, of) => {
      const records = reading.read.map(({ sample }) => sample);
      return readingSays(reading, part).map((said, index): Evidence => {
        const about = index === 0 ? { count: records.length, records: refs(records) } : { count: 0, records: [] };
        return { ...said, of, ...about };
      });
    });
  }
  const found = classes.flatMap((one, of) => {
    const samples = read.filter((_, index) => classOf[index] === of);
    return one.framing === 'null' ? [] : [...evidenceOf(one, of, samples), ...readingEvidence(one, of, samples)];
  });
  const all = read.filter(({ sample }) => sample.bytes !== null);
  return [...found, ...firstByteEvidence(classes, classOf, read), ...headerEvidence(all, part)];
}

function evidenceOf(one: JudgedClass, of: number, samples: readonly ReadSample[]): Evidence[] {
  const { framing, fault, schemas, unknownIds, name, certainty } = one;
  const records = samples.map(({ sample }) => sample);
  const about = { of, count: records.length, records: refs(records) };
  const all = `${count(records.length)} of ${count(records.length)}`;
  if (fault === 'unknown-id') {
    const ids = `${unknownIds.slice(0, 5).join(', ')}${unknownIds.length > 5 ? ' and others' : ''}`;
    return [{ ...about, weight: 'against', text: `${all} begin like a frame, by schema ids that the registry does not have: ${ids}.` }];
  }
  if (fault !== undefined) return [{ ...about, weight: 'against', text: `${all}: ${name}.` }];
  if (framing === 'none') {
    const lengths = new Set(records.map(({ bytes }) => bytes?.length ?? 0));
    const [length = 0] = lengths;
    const long = lengths.size === 1 && records.length > 1 ? `, each ${bytesText(length)} long` : '';
    return [{ ...about, weight: 'neutral', text: `${all} are bytes that nothing fits${long}.` }];
  }
  if (isPlain(framing)) {
    const unsure: Evidence = {
      ...about,
      weight: 'little',
      text: `Any ${bytesText(records[0]?.bytes?.length ?? 0)} are a number.`,
      count: 0,
      records: [],
    };
    return [...plainSays(framing, samples).map((said) => ({ ...about, ...said })), ...(isNumberKind(framing) ? [unsure] : [])];
  }
  const [first] = schemas;
  if (first === undefined) return [{ ...about, weight: 'for', text: `${all} are ${name}.` }];
  const nothing = { of, count: 0, records: [] };
  // What proves it weighs enough.
  const weak: Evidence[] = certainty === 'proved' ? [] : littleSays(samples).map((said) => ({ ...nothing, ...said }));
  if (certainty !== 'proved' && !first.isOwn) {
    const label = framing === 'bare' ? `\`${first.source.fullname ?? first.schema.label}\`` : 'the schema';
    weak.unshift({ ...nothing, weight: 'against', text: `Nothing ties ${label} to this topic.` });
  }
  const { subject, schemaId, fullname } = first.source;
  if (framing === 'bare') {
    const { lengths, indexes } = weigh(samples);
    const checked = lengths + indexes === 0 ? '' : '; all strings are valid UTF-8, all enum and union indexes in range';
    const text = `${all} are read to the last byte as \`${fullname ?? first.schema.label}\` without a frame${checked}.`;
    return [{ ...about, weight: 'for', text, subject: subjectOf(first.source) }, ...weak];
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
  return [{ ...about, weight: 'for', text, subject: subjectOf(first.source) }, ...weak];
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
    const short = zeros.filter(({ bytes }) => (bytes?.length ?? 0) < 5).length;
    const named = zeros.length - short;
    const doSo = others > 0 ? (named === 1 ? 'does' : 'do') : `${named === 1 ? 'begins' : 'begin'} with \`00\``;
    const parts = [
      others === 0 ? '' : `${count(others)} ${others === 1 ? 'does' : 'do'} not begin with \`00\``,
      named === 0 ? '' : `${count(named)} ${doSo}, and would name ${named === 1 ? 'a schema id that does' : 'schema ids that do'} not fit`,
      short === 0 ? '' : `${count(short)} ${short === 1 ? 'is' : 'are'} too short for a frame`,
    ];
    const text = `Taken as frames they make no sense: ${parts.filter((one) => one !== '').join('; ')}.`;
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
