import { fix } from '../fixes/fix.ts';
import { setProperty } from '../fixes/jsonEdits.ts';
import type { Fix } from '../schema.ts';
import { addFieldAlias, addFieldDefault, makeFieldNullable, restoreField } from './fieldFixes.ts';
import type { Mismatch, Part, Side } from './mismatch.ts';
import { newRepairCheck } from './repair.ts';
import { addTypeAlias, restoreName, typeTitle, wasReplaced } from './nameFixes.ts';
import { giveEnumDefault, removeSymbol, restoreSymbols } from './symbolFixes.ts';
import { removeBranch, restoreBranch, restoreType } from './typeFixes.ts';
import type { Break } from './verdict.ts';

/** What a fix of a break is made of. */
export interface Repair {
  readonly mismatch: Mismatch;
  /** The edited schema. */
  readonly side: Side;
  /** The other version, the last of several. */
  readonly other: Side;
  /** What titles call it. */
  readonly label: string;
  /** The part of the edited text, which stands in it. */
  readonly here: Part;
  readonly there: Part;
}

/**
 * What can be done about a break in the edited text, the best first. Each is made in a copy of the text first: those that do
 * not mend this very break, or bring an error in, are left out.
 *
 * @param side the edited schema
 * @returns nothing where the place is in another text
 */
export function breakFixes(each: Break, side: Side): Fix[] {
  const { direction, mismatch, versions } = each;
  const [here, there] = direction === 'BACKWARD' ? [mismatch.reader, mismatch.writer] : [mismatch.writer, mismatch.reader];
  const last = versions.at(-1);
  if (last === undefined || here.isElsewhere) return [];
  const label = last.label.startsWith('version ') ? `V${last.label.slice(1)}` : last.label;
  const repair: Repair = { mismatch, side, other: last.side, label, here, there };
  const offered = direction === 'BACKWARD' ? readingFixes(repair) : writingFixes(repair);
  if (offered.length === 0) return [];
  const mends = newRepairCheck(each, side);
  const titles = new Set<string>();
  // Of those with one title the second is for where the first does not do.
  return offered.filter(({ title, edits }) => !titles.has(title) && mends(edits) && titles.add(title));
}

/** The edited schema can't read. */
function readingFixes(repair: Repair): Fix[] {
  switch (repair.mismatch.kind) {
    case 'READER_FIELD_MISSING_DEFAULT_VALUE':
      return [...addFieldDefault(repair), ...makeFieldNullable(repair), ...addFieldAlias(repair)];
    case 'MISSING_ENUM_SYMBOLS':
      return [...restoreSymbols(repair), ...giveEnumDefault(repair)];
    case 'MISSING_UNION_BRANCH':
      return restoreBranch(repair);
    case 'NAME_MISMATCH':
      return wasReplaced(repair) ? restoreType(repair) : [...addTypeAlias(repair), ...restoreName(repair)];
    default:
      return commonFixes(repair);
  }
}

/** Readers can't read what the edited schema writes. */
function writingFixes(repair: Repair): Fix[] {
  switch (repair.mismatch.kind) {
    case 'READER_FIELD_MISSING_DEFAULT_VALUE':
      return restoreField(repair);
    case 'MISSING_ENUM_SYMBOLS':
      return removeSymbol(repair);
    case 'MISSING_UNION_BRANCH':
      return [...removeBranch(repair), ...restoreType(repair)];
    case 'NAME_MISMATCH':
      return wasReplaced(repair) ? restoreType(repair) : restoreName(repair);
    default:
      return commonFixes(repair);
  }
}

function commonFixes(repair: Repair): Fix[] {
  return repair.mismatch.kind === 'FIXED_SIZE_MISMATCH' ? restoreSize(repair) : [...removeBranch(repair), ...restoreType(repair)];
}

function restoreSize({ side, here, there }: Repair): Fix[] {
  if (here.schema.type !== 'fixed' || there.schema.type !== 'fixed' || there.schema.size === undefined) return [];
  const size = String(there.schema.size);
  return fix(`Restore Size ${size} of ${typeTitle(here.schema)}`, setProperty(side.parsed.text, here.schema.json, 'size', size));
}
