import type { Severity } from './avro/schema.ts';

/** The settings that decide what is found in a schema, the same in the editor and at a terminal. */
export interface SchemaSettings {
  /** `avroWorkbench.rules`: rule id to severity. */
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  /** `avroWorkbench.targets`: software that must read the schemas. */
  readonly targets: readonly string[];
  /** `avroWorkbench.suppressions`: glob to findings that are accepted in the files it matches. */
  readonly suppressions: ReadonlyMap<string, readonly Suppression[]>;
  /** `avroWorkbench.index.exclude`: globs of files that are not looked at. */
  readonly indexExclude: readonly string[];
}

/** Findings of one rule: all of a file, or those at one place. */
export interface Suppression {
  readonly rule: string;
  /** As `findingPath` has it, such as `com.example.Order.total`; undefined for the whole file. */
  readonly path: string | undefined;
}

/** The ids of these settings, without the prefix `avroWorkbench.`. */
export const schemaSections = ['rules', 'targets', 'suppressions', 'index.exclude'] as const;

/** A value of the wrong type counts as its default: the settings editor already marks it. */
export function readSchemaSettings(read: (section: (typeof schemaSections)[number]) => unknown): SchemaSettings {
  const exclude = read('index.exclude');
  return {
    rules: new Map(entriesOf(read('rules')).filter((entry): entry is [string, Severity | 'off'] => isSeverity(entry[1]))),
    targets: stringsOf(read('targets')),
    suppressions: new Map(entriesOf(read('suppressions')).map(([glob, value]) => [glob, toSuppressions(value)])),
    indexExclude: Array.isArray(exclude) ? stringsOf(exclude) : ['**/node_modules/**', '**/target/**'],
  };
}

const severities: ReadonlySet<unknown> = new Set<Severity | 'off'>(['error', 'warning', 'information', 'hint', 'off']);

/** Whether it is a severity as settings have it. */
export function isSeverity(value: unknown): value is Severity | 'off' {
  return severities.has(value);
}

/** The value of a property of something that may be anything. */
export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

function toSuppressions(value: unknown): Suppression[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown) => {
    const [rule, path] = [property(each, 'rule'), property(each, 'path')];
    return typeof rule === 'string' ? [{ rule, path: typeof path === 'string' ? path : undefined }] : [];
  });
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
