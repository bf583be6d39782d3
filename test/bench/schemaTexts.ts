/**
 * The text of a schema as they are in use: records with docs, defaults, logical types, enums, unions, nested records, and
 * references to what is defined before, in JSON of two spaces. It is right in all that Avro asks for, and older readers
 * take it too.
 *
 * @param types how many named types it defines, of two kilobytes each
 */
export function makeSchemaText(types: number): string {
  const fields: object[] = [];
  for (let first = 1; first < types; first += typesInGroup) fields.push(groupField(first, Math.min(typesInGroup, types - first)));
  const schema = { type: 'record', name: 'Envelope', namespace: 'com.example', doc: 'All that is known of the shop.', fields };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** A group has a record around the others. */
const typesInGroup = 11;

function groupField(first: number, count: number): object {
  const parts: object[] = [];
  for (let index = first + 1; index < first + count; index++) {
    parts.push({
      name: `part_${index}`,
      doc: sentence(index),
      type: index % 5 === 3 ? enumeration(index) : record(index, index - first > 1),
    });
  }
  const group = { type: 'record', name: `Group${first}`, namespace: `com.example.group${first}`, doc: sentence(first), fields: parts };
  return { name: `group_${first}`, doc: sentence(first), type: group };
}

function record(index: number, hasPrevious: boolean): object {
  const nullable = (type: unknown): object => ({ type: ['null', type], default: null });
  const previous = index % 5 === 4 ? `State${index - 1}` : `Order${index - 1}`;
  const fields = [
    { name: 'order_id', type: { type: 'string', logicalType: 'uuid' } },
    { name: 'sequence', type: 'long', default: 0 },
    { name: 'created_at', doc: sentence(index + 2), type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'delivery_date', ...nullable({ type: 'int', logicalType: 'date' }) },
    { name: 'total', doc: sentence(index + 4), type: { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 } },
    { name: 'currency', type: 'string', default: 'EUR', aliases: [`currency_code_${index}`] },
    { name: 'discount', type: 'double', default: 0.5, order: 'ignore' },
    { name: 'tags', type: { type: 'array', items: 'string' }, default: [] },
    { name: 'attributes', type: { type: 'map', values: ['null', 'string', 'long'] }, default: {} },
    ...(hasPrevious ? [{ name: 'previous', doc: sentence(index + 7), ...nullable(previous) }] : []),
  ];
  return { type: 'record', name: `Order${index}`, doc: sentence(index + 8), aliases: [`Purchase${index}`], fields };
}

function enumeration(index: number): object {
  const symbols = Array.from({ length: 24 }, (_, symbol) => `${words[(index + symbol) % words.length]?.toUpperCase() ?? ''}_${symbol}`);
  return { type: 'enum', name: `State${index}`, doc: sentence(index), symbols, default: symbols[0] };
}

const words = 'order shop customer paid late total parcel address carrier price stock note return invoice batch region'.split(' ');

function sentence(seed: number): string {
  const text = Array.from({ length: 4 + (seed % 4) }, (_, word) => words[(seed * 7 + word * word) % words.length]).join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
