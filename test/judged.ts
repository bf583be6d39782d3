import { explainVerdictSteps } from '../shared/avro/compatibility/explainBreaks.ts';
import { judge } from '../shared/avro/compatibility/judge.ts';
import type { Side } from '../shared/avro/compatibility/mismatch.ts';
import type { ExplainedVerdict, OtherVersion } from '../shared/avro/compatibility/verdict.ts';
import { parseSchema } from '../shared/avro/parse.ts';
import type { CompatibilityLevel } from '../shared/registry/registeredSchema.ts';
import { runAtOnce } from '../shared/slices.ts';

/**
 * A text as one side of a comparison.
 *
 * @param references texts whose types it may name
 */
export function sideOf(text: string, references: readonly string[] = []): Side {
  const others = references.map((each) => parseSchema(each));
  const parsed = parseSchema(text, {
    lookup: (fullname) => others.map((each) => each.definitions.get(fullname)).find((type) => type !== undefined),
  });
  if (parsed.schema === undefined) throw new Error(`No schema: ${text}`);
  return { parsed, schema: parsed.schema };
}

/** A version of a registry by its number, or what a label names. */
export function versionOf(text: string, name: number | string = 7, references: readonly string[] = []): OtherVersion {
  const isNumber = typeof name === 'number';
  return {
    label: isNumber ? `version ${name}` : name,
    version: isNumber ? name : undefined,
    uri: isNumber ? `avro-registry:/local/orders-value/v${name}.avsc` : `avro-baseline:/${name}`,
    side: sideOf(text, references),
  };
}

/** The verdict on a text beside one other. */
export function judged(edited: Side, versions: readonly OtherVersion[], level: CompatibilityLevel): ExplainedVerdict {
  return runAtOnce(explainVerdictSteps(judge(edited, versions, level), edited));
}

export const record = (fields: string, more = '"name":"Order"'): string => `{"type":"record",${more},"fields":[${fields}]}`;
export const field = (name: string, type: string, more = ''): string => `{"name":"${name}","type":${type}${more}}`;
