import { unqualifiedName } from '../names.ts';
import type { Field, ParsedSchema, Schema } from '../schema.ts';
import { isNamed } from '../schemaTree.ts';
import type { Mismatch, Part } from './mismatch.ts';
import type { Break } from './verdict.ts';
import { listText, versionsText } from './versionsText.ts';

/**
 * What a break means, in one sentence: who can't read what, and why.
 *
 * @param edited the text of the schema that is edited
 */
export function breakSentence({ direction, mismatch, versions }: Break, edited: Pick<ParsedSchema, 'text'>): string {
  const names = versionsText(versions);
  const isOne = versions.length === 1;
  const here = direction === 'BACKWARD' ? mismatch.reader : mismatch.writer;
  const sentence =
    direction === 'BACKWARD'
      ? `This schema can't read data of ${names}: ${whyReading(mismatch, names, isOne)}`
      : `Readers that still use ${names} can't read ${whyWriting(mismatch)}`;
  const elsewhere = here.isElsewhere ? elsewhereText(here, edited.text) : '';
  return `${sentence}${elsewhere}.`;
}

/** What stands at the place in the other version, such as `Version 7: "currency" is here.` */
export function otherPlaceText({ direction, mismatch, versions }: Break): string {
  const label = versions.at(-1)?.label ?? '';
  return `${capital(label)}: ${what(direction === 'BACKWARD' ? mismatch.writer : mismatch.reader, mismatch, direction)}.`;
}

function what(there: Part, { kind, symbols, reader, matches }: Mismatch, direction: Break['direction']): string {
  const { schema, field } = there;
  if (matches !== undefined) return `${fieldText(there)} is here`;
  switch (kind) {
    case 'READER_FIELD_MISSING_DEFAULT_VALUE':
      if (direction === 'FORWARD') return `${fieldText(reader)} is here`;
      return `${isNamed(schema) ? typeName(schema) : 'the record'} is here, without ${fieldText(reader)}`;
    case 'MISSING_ENUM_SYMBOLS':
      if (direction === 'BACKWARD') return `${quoted(symbols[0] ?? '')} is here`;
      return `${isNamed(schema) ? typeName(schema) : 'the enum'} is here`;
    case 'FIXED_SIZE_MISMATCH':
    case 'NAME_MISMATCH':
      return `${isNamed(schema) ? typeName(schema) : 'it'} is here`;
    default:
      return field === undefined ? 'the type is here' : `${fieldText(there)} is here`;
  }
}

/** A clause that stands behind the colon. */
function whyReading(mismatch: Mismatch, names: string, isOne: boolean): string {
  const { kind, reader, writer, symbols, matches } = mismatch;
  const subject = subjectOf(reader, mismatch.path) ?? 'it';
  if (matches !== undefined) return `${fieldText(reader)} means ${fieldList(matches, 'there')}, by its name and aliases`;
  switch (kind) {
    case 'READER_FIELD_MISSING_DEFAULT_VALUE':
      return `${fieldText(reader)} has no default, and ${names} ${isOne ? 'does' : 'do'} not write it`;
    case 'MISSING_ENUM_SYMBOLS': {
      const list = `symbol${symbols.length === 1 ? '' : 's'} ${symbolList(symbols)}`;
      return `${typeName(reader.schema)} has the ${list} there, but not here, and no default here`;
    }
    case 'TYPE_MISMATCH':
      return isBranch(writer)
        ? `${subject} may be ${typeWord(writer.schema)} there, which can't be read as ${typeWord(reader.schema)}`
        : `${subject} was written as ${typeWord(writer.schema)}, which can't be read as ${typeWord(reader.schema)}`;
    case 'MISSING_UNION_BRANCH':
      return `${subject} ${isBranch(writer) ? 'may be' : 'is'} ${branchWord(writer.schema)} there, and this union has no branch for it`;
    case 'FIXED_SIZE_MISMATCH':
      return `${typeName(reader.schema)} has ${bytes(sizeOf(writer))} there and ${sizeOf(reader)} here`;
    case 'NAME_MISMATCH': {
      const hasAliases = isNamed(reader.schema) && reader.schema.aliases.length > 0;
      const [there, here] = [withArticle(typeName(writer.schema)), withArticle(typeName(reader.schema))];
      const alias = hasAliases ? 'and none of its aliases says so' : 'with no alias';
      return `${subject} ${isBranch(writer) ? 'may be' : 'is'} ${there} there and ${here} here, ${alias}`;
    }
  }
}

/** What stands behind "can't read". */
function whyWriting(mismatch: Mismatch): string {
  const { kind, reader, writer, symbols, matches } = mismatch;
  const subject = subjectOf(writer, mismatch.path) ?? 'this';
  if (matches !== undefined) return `this: their ${fieldText(reader)} means ${fieldList(matches, 'here')}, by its name and aliases`;
  switch (kind) {
    case 'READER_FIELD_MISSING_DEFAULT_VALUE':
      return `this: they need ${fieldText(reader)}, which is no longer written and has no default there`;
    case 'MISSING_ENUM_SYMBOLS': {
      const hasDefault = writer.schema.type === 'enum' && writer.schema.default !== undefined;
      const lacks = `their ${typeName(reader.schema)} lacks ${symbols.length === 1 ? 'it' : 'them'} and has no default`;
      return `${symbolList(symbols)}: ${lacks}${hasDefault ? ', and the one here does not help them' : ''}`;
    }
    case 'TYPE_MISMATCH': {
      const verb = isBranch(writer) ? 'may write' : 'writes';
      return `${subject}: this schema ${verb} ${typeWord(writer.schema)}, they expect ${typeWord(reader.schema)}`;
    }
    case 'MISSING_UNION_BRANCH':
      return `${subject} as ${isNamed(writer.schema) ? typeName(writer.schema) : typeWord(writer.schema)}: their union has no branch for it`;
    case 'FIXED_SIZE_MISMATCH':
      return `${typeName(writer.schema)}: this schema writes ${bytes(sizeOf(writer))}, they expect ${sizeOf(reader)}`;
    case 'NAME_MISMATCH':
      return `${subject}: they know ${typeName(reader.schema)}, not ${typeName(writer.schema)}`;
  }
}

/**
 * What a part is called in a sentence: `"amount"`, `an item of "lines"`.
 *
 * @param path the way to it from the root
 * @returns undefined of the whole schema
 */
export function subjectOf({ field }: Pick<Part, 'field'>, path: string): string | undefined {
  const steps = /(?:\[\]|\{\})*$/.exec(path)?.[0].match(/../g) ?? [];
  const words = steps.map((step) => (step === '[]' ? 'an item' : 'a value')).reverse();
  const name = field?.name === undefined ? [] : [quoted(field.name.value)];
  const all = [...words, ...name];
  return all.length === 0 ? undefined : all.join(' of ');
}

/** What a type is called in a sentence, whatever it is like: `long`, `the enum Status`, `an array`. */
export function typeWord(schema: Schema): string {
  switch (schema.type) {
    case 'record':
    case 'enum':
    case 'fixed':
      return `the ${schema.type} ${typeName(schema)}`;
    case 'reference':
      return schema.target === undefined ? unqualifiedName(schema.fullname) : typeWord(schema.target);
    case 'array':
    case 'union':
    case 'map':
      return withArticle(schema.type);
    case 'invalid':
      return 'no valid type';
    default:
      return schema.type;
  }
}

function branchWord(schema: Schema): string {
  return isNamed(schema) ? withArticle(typeName(schema)) : typeWord(schema);
}

/** The name of a named type, without its namespace. */
export function typeName(schema: Schema): string {
  return isNamed(schema) ? unqualifiedName(schema.fullname ?? schema.name?.value ?? schema.type) : schema.type;
}

/** A name with the article that it is spoken with. */
export function withArticle(name: string): string {
  const soundsLikeYou = /^(?:u[^aeiou]?[aeiou]|eu|ur[il]|one)/i.test(name);
  return `${/^[aeiou]/i.test(name) && !soundsLikeYou ? 'an' : 'a'} ${name}`;
}

export function quoted(name: string): string {
  return `"${name}"`;
}

/** At the beginning of a sentence. */
export function capital(text: string): string {
  return /^versions? /.test(text) ? `V${text.slice(1)}` : text;
}

/** A count of bytes, such as `16 bytes`. */
export function bytes(size: number): string {
  return `${size} byte${size === 1 ? '' : 's'}`;
}

function fieldText({ field }: Part): string {
  return quoted(field?.name?.value ?? '');
}

function fieldList(fields: readonly Field[], where: string): string {
  const names = listText(fields.map(({ name }) => quoted(name?.value ?? '')));
  return `${fields.length === 2 ? 'both ' : ''}${names} ${fields.length === 1 ? 'twice' : where}`;
}

function symbolList(symbols: readonly string[]): string {
  const named = symbols.slice(0, 4).map(quoted);
  return listText(symbols.length > named.length ? [...named, `${symbols.length - named.length} others`] : named);
}

function isBranch({ branchOf }: Part): boolean {
  return branchOf !== undefined;
}

function sizeOf({ schema }: Part): number {
  return schema.type === 'fixed' ? (schema.size ?? 0) : 0;
}

/** Where it stands in another text, by the name that leads there. */
function elsewhereText({ span, schema }: Part, text: string): string {
  const written = /^"(.*)"$/s.exec(text.slice(span.start, span.end))?.[1];
  const name = written === undefined ? (isNamed(schema) ? typeName(schema) : undefined) : unqualifiedName(written);
  return name === undefined ? ', in another file' : `, in ${name} of another file`;
}
