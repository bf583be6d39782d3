import { dereference, type Schema } from '../../shared/avro/schema.ts';
import { typeText } from '../../shared/avro/typeText.ts';
import { isScalarSchema, withoutNull } from './columns.ts';
import { outlineJson, type OutlineLine } from '../webview/jsonOutline.ts';
import { toColumnId, type FieldPlace } from './fieldPath.ts';
import type { Seen } from './heldScan.ts';
import type { FieldPath } from './recordsSession.ts';

/** More paths than this are no help to anybody who chooses. */
const maxPaths = 1000;
const maxDepth = 8;
const maxSymbols = 500;
const sampleLimits = { maxLines: 500, maxLiteral: 1, maxItems: 1, maxDepth };

/** The paths of fields that were seen in values and keys, those of values first; of an array those of its first item. */
export function findPaths(seen: Readonly<Record<'key' | 'value', Seen>>): readonly FieldPath[] {
  const paths = new Map<string, FieldPath>();
  for (const root of ['value', 'key'] as const) {
    for (const schema of seen[root].schemas) addSchema(paths, schema, root);
    for (const sample of seen[root].samples) addSample(paths, sample, root);
  }
  return [...paths.values()];
}

interface Open {
  readonly schema: Schema;
  readonly place: FieldPlace;
}

function addSchema(paths: Map<string, FieldPath>, root: Schema, rootName: 'key' | 'value'): void {
  // Breadth first: what is cut off is what lies deepest.
  const open: Open[] = [{ schema: root, place: { root: rootName, steps: [] } }];
  for (let at = 0; at < open.length && paths.size < maxPaths; at++) {
    const next = open[at];
    if (next === undefined) return;
    const { schema, place } = next;
    add(paths, place, schema);
    if (place.steps.length < maxDepth) open.push(...innerOf(schema, place));
  }
}

function innerOf(schema: Schema, { root, steps }: FieldPlace): readonly Open[] {
  const target = withoutNull(schema);
  switch (target?.type) {
    case 'record':
      return target.fields.flatMap((field) =>
        field.name === undefined ? [] : { schema: field.schema, place: { root, steps: [...steps, field.name.value] } },
      );
    case 'array':
      return [{ schema: target.items, place: { root, steps: [...steps, 0] } }];
    case 'union':
      // Fields are found whichever the branch is.
      return target.branches.flatMap((branch) => {
        const one = dereference(branch);
        return one?.type === 'record' ? innerOf(one, { root, steps }) : [];
      });
    default:
      return [];
  }
}

function add(paths: Map<string, FieldPath>, place: FieldPlace, schema: Schema): void {
  const path = toColumnId(place);
  const target = withoutNull(schema);
  if (target === undefined || (paths.has(path) && paths.get(path)?.symbols === undefined)) return;
  const symbols = target.type === 'enum' ? target.symbols.slice(0, maxSymbols).map(({ value }) => value) : undefined;
  const known = paths.get(path)?.symbols;
  const all = symbols && known ? [...new Set([...known, ...symbols])].slice(0, maxSymbols) : symbols;
  paths.set(path, { path, type: typeText(schema), symbols: all, isScalar: isScalarSchema(schema) });
}

function addSample(paths: Map<string, FieldPath>, text: string, root: 'key' | 'value'): void {
  const steps: (string | number)[] = [];
  const parents: OutlineLine[] = [];
  for (const line of outlineJson(text, sampleLimits)?.lines ?? []) {
    if (paths.size >= maxPaths) return;
    parents[line.depth] = line;
    steps.length = Math.max(line.depth - 1, 0);
    if (line.depth > 0) steps.push(parents[line.depth - 1]?.kind === 'array' ? Number(line.name) : line.name);
    const path = toColumnId({ root, steps });
    const known = paths.get(path);
    // A null says nothing of what else stands there.
    if (known !== undefined && known.type !== 'null') continue;
    paths.set(path, { path, type: line.kind, symbols: undefined, isScalar: line.kind !== 'object' && line.kind !== 'array' });
  }
}
