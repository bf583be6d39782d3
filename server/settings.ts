import type { RemoteWorkspace } from 'vscode-languageserver/node';
import { property, readSchemaSettings, schemaSections } from '../shared/schemaSettings.ts';
import type { SchemaSettings } from '../shared/schemaSettings.ts';

/** The settings that the server knows, as they are for one resource. */
export interface Settings extends SchemaSettings {
  /** `avroWorkbench.schema.enabled` */
  readonly schemaEnabled: boolean;
  /** `avroWorkbench.inlayHints.fullnames` */
  readonly inlayFullnames: boolean;
  /** `avroWorkbench.rename.keepAlias`: whether the old name is kept as an alias. */
  readonly keepAlias: 'ask' | 'always' | 'never';
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

const sections = ['schema.enabled', 'inlayHints.fullnames', 'rename.keepAlias', ...schemaSections] as const;
type Section = (typeof sections)[number];

function settingsIn(value: unknown): Settings {
  const own = property(value, 'avroWorkbench') ?? value;
  return toSettings((section) => property(own, section) ?? section.split('.').reduce<unknown>((outer, name) => property(outer, name), own));
}

/** A value of the wrong type counts as its default: the settings editor already marks it. */
function toSettings(read: (section: Section) => unknown): Settings {
  const [enabled, fullnames, keepAlias] = [read('schema.enabled'), read('inlayHints.fullnames'), read('rename.keepAlias')];
  return {
    ...readSchemaSettings(read),
    schemaEnabled: typeof enabled === 'boolean' ? enabled : true,
    inlayFullnames: typeof fullnames === 'boolean' ? fullnames : true,
    keepAlias: keepAlias === 'always' || keepAlias === 'never' ? keepAlias : 'ask',
  };
}
