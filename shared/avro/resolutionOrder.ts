import type { NamedSchema, NameReference, ParsedSchema, RecordSchema, Schema } from './schema.ts';

/**
 * Whether Java's parser knows what a reference points to when it gets there: it learns of a type at the end of its
 * definition. Types of other texts it knows from the beginning.
 */
export function isForward(reference: NameReference, { definitions, protocol }: ParsedSchema): boolean {
  if (protocol !== undefined) return protocol.reading.forward.has(reference);
  const target = definitions.get(reference.fullname);
  return target !== undefined && target.span.end > reference.span.start && reference.target === target;
}

/** Whether a named type is of another text: what stands in it has spans of its own, and is known from the beginning. */
export function isElsewhere(target: NamedSchema, { definitions }: Pick<ParsedSchema, 'definitions'>): boolean {
  return target.fullname === undefined || definitions.get(target.fullname) !== target;
}

/**
 * The order in which Java's Avro 1.12 puts the fields into records when it resolves forward references: each record
 * gets a number, a later one a greater. It checks a record's defaults once more just before, and cannot look into a
 * record that has no fields yet; so this order decides which defaults it refuses.
 *
 * @returns nothing of those records that are reached by more than a thousand forward references in a row
 */
export function resolutionOrder(parsed: ParsedSchema): ReadonlyMap<RecordSchema, number> {
  const run: Run = { parsed, replaced: new Set(), order: new Map(), depth: 0 };
  for (const definition of inOrderOfEnds(parsed)) visit(definition, run);
  if (parsed.schema !== undefined) visit(parsed.schema, run);
  return run.order;
}

function inOrderOfEnds({ definitions, protocol }: ParsedSchema): NamedSchema[] {
  if (protocol === undefined) return [...definitions.values()].sort((a, b) => a.span.end - b.span.end);
  return protocol.reading.ended.filter((schema) => schema.fullname !== undefined && definitions.get(schema.fullname) === schema);
}

const maxDepth = 1000;

interface Run {
  readonly parsed: ParsedSchema;
  /** What has a copy already, be it without its fields. */
  readonly replaced: Set<NamedSchema | NameReference>;
  readonly order: Map<RecordSchema, number>;
  depth: number;
}

/** What is left to do: a schema to go into, or a record to put its fields into. */
type Step = { readonly enter: Schema } | { readonly leave: RecordSchema };

/** One walk from a definition, each schema once; a forward reference begins another walk from its target. */
function visit(start: Schema, run: Run): void {
  if (run.depth >= maxDepth) return;
  run.depth++;
  const visited = new Set<Schema>();
  const steps: Step[] = [{ enter: start }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if ('leave' in step) {
      if (!run.order.has(step.leave)) run.order.set(step.leave, run.order.size);
    } else enter(step.enter, visited, steps, run);
  }
  run.depth--;
}

function enter(node: Schema, visited: Set<Schema>, steps: Step[], run: Run): void {
  const target = node.type === 'reference' ? node.target : undefined;
  // Types of other texts are finished from the beginning.
  if (target !== undefined && isElsewhere(target, run.parsed)) return;
  const schema = node.type === 'reference' && target !== undefined && !isForward(node, run.parsed) ? target : node;
  // A record that has its place has been gone through to its end, and all that it leads to.
  if (visited.has(schema) || (schema.type === 'record' && run.order.has(schema))) return;
  visited.add(schema);
  switch (schema.type) {
    case 'reference':
      if (run.replaced.has(schema)) break;
      if (schema.target !== undefined && !run.replaced.has(schema.target)) visit(schema.target, run);
      run.replaced.add(schema);
      break;
    case 'record':
      run.replaced.add(schema);
      steps.push({ leave: schema });
      for (let index = schema.fields.length - 1; index >= 0; index--) {
        const field = schema.fields[index];
        if (field !== undefined) steps.push({ enter: field.schema });
      }
      break;
    case 'enum':
    case 'fixed':
      run.replaced.add(schema);
      break;
    case 'array':
      steps.push({ enter: schema.items });
      break;
    case 'map':
      steps.push({ enter: schema.values });
      break;
    case 'union':
      // Java goes through a union from its last branch to its first.
      for (const branch of schema.branches) steps.push({ enter: branch });
      break;
    default:
  }
}
