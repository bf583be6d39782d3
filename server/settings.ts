import type { RemoteWorkspace } from 'vscode-languageserver/node';
import type { Severity } from '../shared/avro/schema.ts';
import { isSeverity, property, readSchemaSettings, schemaSections } from '../shared/schemaSettings.ts';
import type { SchemaSettings } from '../shared/schemaSettings.ts';

/** The settings that the server knows, as they are for one resource. */
export interface Settings extends SchemaSettings {
  /** `avroWorkbench.schema.enabled` */
  readonly schemaEnabled: boolean;
  /** `avroWorkbench.inlayHints.fullnames` */
  readonly inlayFullnames: boolean;
  /** `avroWorkbench.rename.keepAlias`: whether the old name is kept as an alias. */
  readonly keepAlias: 'ask' | 'always' | 'never';
  readonly compatibility: CompatibilitySettings;
  /** `avroWorkbench.codeLens.schemas`, `.namedTypes` */
  readonly codeLens: { readonly schemas: boolean; readonly namedTypes: boolean };
}

/** `avroWorkbench.compatibility.enabled`, `.severity` and `.lossSeverity`; what a schema is compared with is asked of the client. */
export interface CompatibilitySettings {
  readonly isEnabled: boolean;
  /** Of what breaks. */
  readonly severity: Severity | 'off';
  /** Of what is allowed but loses meaning. */
  readonly lossSeverity: Severity | 'off';
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
  'inlayHints.fullnames',
  'rename.keepAlias',
  'compatibility.enabled',
  'compatibility.severity',
  'compatibility.lossSeverity',
  'codeLens.schemas',
  'codeLens.namedTypes',
  ...schemaSections,
] as const;
type Section = (typeof sections)[number];

function settingsIn(value: unknown): Settings {
  const own = property(value, 'avroWorkbench') ?? value;
  return toSettings((section) => property(own, section) ?? section.split('.').reduce<unknown>((outer, name) => property(outer, name), own));
}

/** A value of the wrong type counts as its default: the settings editor already marks it. */
function toSettings(read: (section: Section) => unknown): Settings {
  const boolean = (section: Section, otherwise: boolean): boolean => {
    const value = read(section);
    return typeof value === 'boolean' ? value : otherwise;
  };
  const severity = (section: Section, otherwise: Severity): Severity | 'off' => {
    const value = read(section);
    return isSeverity(value) ? value : otherwise;
  };
  const keepAlias = read('rename.keepAlias');
  return {
    ...readSchemaSettings(read),
    schemaEnabled: boolean('schema.enabled', true),
    inlayFullnames: boolean('inlayHints.fullnames', true),
    keepAlias: keepAlias === 'always' || keepAlias === 'never' ? keepAlias : 'ask',
    compatibility: {
      isEnabled: boolean('compatibility.enabled', true),
      severity: severity('compatibility.severity', 'error'),
      lossSeverity: severity('compatibility.lossSeverity', 'warning'),
    },
    codeLens: { schemas: boolean('codeLens.schemas', true), namedTypes: boolean('codeLens.namedTypes', false) },
  };
}
