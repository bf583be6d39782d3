import type { RemoteWorkspace } from 'vscode-languageserver/node';
import type { Severity } from '../shared/avro/schema.ts';

/** The settings that the server knows, as they are for one resource. */
export interface Settings {
  /** `avroWorkbench.schema.enabled` */
  readonly schemaEnabled: boolean;
  /** `avroWorkbench.rules`: rule id to severity. */
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
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
      const answers: unknown = await workspace.getConfiguration([
        { scopeUri: uri, section: 'avroWorkbench.schema.enabled' },
        { scopeUri: uri, section: 'avroWorkbench.rules' },
      ]);
      const [enabled, rules] = Array.isArray(answers) ? (answers as readonly unknown[]) : [];
      return toSettings(enabled, rules);
    },
    push() {},
  };
}

/**
 * Settings of a client that can't be asked: those it started the server with, until it sends others. Both may have
 * them under `avroWorkbench` or bare.
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

function settingsIn(value: unknown): Settings {
  const section = property(value, 'avroWorkbench') ?? value;
  return toSettings(property(section, 'schema.enabled') ?? property(property(section, 'schema'), 'enabled'), property(section, 'rules'));
}

const severities: ReadonlySet<unknown> = new Set<Severity | 'off'>(['error', 'warning', 'information', 'hint', 'off']);

/** A value of the wrong type counts as its default: the settings editor already marks it. */
function toSettings(enabled: unknown, rules: unknown): Settings {
  const chosen = typeof rules === 'object' && rules !== null ? Object.entries(rules as Record<string, unknown>) : [];
  return {
    schemaEnabled: typeof enabled === 'boolean' ? enabled : true,
    rules: new Map(chosen.filter((entry): entry is [string, Severity | 'off'] => severities.has(entry[1]))),
  };
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
