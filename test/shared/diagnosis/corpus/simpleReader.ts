/** Whether a schema as JSON reads bytes to the last one: the simplest reader that there can be, which keeps nothing. */
export function consumes(schema: unknown, bytes: Uint8Array, start = 0): boolean {
  const state = { bytes, at: start, names: new Map<string, unknown>(), left: 200_000 };
  try {
    define(schema, state.names, '');
    skip(schema, '', state);
    return state.at === bytes.length;
  } catch (error) {
    if (error instanceof Misfit) return false;
    throw error;
  }
}

class Misfit extends Error {}

interface State {
  readonly bytes: Uint8Array;
  at: number;
  readonly names: Map<string, unknown>;
  left: number;
}

type Named = {
  readonly type: string;
  readonly name: string;
  readonly namespace?: string;
  readonly fields?: readonly { readonly type: unknown }[];
};

function fullname({ name, namespace }: Named, around: string): string {
  if (name.includes('.')) return name.replace(/^\./, '');
  const space = namespace ?? around;
  return space === '' ? name : `${space}.${name}`;
}

function spaceOf(name: string): string {
  return name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
}

function define(schema: unknown, names: Map<string, unknown>, space: string): void {
  if (Array.isArray(schema)) {
    schema.forEach((branch) => define(branch, names, space));
    return;
  }
  if (typeof schema !== 'object' || schema === null) return;
  const node = schema as Named & { readonly items?: unknown; readonly values?: unknown };
  if (typeof node.name === 'string') {
    const name = fullname(node, space);
    names.set(name, node);
    for (const field of node.fields ?? []) define(field.type, names, spaceOf(name));
  }
  define(node.items, names, space);
  define(node.values, names, space);
  if (typeof node.type === 'object') define(node.type, names, space);
}

function skip(schema: unknown, space: string, state: State): void {
  if (--state.left < 0) throw new Misfit();
  if (Array.isArray(schema)) {
    skip(schema[indexBelow(schema.length, state)], space, state);
    return;
  }
  if (typeof schema === 'object' && schema !== null) {
    skipNode(schema as Named, space, state);
    return;
  }
  switch (schema) {
    case 'null':
      return;
    case 'boolean':
      if (byte(state) > 1) throw new Misfit();
      return;
    case 'int': {
      const value = varint(state, 5);
      if (value >= 1n << 32n) throw new Misfit();
      return;
    }
    case 'long':
      if (varint(state, 10) >= 1n << 64n) throw new Misfit();
      return;
    case 'float': {
      take(state, 4);
      return;
    }
    case 'double': {
      take(state, 8);
      return;
    }
    case 'bytes': {
      take(state, length(state));
      return;
    }
    case 'string': {
      const start = state.at;
      const size = length(state);
      take(state, size);
      if (
        !Buffer.from(state.bytes.subarray(state.at - size, state.at))
          .toString('utf8')
          .includes('\uFFFD')
      )
        return;
      if (!isUtf8(state.bytes.subarray(state.at - size, state.at))) throw new Misfit(String(start));
      return;
    }
    default: {
      const name = String(schema);
      const full = name.includes('.') ? name.replace(/^\./, '') : space === '' ? name : `${space}.${name}`;
      skipNode((state.names.get(full) ?? state.names.get(name)) as Named, spaceOf(full), state);
      return;
    }
  }
}

function skipNode(node: Named, space: string, state: State): void {
  const { symbols, size, items, values } = node as Named & { symbols?: unknown[]; size?: number; items?: unknown; values?: unknown };
  switch (node.type) {
    case 'record': {
      const inner = spaceOf(fullname(node, space));
      for (const field of node.fields ?? []) skip(field.type, inner, state);
      return;
    }
    case 'enum':
      return void indexBelow(symbols?.length ?? 0, state);
    case 'fixed': {
      take(state, size ?? 0);
      return;
    }
    case 'array': {
      blocks(state, () => skip(items, space, state));
      return;
    }
    case 'map': {
      blocks(state, () => {
        skip('string', space, state);
        skip(values, space, state);
      });
      return;
    }
    default: {
      skip(node.type, space, state);
      return;
    }
  }
}

function blocks(state: State, item: () => void): void {
  for (;;) {
    const count = zigZag(state);
    if (count === 0n) return;
    let end = -1;
    if (count < 0n) {
      const size = length(state);
      end = state.at + size;
    }
    for (let left = count < 0n ? -count : count; left > 0n; left--) item();
    if (end >= 0 && state.at !== end) throw new Misfit();
  }
}

function byte(state: State): number {
  const value = state.bytes[state.at++];
  if (value === undefined) throw new Misfit();
  return value;
}

function varint(state: State, most: number): bigint {
  let value = 0n;
  for (let index = 0; index < most; index++) {
    const next = byte(state);
    value |= BigInt(next & 0x7f) << BigInt(7 * index);
    if (next < 0x80) return value;
  }
  throw new Misfit();
}

function zigZag(state: State): bigint {
  const value = varint(state, 10);
  if (value >= 1n << 64n) throw new Misfit();
  return (value >> 1n) ^ -(value & 1n);
}

function indexBelow(count: number, state: State): number {
  const index = zigZag(state);
  if (index < 0n || index >= BigInt(count)) throw new Misfit();
  return Number(index);
}

function length(state: State): number {
  const size = zigZag(state);
  if (size < 0n || size > BigInt(state.bytes.length - state.at)) throw new Misfit();
  return Number(size);
}

function take(state: State, size: number): void {
  state.at += size;
  if (state.at > state.bytes.length) throw new Misfit();
}

export function isUtf8(bytes: Uint8Array): boolean {
  return Buffer.from(Buffer.from(bytes).toString('utf8')).equals(Buffer.from(bytes));
}
