import type { Cursor } from './cursor.ts';
import { setField } from './value.ts';
import type { MutableRecord, Value } from './value.ts';

/** Reads a value; `step` tells a traced reader where in an array or map that is, and no other looks at it. */
export type Read = (cursor: Cursor, step?: number | string) => Value;

/** Reads a field's value and gives it to the record. */
export type ReadField = (record: MutableRecord, cursor: Cursor) => void;

/**
 * Makes readers of fields. JavaScript engines learn from what has passed a place in the source, so a store that sees one
 * name alone is several times as fast as one that sees many: records are read up to twice as fast by it. So each name
 * gets a place of its own among {@link places}, as far as there are any, and is then kept to it for good. Which name has which place has no effect on what is read.
 */
export function fieldReader(name: string, read: Read): ReadField {
  if (name === '__proto__') return (record, cursor) => setField(record, name, read(cursor));
  // A piece of a text is no property name to the engine until it has been looked up, which it would do at each store.
  const [key = name] = Object.keys({ [name]: true });
  let place = placeOfName.get(key);
  if (place === undefined && placeOfName.size < places.length) {
    place = places[placeOfName.size];
    if (place !== undefined) placeOfName.set(key, place);
  }
  return (place ?? anyPlace)(key, read);
}

type Place = (name: string, read: Read) => ReadField;

const anyPlace: Place = (name, read) => (record, cursor) => void (record[name] = read(cursor));

/** Equal on purpose: see {@link fieldReader}. */
const places: readonly Place[] = [
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
  (name, read) => (record, cursor) => void (record[name] = read(cursor)),
];

/** Never larger than {@link places}. It belongs to the engine's memory of this very source, and so lives as long. */
const placeOfName = new Map<string, Place>();
