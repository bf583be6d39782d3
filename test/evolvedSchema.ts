type Json = null | boolean | number | string | Json[] | JsonObject;
interface JsonObject {
  [name: string]: Json;
}

interface Evolution {
  readonly random: () => number;
  /** How probable a change is at each place. */
  readonly rate: number;
  readonly mayMove: boolean;
  /** What records are called now, by how other places call them. */
  readonly renamed: Map<string, string>;
  names: number;
}

export interface EvolvedSchemaOptions {
  /**
   * Whether types may get other namespaces, and other names without an alias. Java then takes some names for different that
   * the specification takes for the same.
   */
  readonly mayMove: boolean;
}

/**
 * Changes a schema here and there in the ways in which people change them, most of which readers survive.
 *
 * @param text as `randomUsableSchema` makes it
 * @param random yields numbers from 0 up to 1
 * @returns the text of a schema, now and then one that nothing can be read with
 */
export function evolvedSchema(text: string, random: () => number, { mayMove }: EvolvedSchemaOptions): string {
  const evolution: Evolution = { random, rate: 0.03 + random() * 0.3, mayMove, renamed: new Map(), names: 0 };
  const schema = JSON.parse(text) as Json;
  renameRecords(evolution, schema);
  return JSON.stringify(evolve(evolution, schema, true));
}

function chance({ random }: Evolution, probability: number): boolean {
  return random() < probability;
}

function changes(evolution: Evolution): boolean {
  return chance(evolution, evolution.rate);
}

function pick<T>({ random }: Evolution, from: readonly T[]): T {
  // There is always something to pick from.
  return from[Math.floor(random() * from.length)] as T;
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function textOf(json: JsonObject, name: string): string {
  const value = json[name];
  return typeof value === 'string' ? value : '';
}

/** Decides first, since references stand before and behind definitions. */
function renameRecords(evolution: Evolution, json: Json): void {
  if (Array.isArray(json)) for (const item of json) renameRecords(evolution, item);
  else if (isObject(json)) {
    const { name, type } = json;
    if (type === 'record' && typeof name === 'string' && changes(evolution)) {
      const renamed = evolution.mayMove && chance(evolution, 0.5) ? moved(name) : `${name}x`;
      evolution.renamed.set(name, renamed).set(`.${name}`, renamed.includes('.') ? renamed : `.${renamed}`);
    }
    for (const value of Object.values(json)) renameRecords(evolution, value);
  }
}

function moved(name: string): string {
  return name.includes('.') ? `m${name.slice(name.indexOf('.'))}` : `n.${name}`;
}

function evolve(evolution: Evolution, schema: Json, mayBeUnion: boolean): Json {
  if (mayBeUnion && !Array.isArray(schema) && chance(evolution, evolution.rate / 3)) {
    const inner = evolve(evolution, schema, false);
    return pick<Json>(evolution, [['null', inner], [inner, 'null'], [inner], ['null', inner, { type: 'array', items: 'int' }]]);
  }
  if (typeof schema === 'string') return evolution.renamed.get(schema) ?? evolvePrimitive(evolution, schema);
  if (Array.isArray(schema)) return evolveUnion(evolution, schema);
  if (!isObject(schema)) return schema;
  switch (schema['type']) {
    case 'record':
      return evolveRecord(evolution, schema);
    case 'enum':
      return evolveEnum(evolution, schema);
    case 'fixed':
      return evolveFixed(evolution, schema);
    case 'array':
      return { ...schema, items: evolve(evolution, schema['items'] ?? null, true) };
    case 'map':
      return { ...schema, values: evolve(evolution, schema['values'] ?? null, true) };
    default: {
      const type = textOf(schema, 'type');
      const evolved = evolvePrimitive(evolution, type);
      return evolved === type && !changes(evolution) ? schema : evolved;
    }
  }
}

const promoted: Readonly<Record<string, readonly string[]>> = {
  int: ['long', 'float', 'double', 'string'],
  long: ['float', 'double', 'int'],
  float: ['double', 'long'],
  double: ['float'],
  string: ['bytes', 'int'],
  bytes: ['string', 'null'],
};

function evolvePrimitive(evolution: Evolution, type: string): string {
  return changes(evolution) ? pick(evolution, promoted[type] ?? [type]) : type;
}

function evolveUnion(evolution: Evolution, union: Json[]): Json {
  let branches = union.map((branch) => evolve(evolution, branch, false));
  if (changes(evolution)) branches = branches.filter((_, index) => index > 0 || branches.length === 1);
  if (changes(evolution)) branches.reverse();
  if (changes(evolution)) branches.push(pick<Json>(evolution, ['double', 'bytes', 'string', { type: 'map', values: 'long' }]));
  const [first = 'null'] = branches;
  return chance(evolution, evolution.rate / 3) ? first : branches;
}

function renameNamed(evolution: Evolution, schema: JsonObject): JsonObject {
  if (!changes(evolution)) return schema;
  const name = textOf(schema, 'name');
  if (evolution.mayMove && chance(evolution, 0.5)) return { ...schema, name: moved(name) };
  return { ...schema, name: `${name}x`, ...(chance(evolution, 0.7) ? { aliases: [name] } : {}) };
}

function evolveEnum(evolution: Evolution, schema: JsonObject): Json {
  let symbols = schema['symbols'] as string[];
  if (changes(evolution)) symbols = [...symbols, 'NEW'];
  if (changes(evolution)) symbols = [...symbols].reverse();
  if (changes(evolution) && symbols.length > 1) symbols = symbols.slice(1);
  const [first = 'A'] = symbols;
  return renameNamed(evolution, { ...schema, symbols, ...(changes(evolution) ? { default: first } : {}) });
}

function evolveFixed(evolution: Evolution, schema: JsonObject): Json {
  const resized = chance(evolution, evolution.rate / 4) ? { size: 4, logicalType: 'none' } : {};
  return renameNamed(evolution, { ...schema, ...resized });
}

const added: readonly JsonObject[] = [
  { type: 'int', default: 7 },
  { type: 'long', default: 2 ** 40 },
  { type: 'float', default: 0.1 },
  { type: 'string', default: 'Zürich' },
  { type: 'bytes', default: '\u00ff\u0000' },
  { type: ['null', 'string'], default: null },
  { type: ['string', 'null', 'int'], default: 'x' },
  { type: { type: 'array', items: 'int' }, default: [1, 2] },
  { type: { type: 'map', values: 'boolean' }, default: { a: true } },
];

function evolveRecord(evolution: Evolution, schema: JsonObject): Json {
  let fields = (schema['fields'] as JsonObject[]).map((field) => evolveField(evolution, field));
  if (changes(evolution)) fields = fields.slice(1);
  if (changes(evolution)) fields.reverse();
  if (changes(evolution)) fields.splice(Math.floor(evolution.random() * (fields.length + 1)), 0, newField(evolution));
  const name = textOf(schema, 'name');
  const renamed = evolution.renamed.get(name);
  if (renamed === undefined) return { ...schema, fields };
  const isAliased = !evolution.mayMove || chance(evolution, 0.5);
  // Beside a dotted name the namespace counts for nothing.
  return {
    ...schema,
    name: renamed,
    namespace: '',
    ...(isAliased ? { aliases: [name.includes('.') ? name : `.${name}`] } : {}),
    fields,
  };
}

function newField(evolution: Evolution): JsonObject {
  const name = `new${evolution.names++}`;
  if (chance(evolution, 0.1)) return { name, type: 'int' };
  const inner = { type: 'record', name: `New${evolution.names++}`, namespace: 'new', fields: [{ name: 'a', ...pick(evolution, added) }] };
  return { name, ...pick<JsonObject>(evolution, [...added, { type: inner, default: {} }]) };
}

function evolveField(evolution: Evolution, field: JsonObject): JsonObject {
  const evolved = { ...field, type: evolve(evolution, field['type'] ?? null, true) };
  if (!changes(evolution)) return evolved;
  const name = textOf(field, 'name');
  return { ...evolved, name: `${name}_${evolution.names++}`, ...(chance(evolution, 0.9) ? { aliases: [name] } : {}) };
}
