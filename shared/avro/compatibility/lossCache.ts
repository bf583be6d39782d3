import { jsonToText } from '../jsonText.ts';
import type { Field, NameReference, RecordSchema } from '../schema.ts';
import { allParts, isField } from '../schemaTree.ts';

/** A record as it is written, whatever its layout, and what it refers to. */
export interface WrittenRecord {
  readonly text: string;
  readonly references: readonly { readonly reference: NameReference; readonly field: Field | undefined }[];
}

/**
 * What is known of the records of texts that are compared again and again, such as the versions of a subject. It keeps
 * nothing of a text that nobody holds any more.
 */
export class LossCache {
  readonly #records = new WeakMap<RecordSchema, WrittenRecord>();

  /** Undefined where finding out takes longer than comparing its parts one by one. */
  written(record: RecordSchema): WrittenRecord | undefined {
    if (record.span.end - record.span.start > maxLength) return undefined;
    const known = this.#records.get(record) ?? { text: jsonToText(record.json), references: referencesIn(record) };
    this.#records.set(record, known);
    return known;
  }
}

/** Larger records hold others, which are looked at by themselves. In UTF-16 code units. */
const maxLength = 10_000;

function referencesIn(record: RecordSchema): WrittenRecord['references'] {
  const references: { reference: NameReference; field: Field | undefined }[] = [];
  let field: Field | undefined;
  for (const part of allParts(record)) {
    if (isField(part)) field = part;
    else if (part.type === 'reference') references.push({ reference: part, field });
  }
  return references;
}
