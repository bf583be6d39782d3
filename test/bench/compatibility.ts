import avsc from 'avsc';
import { checkSchema } from '../../shared/avro/check.ts';
import { JudgeCache, judge } from '../../shared/avro/compatibility/judge.ts';
import type { Side } from '../../shared/avro/compatibility/mismatch.ts';
import type { OtherVersion, Verdict } from '../../shared/avro/compatibility/verdict.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { createJudge, judgeBaseline } from '../../shared/judgeBaseline.ts';
import type { Baseline, BaselineVersion } from '../../shared/protocol.ts';
import type { CompatibilityLevel } from '../../shared/registry/registeredSchema.ts';
import { runAtOnce } from '../../shared/slices.ts';
import { inTurns } from './inTurns.ts';
import { makeSchemaText } from './schemaTexts.ts';

/** How long the verdict on a schema takes beside its versions, after each change of the text, in a warm process. */
export interface CompatibilityRow {
  readonly schema: string;
  readonly versions: number;
  readonly level: CompatibilityLevel;
  /** Milliseconds, median. */
  readonly ours: number;
  readonly goalMs: number;
  /** Of avsc's resolvers for the same versions and directions, which say at the first fault that there is one; here is none. */
  readonly avsc: number;
  /** Our time over avsc's, the median of the pairs: below 1 we are faster. */
  readonly ratio: number;
  /** The lowest and the highest of the pairs. */
  readonly spread: string;
}

/** A schema of 200 KB in which another name is edited at each turn, beside versions each of which differs from the one before. */
export async function benchCompatibility(): Promise<CompatibilityRow[]> {
  const text = makeSchemaText(87);
  const rows: CompatibilityRow[] = [];
  for (const { count, level, goalMs, pairs } of [
    { count: 1, level: 'BACKWARD', goalMs: 10, pairs: 31 },
    { count: 50, level: 'BACKWARD_TRANSITIVE', goalMs: 100, pairs: 11 },
    { count: 50, level: 'FULL_TRANSITIVE', goalMs: 100, pairs: 11 },
  ] as const) {
    const texts = Array.from({ length: count }, (_, index) => versionText(text, index));
    const versions = texts.map(toVersion);
    const types = texts.map(toType);
    const cache = new JudgeCache();
    const edited = edits(text, 40 + pairs);
    const ours = (): Verdict => judge(edited.side(), versions, level, cache);
    expectVerdicts(text, versions, level);
    const { own, other, ratio, spread } = await inTurns(ours, () => resolve(edited.type(), types, level), { warmUps: 20, pairs });
    rows.push({ schema: `${Math.round(text.length / 1000)} KB`, versions: count, level, ours: own, goalMs, avsc: other, ratio, spread });
  }
  return rows;
}

/** What a keystroke costs until all problems are known, with a baseline and without one, in a warm process. */
export interface JudgedKeystrokeRow {
  readonly schema: string;
  readonly versions: number;
  readonly level: CompatibilityLevel;
  /** What is known after it of the text beside its versions. */
  readonly problems: number;
  /** Milliseconds, median: parsing, checking and judging, causes, losses and problems included. */
  readonly withBaseline: number;
  /** Parsing and checking alone. */
  readonly without: number;
  /** The one over the other, the median of the pairs. */
  readonly ratio: number;
  /** The lowest and the highest of the pairs. */
  readonly spread: string;
}

/** A schema of 230 KB, in which a name is typed that breaks nothing, or one that breaks a field in each record. */
export async function benchJudgedKeystroke(): Promise<JudgedKeystrokeRow[]> {
  const text = makeSchemaText(100);
  const rows: JudgedKeystrokeRow[] = [];
  for (const { name, count, level, pairs, edit } of [
    { name: 'compatible', count: 1, level: 'BACKWARD', pairs: 31, edit: typed },
    { name: 'compatible', count: 50, level: 'FULL_TRANSITIVE', pairs: 15, edit: typed },
    { name: 'broken throughout', count: 1, level: 'BACKWARD', pairs: 31, edit: broken },
    { name: 'broken throughout', count: 50, level: 'FULL_TRANSITIVE', pairs: 15, edit: broken },
  ] as const) {
    const baseline = toBaseline(
      Array.from({ length: count }, (_, index) => versionText(text, index)),
      level,
    );
    const keystroke = createKeystroke(baseline);
    let [turn, problems] = [0, 0];
    const ours = (): number => (problems = keystroke(edit(text, ++turn)));
    const without = (): unknown => checkSchema(parseSchema(edit(text, turn)));
    const { own, other, ratio, spread } = await inTurns(ours, without, { warmUps: 12, pairs });
    const schema = `${Math.round(text.length / 1000)} KB, ${name}`;
    rows.push({ schema, versions: count, level, problems, withBaseline: own, without: other, ratio, spread });
  }
  return rows;
}

/** What the server does after a keystroke, at once. @returns how many problems the text has beside its versions */
function createKeystroke(baseline: Baseline): (text: string) => number {
  const sides = new Map(baseline.versions.map((version) => [version, toSide(version.text)]));
  const tools = {
    judge: createJudge(),
    // eslint-disable-next-line require-yield -- It is parsed already.
    *parseVersion(version: BaselineVersion) {
      return { side: sides.get(version), reason: undefined, lookup: () => undefined };
    },
  };
  return (text) => {
    const side = toSide(text);
    checkSchema(side.parsed);
    return runAtOnce(judgeBaseline(side, baseline, { severity: 'error', lossSeverity: 'warning' }, tools)).problems.length;
  };
}

function toBaseline(texts: readonly string[], level: CompatibilityLevel): Baseline {
  const versions = texts.map((text, index) => ({
    version: index + 1,
    schemaId: index + 1,
    label: `version ${index + 1}`,
    uri: String(index + 1),
    text,
    references: [],
  }));
  return { kind: 'registry', label: 'orders-value', connection: 'local', level, versions };
}

function typed(text: string, turn: number): string {
  return text.replace('"name": "discount"', `"name": "discount_${turn}"`);
}

/** Fields that no version has, without a default, also in records that only unions lead to. */
function broken(text: string, turn: number): string {
  return typed(text, turn).replaceAll('"name": "total"', '"name": "sum"');
}

/** Each version has another name for a field that has a default, in another record: all versions are compatible. */
function versionText(text: string, index: number): string {
  const start = text.indexOf(`"name": "Order${4 + index}"`);
  return start < 0 ? text : `${text.slice(0, start)}${text.slice(start).replace('"name": "tags"', `"name": "tags_${index}"`)}`;
}

function toSide(text: string): Side {
  const parsed = parseSchema(text);
  if (parsed.schema === undefined) throw new Error('The text of the bench is a schema.');
  return { parsed, schema: parsed.schema };
}

function toVersion(text: string, index: number): OtherVersion {
  return { label: `version ${index + 1}`, version: index + 1, uri: String(index + 1), side: toSide(text) };
}

function toType(text: string): avsc.Type {
  return avsc.Type.forSchema(JSON.parse(text) as avsc.Schema);
}

/** Texts as they are after each keystroke, parsed before anything is measured; each is given out once, then again from the first. */
function edits(text: string, count: number): { readonly side: () => Side; readonly type: () => avsc.Type } {
  const texts = Array.from({ length: count }, (_, index) => text.replace('"name": "discount"', `"name": "discount_${index}"`));
  const [sides, types] = [texts.map(toSide), texts.map(toType)];
  let [nextSide, nextType] = [0, 0];
  const take = <T>(all: readonly T[], index: number): T => all[index % count] as T; // there is one of each
  return { side: () => take(sides, nextSide++), type: () => take(types, nextType++) };
}

/** Throws where one can't be read as the other. */
function resolve(type: avsc.Type, versions: readonly avsc.Type[], level: CompatibilityLevel): void {
  for (const version of versions) {
    type.createResolver(version);
    if (level.startsWith('FULL')) version.createResolver(type);
  }
}

/** All versions are compatible, and break where a field is gone that has no default. */
function expectVerdicts(text: string, versions: readonly OtherVersion[], level: CompatibilityLevel): void {
  const good = judge(toSide(text), versions, level).breaks;
  const bad = judge(toSide(text.replace('"name": "total"', '"name": "sum"')), versions, level).breaks;
  const broken = Math.max(...bad.map((each) => each.versions.length));
  if (good.length > 0 || broken !== versions.length) throw new Error(`No version breaks, and then all do: ${good.length}, ${broken}.`);
}
