import { canonicalForm } from '../../../../shared/avro/canonical.ts';
import { resolveSchema } from '../../../../shared/avro/schemaText.ts';
import type { Judgement, ReadSample } from '../../../../shared/diagnosis/samples.ts';
import { consumes } from './simpleReader.ts';
import { isFrame, type CorpusTopic, type KnownCorpusSchema, type Made } from './topics.ts';

export type Outcome = 'right' | 'undecided as it must be' | 'wrongly undecided' | 'confident and wrong';

/** One framing with one schema. */
interface PartPair {
  readonly framing: 'confluent-prefix' | 'bare';
  /** Its Parsing Canonical Form. */
  readonly form: string;
  /** 2 where the topic's own subject has the schema, 1 more where frames of the topic name it. */
  readonly tie: number;
}

/** What the generator wrote in one way. */
interface Part {
  readonly made: Made;
  readonly places: readonly number[];
  /** That read all of its samples. */
  readonly pairs: readonly PartPair[];
}

const forms = new Map<string, string>();

export function formOf(text: string): string {
  let form = forms.get(text);
  if (form === undefined) forms.set(text, (form = canonicalForm(resolveSchema({ text, references: [], label: '' })) ?? text));
  return form;
}

/** Whether a verdict on samples that were made in several ways is what the pairs that read each part leave possible. */
export function checkMixture(
  topic: CorpusTopic,
  judged: Judgement,
  schemas: readonly KnownCorpusSchema[],
): { readonly outcome: Outcome; readonly note: string } {
  const parts = listParts(topic, schemas);
  const answer = (outcome: Outcome, why = ''): { outcome: Outcome; note: string } => ({ outcome, note: `${why} | ${partsText(parts)}` });
  const mustDecide = parts.every(({ pairs }) => soleOf(pairs, 2) !== undefined);
  if (judged.state === 'undecided') {
    if (mustDecide) return answer('wrongly undecided', readingsText(judged));
    const missing = parts.flatMap((part) => rivalsOf(part).filter((pair) => !isListed(part, pair, judged)));
    return missing.length === 0
      ? answer('undecided as it must be')
      : answer('wrongly undecided', `not listed: ${missing.map(pairText).join()} in ${readingsText(judged)}`);
  }
  if (judged.state !== 'decided') return answer('wrongly undecided', judged.state);
  for (const [place, value] of topic.values.entries()) {
    const isNull = judged.read[place]?.framing === 'null';
    if (isNull !== (value === null)) return answer('confident and wrong', `sample ${place} is ${isNull ? 'said to be' : 'no'} null`);
  }
  const outcomes = parts.map((part) => checkPart(part, parts, topic, judged, schemas));
  return (
    [...outcomes.map(({ outcome, why }) => answer(outcome, why))].sort((a, b) => badness(b.outcome) - badness(a.outcome))[0] ??
    answer('right')
  );
}

function badness(outcome: Outcome): number {
  return (['right', 'undecided as it must be', 'wrongly undecided', 'confident and wrong'] satisfies Outcome[]).indexOf(outcome);
}

function listParts({ topic, values, made }: CorpusTopic, schemas: readonly KnownCorpusSchema[]): readonly Part[] {
  const named = new Set(values.flatMap((value) => schemas.filter((one) => value !== null && isFrame(one, value)).map(({ text }) => text)));
  const own = new Set(schemas.filter((one) => one.topic === topic).map(({ text }) => formOf(text)));
  const forms = new Set([...named].map(formOf));
  return [...new Set(made)]
    .filter((one) => one !== 'null')
    .map((one): Part => {
      const places = [...values.keys()].filter((place) => made[place] === one);
      const samples = places.flatMap((place) => values[place] ?? []);
      const pairs = new Map<string, PartPair>();
      for (const schema of schemas) {
        const form = formOf(schema.text);
        const tie = (own.has(form) ? 2 : 0) + (forms.has(form) ? 1 : 0);
        for (const framing of ['confluent-prefix', 'bare'] as const) {
          if (pairs.has(`${framing} ${form}`)) continue;
          if (samples.every((value) => reads(framing, schema, value))) pairs.set(`${framing} ${form}`, { framing, form, tie });
        }
      }
      return { made: one, places, pairs: [...pairs.values()] };
    });
}

function reads(framing: PartPair['framing'], schema: KnownCorpusSchema, value: Uint8Array): boolean {
  return framing === 'bare' ? consumes(schema.json, value) : isFrame(schema, value);
}

/** The pair that evidence of at least `least` leaves, or that is the only one. */
function soleOf(pairs: readonly PartPair[], least: number): PartPair | undefined {
  if (pairs.length === 1) return pairs[0];
  const tied = pairs.filter(({ tie }) => tie >= least);
  return tied.length === 1 ? tied[0] : undefined;
}

/** Between which nothing that is named decides. */
function rivalsOf({ pairs }: Part): readonly PartPair[] {
  const own = pairs.filter(({ tie }) => tie >= 2);
  return own.length > 0 ? own : pairs;
}

/** Of those that are tied most closely, the only one. */
function closestOf({ pairs }: Part): PartPair | undefined {
  const most = Math.max(0, ...pairs.map(({ tie }) => tie));
  return most === 0 ? soleOf(pairs, 1) : soleOf(pairs, most);
}

function isListed({ places }: Part, pair: PartPair, { readings, read }: Judgement): boolean {
  // Readings are of the samples that are not null, in their order.
  const spots = new Map([...read.entries()].filter(([, { sample }]) => sample.bytes !== null).map(([place], spot) => [place, spot]));
  return readings.some((one) => places.some((place) => isClaim(one.read[spots.get(place) ?? -1], pair)));
}

/** Frames that name a schema of other topics are read by it all the same, and it is told; no other fault is one of these. */
function isClaim(read: ReadSample | undefined, { framing, form, tie }: PartPair): boolean {
  const isWhole = read?.fault === undefined || (read.fault === 'foreign-subject' && framing === 'confluent-prefix' && tie < 2);
  return isWhole && read?.framing === framing && read.schema !== undefined && formOf(read.schema.text) === form;
}

function checkPart(
  part: Part,
  parts: readonly Part[],
  { values }: CorpusTopic,
  { read, classOf, classes }: Judgement,
  schemas: readonly KnownCorpusSchema[],
): { readonly outcome: Outcome; readonly why: string } {
  const chosen = soleOf(part.pairs, 2) ?? closestOf(part);
  for (const place of part.places) {
    const claim = read[place];
    const value = values[place];
    const found = classes[classOf[place] ?? -1];
    const why = `sample ${place}, ${part.made}, is said to be ${found?.certainty} ${claim?.framing} ${claim?.fault ?? ''} ${claim?.schema?.text.slice(0, 80) ?? ''}`;
    if (claim === undefined || found === undefined || value === undefined || value === null) return { outcome: 'confident and wrong', why };
    if (found.framing !== claim.framing || found.fault !== claim.fault)
      return { outcome: 'confident and wrong', why: `${why} by its class` };
    if (chosen !== undefined && isClaim(claim, chosen)) {
      if (found.schemas.some(({ schema }) => formOf(schema.text) === chosen.form)) continue;
      return { outcome: 'confident and wrong', why: `${why}, which its class does not name` };
    }
    // What the other part's only pair reads as well can't be told from it.
    const isOther = parts.some((other) => {
      const sole = other === part ? undefined : (soleOf(other.pairs, 2) ?? closestOf(other));
      if (sole === undefined || !isClaim(claim, sole)) return false;
      return schemas.some((schema) => formOf(schema.text) === sole.form && reads(sole.framing, schema, value));
    });
    if (isOther) continue;
    return { outcome: claim.framing === 'none' || found.certainty === 'guessed' ? 'wrongly undecided' : 'confident and wrong', why };
  }
  return { outcome: 'right', why: '' };
}

function pairText({ framing, form, tie }: PartPair): string {
  return `${framing} ${form.slice(0, 80)} tied ${tie}`;
}

function partsText(parts: readonly Part[]): string {
  return parts.map(({ made, places, pairs }) => `${made} ${places.length}: ${pairs.map(pairText).join('; ')}`).join(' / ');
}

function readingsText({ readings }: Judgement): string {
  return `readings ${readings.map(({ name, by }) => `${name} by ${by}`).join('; ')}`;
}
