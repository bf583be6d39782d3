import { codecs, type Codec } from './cluster/codecNames.ts';
import { property } from '../shared/schemaSettings.ts';
import { compileGlobs } from '../shared/globs.ts';
import type { RenderOptions } from '../shared/wire/profile.ts';
import { consumerIds, type ConsumerId } from '../shared/diagnosis/consumerTable.ts';
import { isObject } from './settingValues.ts';
import { compatibilityLevels, type CompatibilityLevel } from '../shared/registry/registeredSchema.ts';

/** One setting's value as it counts for a resource, by its id without the prefix `avroWorkbench.`. */
export type ReadSetting = (id: string, resource?: string) => unknown;

/**
 * The settings as typed values. Each is read when it is asked for. A value of the wrong type or out of its range counts
 * as its default: the settings editor already marks it, and no feature should fail by it.
 */
export interface Settings {
  peek(): PeekSettings;
  diagnose(): DiagnoseSettings;
  view(): ViewSettings;
  /** Saved filters, in the order of their names. */
  filters(): readonly SavedFilter[];
  /** Paths of the fields of a topic that are not to be shown, such as `value.card.number`. */
  masks(topic: string): readonly string[];
  /** As it stands, since what is wrong with it is said: see `decodeProfiles.ts`. */
  decodeProfiles(): unknown;
  /** The columns that were kept for a topic; undefined where none were. */
  columns(topic: string): readonly string[] | undefined;
  sample(resource?: string): SampleSettings;
  codeLens(resource?: string): CodeLensSettings;
  compatibility(resource: string): CompatibilitySettings;
  /** Globs, in their order, to the subjects of the files that they match. */
  subjects(resource: string): ReadonlyMap<string, readonly SubjectMapping[]>;
  registry(resource?: string): RegistrySettings;
  produce(resource?: string): ProduceSettings;
}

export interface PeekSettings {
  /** Newest records that are fetched. */
  readonly count: number;
  readonly timeoutMs: number;
  /** What a records page keeps. */
  readonly maxRecords: number;
  readonly maxBytes: number;
  /** Of what is inflated out of one key or value. */
  readonly maxInflatedBytes: number;
  readonly isolation: 'readCommitted' | 'readUncommitted';
}

export interface DiagnoseSettings {
  readonly samplesPerPartition: number;
  readonly timeoutMs: number;
  /** Undefined for all. */
  readonly consumers: readonly ConsumerId[] | undefined;
}

export type ViewSettings = RenderOptions;

export interface SavedFilter {
  readonly name: string;
  /** CEL. */
  readonly text: string;
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

export const subjectStrategies = ['TopicName', 'RecordName', 'TopicRecordName'] as const;

export interface ProduceSettings {
  /** Under which subject the schema of a message is looked for and registered. @see Confluent, "Subject name strategy" */
  readonly subjectStrategy: (typeof subjectStrategies)[number];
  /** How batches are compressed where many records are sent. */
  readonly compression: Codec;
  /** Whether a new schema that is compatible is registered at sending without a question. */
  readonly autoRegister: boolean;
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
      maxInflatedBytes: Math.floor(number('peek.maxInflatedMegabytes', 16, 1, 1024) * 1024 * 1024),
      isolation: read('peek.isolation') === 'readUncommitted' ? 'readUncommitted' : 'readCommitted',
    }),
    diagnose: () => ({
      samplesPerPartition: Math.floor(number('diagnose.samplesPerPartition', 120, 3, 10_000)),
      timeoutMs: number('diagnose.timeoutSeconds', 30, 1, 3600) * 1000,
      consumers: toConsumers(read('diagnose.consumers')),
    }),
    view: () => ({
      timeZone: read('view.timeZone') === 'UTC' ? 'UTC' : 'local',
      unions: read('view.unions') === 'tagged' ? 'tagged' : 'plain',
      bytes: read('view.bytes') === 'base64' ? 'base64' : 'hex',
    }),
    filters: () => toFilters(read('filters')),
    masks: (topic) => [...new Set(matchingLists(read('masks'), topic).flat())],
    decodeProfiles: () => read('decodeProfiles'),
    columns: (topic) => columnsOf(read('columns'), topic),
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
    produce: (resource) => {
      const strategy = read('produce.subjectStrategy', resource);
      const compression = read('produce.compression', resource);
      return {
        subjectStrategy: subjectStrategies.find((each) => each === strategy) ?? 'TopicName',
        compression: codecs.find((each) => each === compression) ?? 'none',
        autoRegister: boolean('produce.autoRegister', false, resource),
      };
    },
  };
}

function toConsumers(value: unknown): readonly ConsumerId[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const chosen = consumerIds.filter((id) => value.includes(id));
  return chosen.length === 0 ? undefined : chosen;
}

function toFilters(value: unknown): SavedFilter[] {
  if (!isObject(value)) return [];
  const filters = Object.entries(value).flatMap(([name, text]) => (typeof text === 'string' ? [{ name, text }] : []));
  return filters.sort((one, other) => one.name.localeCompare(other.name));
}

/** The lists of all patterns that match a topic, in their order. */
function matchingLists(value: unknown, topic: string): string[][] {
  if (!isObject(value)) return [];
  const matching = Object.entries(value).filter(([pattern]) => pattern === topic || compileGlobs([pattern]).matches(topic));
  return matching.map(([, list]) => (Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : []));
}

/** A topic's own name counts more than a pattern. */
function columnsOf(value: unknown, topic: string): readonly string[] | undefined {
  const own = isObject(value) ? matchingLists({ [topic]: value[topic] }, topic)[0] : undefined;
  const columns = own !== undefined && own.length > 0 ? own : matchingLists(value, topic).find((list) => list.length > 0);
  return columns;
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
