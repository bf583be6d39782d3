import { property } from '../shared/schemaSettings.ts';
import { compatibilityLevels, type CompatibilityLevel } from '../shared/registry/registeredSchema.ts';

/** One setting's value as it counts for a resource, by its id without the prefix `avroWorkbench.`. */
export type ReadSetting = (id: string, resource?: string) => unknown;

/**
 * The settings as typed values. Each is read when it is asked for. A value of the wrong type or out of its range counts
 * as its default: the settings editor already marks it, and no feature should fail by it.
 */
export interface Settings {
  peek(): PeekSettings;
  view(): ViewSettings;
  sample(resource?: string): SampleSettings;
  codeLens(resource?: string): CodeLensSettings;
  compatibility(resource: string): CompatibilitySettings;
  /** Globs, in their order, to the subjects of the files that they match. */
  subjects(resource: string): ReadonlyMap<string, readonly SubjectMapping[]>;
  registry(resource?: string): RegistrySettings;
}

export interface PeekSettings {
  /** Newest records that are fetched. */
  readonly count: number;
  readonly timeoutMs: number;
  /** What a records page keeps. */
  readonly maxRecords: number;
  readonly maxBytes: number;
  readonly isolation: 'readCommitted' | 'readUncommitted';
}

export interface ViewSettings {
  readonly timeZone: 'local' | 'UTC';
}

export interface SampleSettings {
  /** The same seed gives the same sample; undefined gives another one each time. */
  readonly seed: number | undefined;
  /** From 0 to 1: how often an optional field is null. */
  readonly nullProbability: number;
}

export interface CodeLensSettings {
  readonly messages: boolean;
}

export interface CompatibilitySettings {
  readonly enabled: boolean;
  /** `registry`, `git:` and a ref, or the path of a file or folder. */
  readonly baseline: string;
  readonly level: CompatibilityLevel | 'fromRegistry';
}

export interface SubjectMapping {
  readonly subject: string;
  /** Undefined for the active one. */
  readonly connection: string | undefined;
}

export interface RegistrySettings {
  /** How often the latest versions are asked for; undefined where that is only by command. */
  readonly refreshIntervalMs: number | undefined;
  readonly normalize: boolean;
}

/** The settings, read through `read`. */
export function createSettings(read: ReadSetting): Settings {
  const number = (id: string, fallback: number, lowest: number, highest: number, resource?: string): number => {
    const value = read(id, resource);
    return typeof value === 'number' && value >= lowest && value <= highest ? value : fallback;
  };
  const boolean = (id: string, fallback: boolean, resource?: string): boolean => {
    const value = read(id, resource);
    return typeof value === 'boolean' ? value : fallback;
  };
  return {
    peek: () => ({
      count: Math.floor(number('peek.count', 100, 1, 100_000)),
      timeoutMs: number('peek.timeoutSeconds', 30, 1, 3600) * 1000,
      maxRecords: Math.floor(number('peek.maxRecords', 100_000, 1, 1_000_000)),
      maxBytes: Math.floor(number('peek.maxMegabytes', 64, 1, 1024) * 1024 * 1024),
      isolation: read('peek.isolation') === 'readUncommitted' ? 'readUncommitted' : 'readCommitted',
    }),
    view: () => ({ timeZone: read('view.timeZone') === 'UTC' ? 'UTC' : 'local' }),
    sample: (resource) => {
      const seed = read('sample.seed', resource);
      return {
        seed: typeof seed === 'number' && Number.isSafeInteger(seed) ? seed : undefined,
        nullProbability: number('sample.nullProbability', 0.1, 0, 1, resource),
      };
    },
    codeLens: (resource) => ({
      messages: boolean('codeLens.messages', true, resource),
    }),
    compatibility: (resource) => {
      const baseline = read('compatibility.baseline', resource);
      const level = read('compatibility.level', resource);
      return {
        enabled: boolean('compatibility.enabled', true, resource),
        baseline: typeof baseline === 'string' && baseline.trim() !== '' ? baseline.trim() : 'registry',
        level: compatibilityLevels.find((each) => each === level) ?? 'fromRegistry',
      };
    },
    subjects: (resource) => toMappings(read('subjects', resource)),
    registry: (resource) => {
      const seconds = number('registry.refreshIntervalSeconds', 300, 0, 1e6, resource);
      return { refreshIntervalMs: seconds === 0 ? undefined : seconds * 1000, normalize: boolean('registry.normalize', false, resource) };
    },
  };
}

function toMappings(value: unknown): ReadonlyMap<string, readonly SubjectMapping[]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map();
  return new Map(Object.entries(value).map(([glob, mappings]) => [glob, Array.isArray(mappings) ? mappings.flatMap(toMapping) : []]));
}

function toMapping(value: unknown): SubjectMapping[] {
  const [subject, connection] = [property(value, 'subject'), property(value, 'connection')];
  if (typeof subject !== 'string' || subject === '') return [];
  return [{ subject, connection: typeof connection === 'string' && connection !== '' ? connection : undefined }];
}
