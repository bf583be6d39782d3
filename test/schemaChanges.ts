import { chance, newMaker, pick } from './randomSchema.ts';
import type { Json, Maker } from './randomSchema.ts';

type JsonObject = { [name: string]: Json };

/** The text of a schema as they are in use, from few names so that two of them meet. */
export function realisticSchema(random: () => number): string {
  return JSON.stringify(makeEvent(newMaker(random)));
}

/**
 * The text of a schema that was changed in one to four places as people change them, and as they should not: fields, types, names,
 * aliases, symbols, sizes, branches, namespaces. Not all of what comes out is a schema.
 */
export function changeSchema(text: string, random: () => number): string {
  const maker = newMaker(random);
  let schema = JSON.parse(text) as Json;
  for (let left = 1 + Math.floor(random() * 4); left > 0; left--) schema = changeOnce(schema, maker);
  return JSON.stringify(schema);
}

const scalars: readonly Json[] = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const typeNames = ['Address', 'Money', 'Line', 'Node', 'Status', 'Party', 'Item'];
const fieldNames = ['id', 'amount', 'note', 'status', 'address', 'lines', 'parent', 'checksum'];
const symbolNames = ['OPEN', 'PAID', 'SHIPPED', 'CANCELLED', 'UNKNOWN'];
const spaces = ['shop', 'shop.core', 'bank', ''];

function makeEvent(maker: Maker): Json {
  const given: string[] = [];
  const root = makeRecord(maker, 'Order', given, 0);
  return chance(maker, 0.7) ? { ...root, namespace: pick(maker, spaces) } : root;
}

function makeRecord(maker: Maker, name: string, given: string[], depth: number): JsonObject {
  given.push(name);
  const count = 1 + Math.floor(maker.random() * (depth === 0 ? 6 : 3));
  const fields = fieldNames.filter(() => chance(maker, count / fieldNames.length)).map((field) => makeField(maker, field, given, depth));
  return { type: 'record', name, ...(chance(maker, 0.1) && { aliases: [pick(maker, typeNames)] }), fields };
}

function makeField(maker: Maker, name: string, given: string[], depth: number): JsonObject {
  const type = makeType(maker, given, depth + 1);
  const isNullable = Array.isArray(type) && type[0] === 'null';
  const aliases = chance(maker, 0.1) ? { aliases: [pick(maker, fieldNames)] } : {};
  return { name, type, ...(isNullable && chance(maker, 0.8) && { default: null }), ...aliases };
}

function makeType(maker: Maker, given: string[], depth: number): Json {
  const inner = (): Json => makeType(maker, given, depth + 1);
  if (depth > 4 || chance(maker, 0.35)) return pick(maker, scalars);
  const made = pick(maker, ['named', 'named', 'reference', 'nullable', 'union', 'array', 'map', 'logical']);
  const name = pick(maker, typeNames);
  switch (made) {
    case 'reference':
      return given.length === 0 ? 'string' : pick(maker, given);
    case 'nullable':
      return ['null', inner()];
    case 'union':
      return [inner(), inner(), ...(chance(maker, 0.5) ? [inner()] : [])];
    case 'array':
      return { type: 'array', items: inner() };
    case 'map':
      return { type: 'map', values: inner() };
    case 'logical':
      return { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 };
    default:
      return given.includes(name) ? name : makeNamed(maker, name, given, depth);
  }
}

function makeNamed(maker: Maker, name: string, given: string[], depth: number): Json {
  const kind = pick(maker, ['record', 'record', 'enum', 'fixed']);
  if (kind === 'record') return makeRecord(maker, name, given, depth);
  given.push(name);
  const space = chance(maker, 0.15) ? { namespace: pick(maker, spaces) } : {};
  if (kind === 'fixed') return { type: 'fixed', name, ...space, size: pick(maker, [4, 16]) };
  const symbols = symbolNames.filter(() => chance(maker, 0.6));
  const [first] = symbols;
  return { type: 'enum', name, ...space, symbols, ...(first !== undefined && chance(maker, 0.4) && { default: first }) };
}

/** A place at which a schema stands, and what puts another one there. */
interface Place {
  readonly schema: Json;
  readonly replace: (schema: Json) => void;
}

function changeOnce(root: Json, maker: Maker): Json {
  let result = root;
  const places = placesIn({ schema: root, replace: (schema) => (result = schema) });
  const place = pick(maker, places);
  const { schema } = place;
  if (chance(maker, 0.15)) place.replace(changeType(schema, maker));
  else if (Array.isArray(schema)) changeUnion(schema, maker);
  else if (typeof schema === 'object' && schema !== null) changeObject(schema, result, maker);
  else place.replace(changeType(schema, maker));
  return result;
}

function placesIn(root: Place): Place[] {
  const places: Place[] = [];
  const waiting = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    places.push(next);
    const { schema } = next;
    if (Array.isArray(schema)) {
      for (const [index, branch] of schema.entries()) waiting.push({ schema: branch, replace: (other) => (schema[index] = other) });
    } else if (typeof schema === 'object' && schema !== null) {
      for (const [owner, name] of attributesOf(schema)) {
        const inner = owner[name];
        if (inner !== undefined) waiting.push({ schema: inner, replace: (other) => (owner[name] = other) });
      }
    }
  }
  return places;
}

function attributesOf(schema: JsonObject): [JsonObject, string][] {
  const ofFields = fieldsOf(schema).map((field): [JsonObject, string] => [field, 'type']);
  return [...ofFields, [schema, 'items'], [schema, 'values']];
}

function fieldsOf(schema: JsonObject): JsonObject[] {
  const { fields } = schema;
  return Array.isArray(fields) ? fields.filter(isObject) : [];
}

function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function changeType(schema: Json, maker: Maker): Json {
  const changes: (() => Json)[] = [
    () => pick(maker, scalars),
    () => pick(maker, scalars),
    () => ['null', ...(Array.isArray(schema) ? schema : [schema])],
    () => ({ type: 'array', items: schema }),
    () => ({ type: 'map', values: schema }),
    () => pick(maker, typeNames),
    () => (Array.isArray(schema) ? (schema[0] ?? 'null') : [schema, 'string']),
  ];
  return pick(maker, changes)();
}

function changeUnion(branches: Json[], maker: Maker): void {
  const changes: (() => void)[] = [
    () => branches.push(pick(maker, scalars)),
    () => void branches.splice(Math.floor(maker.random() * branches.length), 1),
    () => branches.reverse(),
    () => branches.push(pick(maker, typeNames)),
  ];
  pick(maker, changes)();
}

function changeObject(schema: JsonObject, root: Json, maker: Maker): void {
  const { type, name } = schema;
  if (typeof name === 'string' && chance(maker, 0.3)) changeName(schema, name, root, maker);
  else if (type === 'record') changeFields(schema, maker);
  else if (type === 'enum') changeSymbols(schema, maker);
  else if (type === 'fixed') schema['size'] = pick(maker, [4, 8, 16]);
  else if (type === 'array') turnInto(schema, 'map');
  else if (type === 'map') turnInto(schema, 'array');
  else if (typeof type === 'string') schema['type'] = pick(maker, scalars);
}

function turnInto(schema: JsonObject, type: 'array' | 'map'): void {
  const { items, values } = schema;
  const inner = items ?? values ?? 'null';
  schema['type'] = type;
  if (type === 'array') {
    schema['items'] = inner;
    delete schema['values'];
  } else {
    schema['values'] = inner;
    delete schema['items'];
  }
}

function changeName(schema: JsonObject, name: string, root: Json, maker: Maker): void {
  const changes: (() => void)[] = [
    () => rename(root, name, pick(maker, typeNames)),
    () => {
      const space = schema['namespace'];
      schema['aliases'] = [pick(maker, [name, typeof space === 'string' && space !== '' ? `${space}.${name}` : name, `.${name}`])];
      rename(root, name, `New${name}`);
    },
    () => (schema['namespace'] = pick(maker, spaces)),
    () => (schema['aliases'] = [pick(maker, [...typeNames, ...typeNames.map((each) => `${pick(maker, spaces)}.${each}`)])]),
    () => delete schema['aliases'],
  ];
  pick(maker, changes)();
}

/** Wherever it is defined or referred to. */
function rename(root: Json, from: string, to: string): void {
  for (const { schema, replace } of placesIn({ schema: root, replace: () => undefined })) {
    if (schema === from) replace(to);
    else if (isObject(schema) && schema['name'] === from) schema['name'] = to;
  }
}

function changeFields(record: JsonObject, maker: Maker): void {
  const fields = fieldsOf(record);
  const field = fields.length === 0 ? {} : pick(maker, fields);
  const name = pick(maker, fieldNames);
  const changes: (() => void)[] = [
    () => fields.splice(Math.floor(maker.random() * fields.length), 1),
    () => fields.push({ name, type: pick(maker, scalars) }),
    () => fields.push({ name, type: 'string', default: '' }),
    () => fields.unshift({ name, type: ['null', 'long'], default: null }),
    () => fields.push({ name, type: { type: 'enum', name: pick(maker, typeNames), symbols: ['A', 'B'], default: 'A' } }),
    () => (field['name'] = name),
    () => {
      field['aliases'] = [field['name'] ?? name, ...(chance(maker, 0.3) ? [pick(maker, fieldNames)] : [])];
      field['name'] = name;
    },
    () => (field['aliases'] = [pick(maker, fieldNames), pick(maker, fieldNames)]),
    () => delete field['default'],
    () => delete field['aliases'],
    () => fields.reverse(),
  ];
  pick(maker, changes)();
  record['fields'] = fields;
}

function changeSymbols(schema: JsonObject, maker: Maker): void {
  const symbols = Array.isArray(schema['symbols']) ? schema['symbols'] : [];
  const changes: (() => void)[] = [
    () => symbols.push(pick(maker, symbolNames)),
    () => symbols.shift(),
    () => symbols.pop(),
    () => symbols.reverse(),
    () => (schema['default'] = symbols[0] ?? 'A'),
    () => delete schema['default'],
  ];
  pick(maker, changes)();
}
