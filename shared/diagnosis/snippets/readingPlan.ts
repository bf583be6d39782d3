import type { Framing } from '../../wire/framings.ts';
import type { Band, Diagnosis, FoundClass, FoundSchema, SideDiagnosis } from '../diagnosis.ts';
import { wholeSchema } from './wholeSchema.ts';
import type { WholeSchema } from './wholeSchema.ts';

/** How a program can read the keys or the values of a topic: what snippets and jobs are written from. */
export interface ReadingPlan {
  readonly topic: string;
  readonly part: 'key' | 'value';
  /** The framings that can be read. The first one is what a record has of which nothing else is known. */
  readonly ways: readonly Way[];
  /** How a record's way is told: there is but one; by its partition and offset; by its own bytes and headers. */
  readonly split: 'one' | 'offsets' | 'records';
  /** Of what can't be read, in words: "12 with schema ids that nobody has". */
  readonly leftOut: readonly string[];
  /** By partition; empty but for `offsets`. */
  readonly segments: readonly Segment[];
}

/** A framing with the schemas that wrote it. */
export interface Way {
  /** A name for code. */
  readonly id: 'prefix' | 'guid' | 'header' | 'apicurio' | 'glue' | 'single' | 'bare';
  readonly framing: Framing;
  /** To stand within a sentence. */
  readonly name: string;
  /** How many bytes the frame has. */
  readonly drop: number;
  /** One or more. */
  readonly schemas: readonly PlannedSchema[];
}

export interface PlannedSchema extends WholeSchema {
  readonly schemaId: number | undefined;
  readonly subject: string | undefined;
  readonly version: number | undefined;
  readonly fullname: string | undefined;
  /** "orders-value version 1, schema id 12", "workspace file Order.avsc". */
  readonly label: string;
}

/** A range of a partition, and the place of its way; undefined where nothing can read it. */
export interface Segment {
  readonly partition: number;
  readonly from: bigint;
  /** Exclusive; undefined of what is still to come. */
  readonly to: bigint | undefined;
  readonly way: number | undefined;
}

const frames: Readonly<Partial<Record<Framing, Pick<Way, 'id' | 'drop'>>>> = {
  'confluent-prefix': { id: 'prefix', drop: 5 },
  'confluent-guid-prefix': { id: 'guid', drop: 17 },
  'confluent-header': { id: 'header', drop: 0 },
  'apicurio-header': { id: 'header', drop: 0 },
  'apicurio-prefix': { id: 'apicurio', drop: 9 },
  glue: { id: 'glue', drop: 18 },
  'single-object': { id: 'single', drop: 10 },
  bare: { id: 'bare', drop: 0 },
};

/** The plan; or why there is none, in one sentence. */
export function planReading(diagnosis: Diagnosis, part: 'key' | 'value'): ReadingPlan | string {
  const side = diagnosis[part];
  const refusal = refusalOf(side);
  if (refusal !== undefined) return refusal;
  const found = side.classes.map(toWay);
  const ways = merge(found.filter((each) => typeof each === 'object'));
  if (ways.length === 0) return found.find((each) => typeof each === 'string') ?? `Nothing can read these ${part}s as they are.`;
  const places = side.classes.map(({ framing }, index): Place => {
    if (framing === 'null') return 'any';
    return typeof found[index] === 'object' ? ways.findIndex((way) => way.framing === framing) : 'none';
  });
  const leftOut = side.classes.filter((_, index) => places[index] === 'none').map(({ records, name }) => `${String(records)} with ${name}`);
  const ranges = side.bands.length === 0 ? [] : rangesOf(side.bands, places);
  const isOne = ways.length === 1 && leftOut.length === 0;
  const split = isOne ? 'one' : ranges.length === 0 || ranges.some(({ here }) => here.size > 1) ? 'records' : 'offsets';
  return withFirstWay({ topic: diagnosis.topic, part, ways, split, leftOut }, split === 'offsets' ? ranges : []);
}

function refusalOf({ state, part, classes }: SideDiagnosis): string | undefined {
  const filled = classes.filter(({ framing }) => framing !== 'null');
  const [first] = filled;
  if (state === 'undecided') return 'Snippets come when the framing is decided or chosen: on a wrong guess they would spread wrong values.';
  if (state === 'unknown') return `Nobody can say what these ${part}s are, so no snippet can read them.`;
  if (state === 'absent' || first === undefined) return `There are no ${part}s to read.`;
  const isPlain = filled.every(({ framing, fault }) => fault === undefined && frames[framing as Framing] === undefined);
  return isPlain ? `These ${part}s are ${first.name}: there is no schema to read them with.` : undefined;
}

/** Undefined of what nobody can read; a sentence of what could be read if it were known who wrote each record. */
function toWay({ framing, fault, name, schemas }: FoundClass): Way | string | undefined {
  const frame = framing === 'null' ? undefined : frames[framing];
  if (framing === 'null' || frame === undefined || (fault !== undefined && fault !== 'foreign-subject')) return undefined;
  const planned = schemas.flatMap((each) => toPlanned(each) ?? []);
  if (planned.length === 0) return undefined;
  if (frame.id !== 'bare' || planned.length === 1) return { ...frame, framing, name, schemas: planned };
  return `${planned.length} schemas wrote ${name}, and nothing in a record says which one: no snippet could tell them apart.`;
}

function toPlanned({ source, schema }: FoundSchema): PlannedSchema | undefined {
  const whole = wholeSchema(schema);
  if (whole === undefined || source.schemaType !== undefined) return undefined;
  const { schemaId, subject, version, fullname } = source;
  const registered = subject === undefined ? schema.label : `${subject}${version === undefined ? '' : ` version ${version}`}`;
  return {
    ...whole,
    schemaId,
    subject,
    version,
    fullname,
    label: schemaId === undefined ? registered : `${registered}, schema id ${schemaId}`,
  };
}

/** Classes of one framing, such as those of other topics' subjects, are read alike. */
function merge(ways: readonly Way[]): Way[] {
  const merged = new Map<Framing, Way>();
  for (const way of ways) {
    const known = merged.get(way.framing);
    const more = way.schemas.filter(({ text }) => known?.schemas.every((each) => each.text !== text) ?? true);
    merged.set(way.framing, known === undefined ? way : { ...known, schemas: [...known.schemas, ...more] });
  }
  return [...merged.values()];
}

/** Of a class: the place of its way; `none` where nothing can read it, `any` where there is nothing to be read. */
type Place = number | 'none' | 'any';

interface PlacedRange {
  readonly partition: number;
  from: bigint;
  to: bigint | undefined;
  readonly here: ReadonlySet<Place>;
}

/** Of each partition without gaps, from its first offset on without an end. */
function rangesOf(bands: readonly Band[], places: readonly Place[]): PlacedRange[] {
  const ranges: PlacedRange[] = [];
  for (const partition of new Set(bands.map((band) => band.partition))) {
    const known = bands.filter((band) => band.partition === partition).map((band) => ({ ...band, here: placesIn(band, places) }));
    const own: PlacedRange[] = [];
    for (const [index, { from, to, here, classes }] of known.entries()) {
      // What was not looked at may be as what is before it or as what is behind.
      const next = known.slice(index + 1).find((each) => each.here.size > 0);
      const open = new Set<Place>([...(own.at(-1)?.here ?? []), ...(next?.here ?? [])]);
      const last = own.at(-1);
      // Where all is null there is nothing to be told.
      const which = here.size > 0 ? here : classes.length > 0 ? (last?.here ?? here) : open;
      if (last !== undefined && isSame(last.here, which)) last.to = to;
      else if (which.size > 0) own.push({ partition, from, to, here: which });
    }
    const [first, last] = [own[0], own.at(-1)];
    if (first !== undefined) first.from = 0n;
    if (last !== undefined) last.to = undefined;
    ranges.push(...own);
  }
  return ranges;
}

function placesIn({ classes }: Band, places: readonly Place[]): ReadonlySet<Place> {
  return new Set(classes.map((index) => places[index] ?? 'none').filter((place) => place !== 'any'));
}

function isSame(a: ReadonlySet<Place>, b: ReadonlySet<Place>): boolean {
  return a.size === b.size && [...a].every((place) => b.has(place));
}

/** The way that stands at the beginning of most partitions comes first, but bare Avro where each record is looked at: it has no sign. */
function withFirstWay(plan: Omit<ReadingPlan, 'segments'>, ranges: readonly PlacedRange[]): ReadingPlan {
  const starts = (index: number): number => ranges.filter(({ from, here }) => from === 0n && here.has(index)).length;
  const rank = (index: number): number => (plan.split === 'offsets' ? -starts(index) : plan.ways[index]?.id === 'bare' ? 0 : 1);
  const order = plan.ways.map((_, index) => index).sort((a, b) => rank(a) - rank(b));
  const segments = ranges.map(({ partition, from, to, here }): Segment => {
    const [place] = here;
    return { partition, from, to, way: typeof place === 'number' ? order.indexOf(place) : undefined };
  });
  return { ...plan, ways: order.flatMap((index) => plan.ways[index] ?? []), segments };
}
