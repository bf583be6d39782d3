import { names } from './ruleRows/names.ts';
import { others } from './ruleRows/others.ts';
import { records } from './ruleRows/records.ts';
import type { RuleRows } from './ruleRows/rows.ts';
import { text } from './ruleRows/text.ts';
import { types } from './ruleRows/types.ts';

/** For each rule what it finds, and what looks alike and is right. */
export const ruleTable: RuleRows = { ...text, ...types, ...names, ...records, ...others };
