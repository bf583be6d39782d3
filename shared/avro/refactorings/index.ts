import { addDefault } from './addDefault.ts';
import { addDoc } from './addDoc.ts';
import { extractType } from './extractType.ts';
import { inlineType } from './inlineType.ts';
import { makeNullable } from './makeNullable.ts';
import { makeRequired } from './makeRequired.ts';
import { nameAndNamespace } from './nameAndNamespace.ts';
import type { Refactoring } from './refactoring.ts';
import { wrapType } from './wrapType.ts';

/** Every refactoring, in the order in which they are offered. A new one is its file and its line here. */
export const refactorings: readonly Refactoring[] = [
  makeNullable,
  makeRequired,
  addDefault,
  extractType,
  inlineType,
  wrapType,
  nameAndNamespace,
  addDoc,
];
