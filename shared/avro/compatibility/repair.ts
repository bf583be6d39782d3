import { checkSchema } from '../check.ts';
import { findMismatches } from '../compatibility.ts';
import { applyEdits } from '../fixes/jsonEdits.ts';
import { parseSchema } from '../parse.ts';
import type { ParsedSchema, Schema, TextChange } from '../schema.ts';
import { isNamed } from '../schemaTree.ts';
import { explainBreaks } from './explainBreaks.ts';
import type { Side } from './mismatch.ts';
import { typesElsewhere } from './transplant.ts';
import type { Break, OtherVersion } from './verdict.ts';

/**
 * Tells of edits whether they mend a break and bring no error in, by making them in a copy of the text.
 *
 * @param side the edited schema
 */
export function newRepairCheck({ direction, versions }: Break, side: Side): (edits: readonly TextChange[]) => boolean {
  const last = versions.at(-1);
  const known = typesElsewhere(side.parsed);
  const parse = (text: string): ParsedSchema => parseSchema(text, { lookup: (fullname) => known.get(fullname) });
  const before = errorsOf(parse(side.parsed.text));
  const breaksBefore = last === undefined ? 0 : countBreaks(direction, side, last);
  return (edits) => {
    const parsed = parse(applyEdits(side.parsed.text, edits));
    const schema = schemaOf(parsed, side);
    if (last === undefined || schema === undefined || errorsOf(parsed) > before) return false;
    return countBreaks(direction, { parsed, schema }, last) < breaksBefore;
  };
}

function errorsOf(parsed: ParsedSchema): number {
  return checkSchema(parsed).filter(({ severity }) => severity === 'error').length;
}

function countBreaks(direction: Break['direction'], side: Side, version: OtherVersion): number {
  const [reader, writer] = direction === 'BACKWARD' ? [side, version.side] : [version.side, side];
  const breaks = findMismatches(reader, writer).map((mismatch) => ({ direction, mismatch, versions: [version] }));
  return explainBreaks(breaks, side).length;
}

/** What is compared, in the text as it is now: all of it, or the type of this name. */
function schemaOf(parsed: ParsedSchema, { schema, parsed: before }: Side): Schema | undefined {
  if (schema === before.schema || !isNamed(schema) || schema.fullname === undefined) return parsed.schema;
  return parsed.definitions.get(schema.fullname);
}
