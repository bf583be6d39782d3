import { createBaselines, type BaselinesParts, type KeptBaselines } from '../../../client/baselines/createBaselines.ts';
import type { RunGit } from '../../../client/baselines/runGit.ts';
import { createSettings } from '../../../client/settings.ts';
import { createFakeRegistries, type FakeRegistries } from '../../fakes/registries.ts';
import type { FakeRegistrySession } from '../../fakes/registrySession.ts';

export interface TestBaselinesOptions {
  readonly sessions?: Readonly<Record<string, FakeRegistrySession>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly runGit?: RunGit;
  /** Texts by URI. */
  readonly files?: Readonly<Record<string, string>>;
  readonly trusted?: boolean;
  /** Connections that are read-only. */
  readonly readOnly?: readonly string[];
}

export interface TestBaselines {
  readonly baselines: KeptBaselines;
  readonly registries: FakeRegistries;
  readonly settings: Record<string, unknown>;
  readonly clock: { nowMs: number };
  readonly memory: Map<string, unknown>;
  readonly files: Record<string, string>;
  /** The files that other baselines hold for, as it was told. */
  readonly changes: (readonly string[] | undefined)[];
  trusted: boolean;
}

const root = 'file:///w/';

/** Baselines over registries in memory; the workspace folder is `/w`. */
export function createTestBaselines(options: TestBaselinesOptions = {}): TestBaselines {
  const clock = { nowMs: 1_000_000 };
  const registries = createFakeRegistries(options.sessions ?? {}, { readOnly: options.readOnly ?? [], now: () => clock.nowMs });
  const settings: Record<string, unknown> = { ...options.settings };
  const memory = new Map<string, unknown>();
  const files: Record<string, string> = { ...options.files };
  const test = {
    registries,
    settings,
    clock,
    memory,
    files,
    trusted: options.trusted ?? true,
    changes: [] as (readonly string[] | undefined)[],
  };
  const parts: BaselinesParts = {
    settings: createSettings((id) => settings[id]),
    registries,
    memory: { get: (key) => memory.get(key), set: (key, value) => Promise.resolve(void memory.set(key, value)) },
    runGit: options.runGit ?? (() => Promise.reject(new Error('git was run'))),
    files: {
      kindOf: (uri) => {
        const isFolder = Object.keys(files).some((each) => each.startsWith(`${uri}/`));
        return Promise.resolve(uri in files ? 'file' : isFolder ? 'folder' : undefined);
      },
      readText: (uri) => {
        const text = files[uri];
        return text === undefined ? Promise.reject(new Error(`There is no ${uri}.`)) : Promise.resolve(text);
      },
      listFiles: (uri, limit) => {
        const inside = Object.keys(files).filter((each) => each.startsWith(`${uri}/`));
        return Promise.resolve(inside.map((each) => each.slice(uri.length + 1)).slice(0, limit));
      },
      join: (folder, path) => `${folder}/${path}`,
    },
    pathOf: (uri) => uri.slice(root.length),
    resolve: (path) => (path.startsWith('/') ? `file://${path}` : root + path),
    isTrusted: () => test.trusted,
    now: () => clock.nowMs,
  };
  const baselines = createBaselines(parts);
  baselines.onDidChange((uris) => test.changes.push(uris));
  return Object.assign(test, { baselines });
}

/** Lets what is under way come to its end. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}

export function record(name: string, ...fields: readonly string[]): string {
  return JSON.stringify({ type: 'record', name, fields: fields.map((field) => ({ name: field, type: 'string' })) });
}
