import type { RemoteWorkspace } from 'vscode-languageserver/node';
import type { Severity } from '../shared/avro/schema.ts';

/** The settings that the server knows, as they are for one resource. */
export interface Settings {
  /** `avroWorkbench.schema.enabled` */
  readonly schemaEnabled: boolean;
  /** `avroWorkbench.rules`: rule id to severity. */
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  /** `avroWorkbench.targets`: software that must read the schemas. */
  readonly targets: readonly string[];
  /** `avroWorkbench.suppressions`: glob to findings that are accepted in the files it matches. */
  readonly suppressions: ReadonlyMap<string, readonly Suppression[]>;
  /** `avroWorkbench.index.exclude`: globs of files that the index of names leaves out. */
  readonly indexExclude: readonly string[];
  /** `avroWorkbench.inlayHints.fullnames` */
  readonly inlayFullnames: boolean;
  /** `avroWorkbench.rename.keepAlias`: whether the old name is kept as an alias. */
  readonly keepAlias: 'ask' | 'always' | 'never';
}

/** Findings of one rule, all of them in a file or those at one place. */
export interface Suppression {
  readonly rule: string;
  /** Fullname of the innermost named type around the finding, then the field's or symbol's name behind a dot where it has one. */
  readonly path: string | undefined;
}

export interface SettingsSource {
  read(uri: string): Promise<Settings>;
  /** Takes what a client sent that pushes its settings; one that is asked for them may send anything. */
  push(settings: unknown): void;
}

/** Settings that are asked for at each request, since they may differ from folder to folder. */
export function askedSettings(workspace: Pick<RemoteWorkspace, 'getConfiguration'>): SettingsSource {
  return {
    async read(uri) {
      const answers: unknown = await workspace.getConfiguration(
        sections.map((section) => ({ scopeUri: uri, section: `avroWorkbench.${section}` })),
      );
      const values = Array.isArray(answers) ? (answers as readonly unknown[]) : [];
      return toSettings((section) => values[sections.indexOf(section)]);
    },
    push() {},
  };
}

/**
 * Settings of a client that can't be asked: those it started the server with, until it sends others. Both may have
 * them under `avroWorkbench` or bare, nested or with dots.
 */
export function pushedSettings(initial: unknown): SettingsSource {
  let current = settingsIn(initial);
  return {
    read: () => Promise.resolve(current),
    push(settings) {
      current = settingsIn(settings);
    },
  };
}

const sections = [
  'schema.enabled',
  'rules',
  'targets',
  'suppressions',
  'index.exclude',
  'inlayHints.fullnames',
  'rename.keepAlias',
] as const;
type Section = (typeof sections)[number];

function settingsIn(value: unknown): Settings {
  const own = property(value, 'avroWorkbench') ?? value;
  return toSettings((section) => property(own, section) ?? section.split('.').reduce(property, own));
}

const severities: ReadonlySet<unknown> = new Set<Severity | 'off'>(['error', 'warning', 'information', 'hint', 'off']);

/** A value of the wrong type counts as its default: the settings editor already marks it. */
function toSettings(read: (section: Section) => unknown): Settings {
  const enabled = read('schema.enabled');
  const keepAlias = read('rename.keepAlias');
  const fullnames = read('inlayHints.fullnames');
  const exclude = read('index.exclude');
  const suppressions = entriesOf(read('suppressions')).map(([glob, value]): [string, readonly Suppression[]] => [
    glob,
    toSuppressions(value),
  ]);
  return {
    schemaEnabled: typeof enabled === 'boolean' ? enabled : true,
    rules: new Map(entriesOf(read('rules')).filter((entry): entry is [string, Severity | 'off'] => severities.has(entry[1]))),
    targets: stringsOf(read('targets')),
    suppressions: new Map(suppressions),
    indexExclude: Array.isArray(exclude) ? stringsOf(exclude) : ['**/node_modules/**', '**/target/**'],
    inlayFullnames: typeof fullnames === 'boolean' ? fullnames : true,
    keepAlias: keepAlias === 'always' || keepAlias === 'never' ? keepAlias : 'ask',
  };
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

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
