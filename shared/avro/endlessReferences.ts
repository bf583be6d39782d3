import type { NameReference, ParsedSchema, RecordSchema, Schema } from './schema.ts';
import type { Steps } from '../slices.ts';

export interface EndlessReference {
  /** Of the record that would hold itself. */
  readonly fullname: string;
  /** Whether it is a branch of a union, all of whose branches have no end. */
  readonly isInUnion: boolean;
}

/**
 * Finds, in steps, the references that close a circle of records, none of which any value could ever end: what is in an
 * array or a map can be absent, and of a union one branch that ends is enough.
 *
 * @returns the references of this text; of a circle that another text closes, the last one on the way there
 */
export function* findEndlessReferences(parsed: ParsedSchema): Steps<ReadonlyMap<NameReference, EndlessReference>> {
  const own = new Set<RecordSchema>();
  for (const definition of parsed.definitions.values()) if (definition.type === 'record') own.add(definition);
  const endless = yield* findEndless(own, parsed);
  const found = new Map<NameReference, EndlessReference>();
  const walk: Walk = { parsed, own, endless, finished: new Set(), found, reported: new Set() };
  for (const record of endless) if (own.has(record)) followFrom(record, walk);
  return found;
}

/** So many records of other texts are looked at, so that a text is not slow because others are many. */
const maxElsewhere = 1000;

/** So many records are looked at in less than a millisecond. */
const recordsInStep = 100;

/** A field that needs one of these records at least. */
interface Need {
  readonly owner: RecordSchema;
  isMet: boolean;
}

/** The records no value of which could ever be whole. Each need is looked at once, so the time is linear. */
function* findEndless(own: ReadonlySet<RecordSchema>, parsed: ParsedSchema): Steps<ReadonlySet<RecordSchema>> {
  const openNeeds = new Map<RecordSchema, number>();
  const needsOf = new Map<RecordSchema, Need[]>();
  const waiting = [...own];
  const known = new Set(waiting);
  const ending: RecordSchema[] = [];
  let looked = 0;
  for (let record = waiting.pop(); record !== undefined; record = waiting.pop()) {
    if (++looked % recordsInStep === 0) yield;
    let count = 0;
    for (const { schema } of record.fields) {
      const edges = edgesOf(schema, parsed);
      if (edges === undefined) continue;
      count++;
      const need: Need = { owner: record, isMet: false };
      for (const { target } of edges) {
        const needs = needsOf.get(target);
        if (needs === undefined) needsOf.set(target, [need]);
        else needs.push(need);
        if (known.has(target)) continue;
        known.add(target);
        // What is no longer looked at is taken to end.
        if (known.size - own.size > maxElsewhere) ending.push(target);
        else waiting.push(target);
      }
    }
    openNeeds.set(record, count);
    if (count === 0) ending.push(record);
  }
  for (let record = ending.pop(); record !== undefined; record = ending.pop()) {
    known.delete(record);
    for (const need of needsOf.get(record) ?? []) {
      if (need.isMet) continue;
      need.isMet = true;
      const left = (openNeeds.get(need.owner) ?? 0) - 1;
      openNeeds.set(need.owner, left);
      if (left === 0) ending.push(need.owner);
    }
  }
  return known;
}

/** A record that a field holds, and by which reference; a record that is defined right there has none. */
interface Edge {
  readonly target: RecordSchema;
  readonly reference: NameReference | undefined;
  /** The type of the field. */
  readonly type: Schema;
}

/** The records of which a value holds one at least; undefined where it can do without. */
function edgesOf(schema: Schema, parsed: ParsedSchema): readonly Edge[] | undefined {
  const edges: Edge[] = [];
  const waiting = [schema];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (part.type === 'union' && part.branches.length > 0) {
      for (const branch of part.branches.toReversed()) waiting.push(branch);
      continue;
    }
    const target = part.type === 'reference' ? part.target : part;
    if (target?.type !== 'record') return undefined;
    const definition = target.fullname === undefined ? undefined : parsed.definitions.get(target.fullname);
    edges.push({
      // Another text may know this one's records by trees of its own.
      target: definition?.type === 'record' ? definition : target,
      reference: part.type === 'reference' ? part : undefined,
      type: schema,
    });
  }
  return edges;
}

interface Walk {
  readonly parsed: ParsedSchema;
  readonly own: ReadonlySet<RecordSchema>;
  readonly endless: ReadonlySet<RecordSchema>;
  readonly finished: Set<RecordSchema>;
  readonly found: Map<NameReference, EndlessReference>;
  /** The types of fields that are reported already: of a union one branch is enough. */
  readonly reported: Set<Schema>;
}

interface Step {
  readonly record: RecordSchema;
  /** By which the step was taken; undefined for the first. */
  readonly edge: Edge | undefined;
  readonly edges: readonly Edge[];
  next: number;
}

/** Goes as deep as it gets: an edge to a record that is still on the way closes a circle. */
function followFrom(start: RecordSchema, walk: Walk): void {
  const { endless, finished } = walk;
  if (finished.has(start)) return;
  const way: Step[] = [stepTo(start, undefined, walk)];
  const onTheWay = new Set([start]);
  for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
    const edge = step.edges[step.next++];
    if (edge === undefined) {
      way.pop();
      onTheWay.delete(step.record);
      finished.add(step.record);
    } else if (onTheWay.has(edge.target)) close(edge, way, walk);
    else if (endless.has(edge.target) && !finished.has(edge.target)) {
      way.push(stepTo(edge.target, edge, walk));
      onTheWay.add(edge.target);
    }
  }
}

function stepTo(record: RecordSchema, edge: Edge | undefined, { parsed, endless }: Walk): Step {
  const edges = record.fields.flatMap(({ schema }) => {
    const all = edgesOf(schema, parsed) ?? [];
    return all.every(({ target }) => endless.has(target)) ? all : [];
  });
  return { record, edge, edges, next: 0 };
}

/** Marks the last reference of this text on the circle. */
function close(edge: Edge, way: readonly Step[], { own, found, reported }: Walk): void {
  let closing: Edge | undefined = edge;
  for (let index = way.length - 1; index >= 0; index--) {
    const step = way[index];
    if (step === undefined || closing === undefined) return;
    if (own.has(step.record) && closing.reference !== undefined) {
      const { reference, type, target } = closing;
      const { fullname } = target;
      if (fullname === undefined || reported.has(type)) return;
      reported.add(type);
      found.set(reference, { fullname, isInUnion: type !== reference });
      return;
    }
    if (step.record === edge.target) return;
    closing = step.edge;
  }
}
