import type { ColumnId } from './recordsView.ts';

/** A place in a record's key or value: names of fields, properties and map keys, and indexes of items. */
export interface FieldPlace {
  readonly root: 'key' | 'value';
  readonly steps: readonly (string | number)[];
}

const step = /\.([^.[\]]+)|\[(\d{1,9})\]|\[("(?:[^"\\]|\\.)*")\]/y;

/** The place that a column such as `value.lines[0].price` or `value["a b"]` names; undefined where it names none. */
export function parseColumn(id: string): FieldPlace | undefined {
  const root = /^(?:key|value)(?=[.[])/.exec(id)?.[0];
  if (root !== 'key' && root !== 'value') return undefined;
  const steps: (string | number)[] = [];
  step.lastIndex = root.length;
  while (step.lastIndex < id.length) {
    const match = step.exec(id);
    if (match === null) return undefined;
    const [, name, index, quoted] = match;
    const unquoted = quoted === undefined ? undefined : unquote(quoted);
    if (quoted !== undefined && unquoted === undefined) return undefined;
    steps.push(index === undefined ? (name ?? unquoted ?? '') : Number(index));
  }
  return { root, steps };
}

/** As columns and filters name the place; without steps that is the key or value itself. */
export function toColumnId({ root, steps }: FieldPlace): ColumnId {
  let text: string = root;
  for (const one of steps) {
    if (typeof one === 'number') text += `[${one}]`;
    else text += /^[A-Za-z_]\w*$/.test(one) ? `.${one}` : `[${JSON.stringify(one)}]`;
  }
  return text as ColumnId;
}

function unquote(literal: string): string | undefined {
  try {
    const text: unknown = JSON.parse(literal);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}
