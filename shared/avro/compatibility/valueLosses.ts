import type { LogicalType, Schema } from '../schema.ts';
import { logicalTypeText } from '../typeText.ts';
import { decimalExample, shownBytes, shownNumber, timeExample } from './lossExamples.ts';
import { placeName, spanIn } from './lossPlaces.ts';
import { isPromoted } from './lossWalk.ts';
import type { Finding, LossPair } from './lossWalk.ts';
import { subjectOf, withArticle } from './sentences.ts';

/** What is lost where a value without parts is read by another schema than wrote it; undefined where nothing is. */
export function valueLoss(pair: LossPair): Finding | undefined {
  const [reader, writer] = [pair.reader.schema, pair.writer.schema];
  if (reader.type !== writer.type && !isPromoted(writer, reader)) return undefined;
  const [read, written] = [reader.logicalType, writer.logicalType];
  if (read?.name === 'decimal' && written?.name === 'decimal') return decimalLoss(pair, read, written);
  if (read?.name !== written?.name) return logicalTypeLoss(pair, reader, writer);
  return read === undefined ? promotionLoss(pair, reader, writer) : undefined;
}

type Decimal = LogicalType & { readonly name: 'decimal' };

function decimalLoss(pair: LossPair, read: Decimal, written: Decimal): Finding | undefined {
  if (read.scale !== written.scale) {
    const number = decimalExample(written);
    const example = { written: number.as(written.scale), read: number.as(read.scale) };
    return changed(pair, 'decimal-changed', [`scale ${read.scale}`, `scale ${written.scale}`], example, ['scale', 'logicalType']);
  }
  if (read.precision >= written.precision) return undefined;
  const subject = subjectOf(pair.here, pair.path) ?? 'the value';
  return {
    kind: 'decimal-changed',
    span: spanIn(pair.here, 'precision', 'logicalType'),
    say: (versions) =>
      pair.direction === 'BACKWARD'
        ? `${upper(subject)} has precision ${written.precision} in ${versions} and ${read.precision} here: numbers of more than ${digits(read.precision)} no longer fit.`
        : `Readers of ${versions} expect ${subject} to have at most ${digits(read.precision)}, and this schema writes up to ${written.precision}.`,
    place: placeOf(pair, ['precision', 'logicalType']),
  };
}

function digits(count: number): string {
  return `${count} digit${count === 1 ? '' : 's'}`;
}

interface Example {
  readonly written: string;
  readonly read: string;
}

/**
 * @param words what the reader has, and what the writer has
 * @param attributes that are underlined, the first that is there
 */
function changed(
  pair: LossPair,
  kind: Finding['kind'],
  [read, written]: readonly [read: string, written: string],
  example: Example,
  attributes: readonly string[],
): Finding {
  const subject = subjectOf(pair.here, pair.path) ?? 'the value';
  const verb = kind === 'decimal-changed' ? 'has' : 'is';
  return {
    kind,
    span: spanIn(pair.here, ...attributes),
    say: (versions) =>
      pair.direction === 'BACKWARD'
        ? `${upper(subject)} ${verb} ${written} in ${versions} and ${read.replace(/^scale /, '')} here: ${example.written} would be read as ${example.read}.`
        : `Readers of ${versions} would read ${example.written} as ${example.read}.`,
    place: placeOf(pair, attributes),
  };
}

function upper(subject: string): string {
  return subject[0] === '"' ? subject : `${subject.slice(0, 1).toUpperCase()}${subject.slice(1)}`;
}

function placeOf({ there }: LossPair, attributes: readonly string[]): Finding['place'] {
  return { span: spanIn(there, ...attributes), what: placeName(there) };
}

function logicalTypeLoss(pair: LossPair, reader: Schema, writer: Schema): Finding {
  const words = [describe(reader), describe(writer)] as const;
  return changed(pair, 'logical-type-changed', words, exampleOf(reader, writer), ['logicalType']);
}

/** What a type is like: `timestamp-millis`, `a plain long`. */
function describe({ type, logicalType }: Schema): string {
  if (logicalType !== undefined) return logicalTypeText(logicalType);
  return type === 'bytes' || type === 'fixed' ? 'plain bytes' : `a plain ${type}`;
}

/** A value as it was meant, and as it will be read: as concrete as can be. */
function exampleOf(reader: Schema, writer: Schema): Example {
  const number = timeExample(writer, reader);
  if (number !== undefined) {
    const [written, read] = [shownNumber(writer, number), shownNumber(reader, number)];
    if (written !== read) return { written, read };
  }
  const decimal = [writer, reader].find(({ logicalType }) => logicalType?.name === 'decimal');
  const other = decimal === writer ? reader : writer;
  if (decimal?.logicalType?.name === 'decimal' && other.logicalType === undefined && other.type !== 'string') {
    const shown = decimalExample(decimal.logicalType);
    const [meant, bytes] = [shown.as(decimal.logicalType.scale), shownBytes(shown.unscaled)];
    return decimal === writer ? { written: meant, read: bytes } : { written: bytes, read: meant };
  }
  return { written: noun(writer), read: noun(reader) };
}

function noun(schema: Schema): string {
  switch (schema.logicalType?.name) {
    case undefined:
      return describe(schema);
    case 'uuid':
      return 'a UUID';
    default:
      return withArticle(schema.logicalType?.name ?? '');
  }
}

/** What is lost when a number becomes one of another type, or bytes become text. */
function promotionLoss(pair: LossPair, reader: Schema, writer: Schema): Finding | undefined {
  const words = [reader.type, writer.type] as const;
  if (writer.type === 'bytes' && reader.type === 'string') {
    return changed(pair, 'bytes-as-text', words, { written: 'bytes that are no UTF-8', read: 'spoiled text' }, []);
  }
  if (reader.type === 'double' && writer.type === 'long') {
    return changed(pair, 'digits-lost', words, { written: '9007199254740993', read: '9007199254740992' }, []);
  }
  if (reader.type !== 'float' || (writer.type !== 'int' && writer.type !== 'long')) return undefined;
  return changed(pair, 'digits-lost', words, { written: '16777217', read: '16777216' }, []);
}
