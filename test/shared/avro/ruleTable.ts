import { attributes } from './ruleRows/attributes.ts';
import { logicalTypes } from './ruleRows/logicalTypes.ts';
import { inMessages, messages } from './ruleRows/messages.ts';
import { names } from './ruleRows/names.ts';
import { others } from './ruleRows/others.ts';
import { portability } from './ruleRows/portability.ts';
import { protocols } from './ruleRows/protocols.ts';
import { records } from './ruleRows/records.ts';
import type { RuleRows } from './ruleRows/rows.ts';
import { style } from './ruleRows/style.ts';
import { text } from './ruleRows/text.ts';
import { types } from './ruleRows/types.ts';

const own: RuleRows = {
  ...text,
  ...types,
  ...names,
  ...records,
  ...others,
  ...protocols,
  ...messages,
  ...attributes,
  ...logicalTypes,
  ...portability,
  ...style,
};

/** For each rule what it finds, and what looks alike and is right. */
export const ruleTable: RuleRows = Object.fromEntries(Object.entries(own).map(([id, rows]) => [id, [...rows, ...(inMessages[id] ?? [])]]));
