import { judge } from '../../shared/avro/compatibility/judge.ts';
import type { JudgeCache } from '../../shared/avro/compatibility/judge.ts';
import { levelRules } from '../../shared/avro/compatibility/levels.ts';
import { findLossesSteps } from '../../shared/avro/compatibility/losses.ts';
import type { Side } from '../../shared/avro/compatibility/mismatch.ts';
import { verdictProblems } from '../../shared/avro/compatibility/problems.ts';
import type { OtherVersion } from '../../shared/avro/compatibility/verdict.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import type { NamedSchema, Severity } from '../../shared/avro/schema.ts';
import { checkUsable } from '../../shared/avro/usable.ts';
import type { Judged } from '../../shared/compatibilityTexts.ts';
import { CodecError } from '../../shared/errors.ts';
import type { Baseline, BaselineVersion } from '../../shared/protocol.ts';
import { runAtOnce } from '../../shared/slices.ts';

export interface JudgingTools {
  /** Of a break. */
  readonly severity: Severity | 'off';
  /** Of what is allowed but loses meaning. */
  readonly lossSeverity: Severity | 'off';
  readonly cache: JudgeCache;
}

export interface JudgedBaseline {
  readonly judged: Judged & { readonly state: 'judged' };
  /** Why versions that count can't be compared with, a sentence each. */
  readonly unusable: readonly string[];
}

/** How a schema stands beside a baseline, as the language server has it. */
export function judgeBaseline(side: Side, { level, versions }: Baseline, { severity, lossSeverity, cache }: JudgingTools): JudgedBaseline {
  const rule = levelRules[level];
  const counting = rule.directions.length === 0 ? [] : rule.versions === 'latest' ? versions.slice(-1) : versions;
  const others: OtherVersion[] = [];
  const unusable: string[] = [];
  for (const version of counting) {
    const other = toSide(version);
    if (typeof other === 'string') unusable.push(other);
    else others.push({ label: version.label, version: version.version, uri: version.uri, side: other });
  }
  const verdict = judge(side, others, level, cache);
  const losses = lossSeverity === 'off' ? [] : runAtOnce(findLossesSteps(side, others, level));
  const problems = verdictProblems(verdict, side, { severity, lossSeverity, losses });
  return { judged: { state: 'judged', verdict, side, problems }, unusable };
}

/** The version's text, parsed; a sentence where nothing can be compared with it. */
function toSide({ text, references, label }: BaselineVersion): Side | string {
  const definitions = new Map<string, NamedSchema>();
  // A reference is looked up when somebody asks for it, so texts that refer to each other in circles are fine.
  const lookup = (fullname: string): NamedSchema | undefined => definitions.get(fullname);
  for (const reference of references) {
    const parsed = parseSchema(reference, { lookup });
    for (const [fullname, schema] of parsed.definitions) if (!definitions.has(fullname)) definitions.set(fullname, schema);
  }
  const parsed = parseSchema(text, { lookup });
  const { schema, problems } = parsed;
  const name = label.charAt(0).toUpperCase() + label.slice(1);
  if (schema === undefined || problems.some(({ severity }) => severity === 'error'))
    return `${name} can't be used: its text is not valid JSON.`;
  try {
    checkUsable(schema);
    return { parsed, schema };
  } catch (error) {
    if (error instanceof CodecError) return `${name} can't be used: ${error.message.replace(/^[^:]*: /, '')}`;
    throw error;
  }
}
