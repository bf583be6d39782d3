import type { Problem } from '../shared/avro/schema.ts';
import { agreementText, invalidSummary, summariesBeside, summaryWithout, verdictSummary } from '../shared/compatibilityTexts.ts';
import type { SummaryOptions } from '../shared/compatibilityTexts.ts';
import { judgeBaseline, summaryOf } from '../shared/judgeBaseline.ts';
import type { Judgement, JudgeTools } from '../shared/judgeBaseline.ts';
import type { Baseline, RegistryVerdictResult, VerdictSummary } from '../shared/protocol.ts';
import type { Steps } from '../shared/slices.ts';
import type { Baselines, KnownBaselines } from './baselines.ts';
import type { Confirmations } from './confirmations.ts';
import { fullnameOf } from './derived.ts';
import type { RequestContext } from './kinds.ts';
import { isMade } from './madeDocuments.ts';
import type { SchemaDocument } from './schemaDocument.ts';
import type { SchemaWorkspace } from './schemaWorkspace.ts';
import { SharedWork } from './sharedWork.ts';
import type { Finding, Standing } from './standing.ts';
import { nothingToSay } from './standing.ts';
import { timeText } from './timeText.ts';
import type { Patience, Verdicts } from './verdicts.ts';

export interface CompatibilityOptions {
  readonly baselines: Baselines;
  readonly confirmations: Confirmations;
  readonly verdicts: Verdicts;
  readonly tools: JudgeTools;
  /** Called with each judgement of a document that is of its newest text. */
  readonly onJudged: (document: SchemaDocument, judgements: readonly Judgement[]) => void;
}

/** Judges the versions of open schema documents beside what they are to be compatible with, each once, whoever asks. */
export class Compatibility {
  readonly #options: CompatibilityOptions;
  readonly #judged = new WeakMap<SchemaDocument, Judging>();
  /** The last baselines of a document, by which what is being asked is named. */
  readonly #last = new Map<string, readonly Baseline[]>();

  constructor(options: CompatibilityOptions) {
    this.#options = options;
  }

  /**
   * How a document stands beside its baselines; nothing waits for a registry.
   *
   * @param own what is wrong in the document by itself
   */
  async stand(
    document: SchemaDocument,
    own: readonly Problem[],
    { settings, waitFor }: Pick<RequestContext, 'settings' | 'waitFor'>,
  ): Promise<Standing> {
    const { uri, parsed } = document;
    const { schema } = parsed;
    if (!isJudged(uri, document.workspace)) return nothingToSay;
    if (!settings.compatibility.isEnabled) return this.#say(document, [summaryWithout({ baselines: [], without: 'off' })], 'none');
    const errors = own.filter(({ severity }) => severity === 'error');
    if (schema === undefined || errors.length > 0) {
      const isHalfWritten = parsed.problems.some(({ severity }) => severity === 'error') || schema === undefined;
      return this.#say(document, this.#wrong(uri, errors), isHalfWritten ? 'endless' : 'while-wrong');
    }
    const known = this.#options.baselines.find(uri, fullnameOf(schema));
    if (known === undefined || known.result.without === 'asking') return this.#say(document, this.checking(uri), 'while-asking');
    const { result } = known;
    if (result.baselines.length === 0) {
      return this.#options.baselines.isSupported ? this.#say(document, [summaryWithout(result)], 'none') : this.#say(document, [], 'none');
    }
    this.#last.set(uri, result.baselines);
    const judgements = await waitFor(this.#judge(document, { own, known, settings }));
    this.#options.onJudged(document, judgements);
    const findings = this.#findings(document, judgements);
    const summaries = [...this.#summaries(document, judgements), ...summariesBeside(result)];
    return { findings, summaries: this.#say(document, summaries, 'none').summaries };
  }

  /** What is said while nothing is known of a document's newest text. */
  checking(uri: string): readonly VerdictSummary[] {
    const { baselines } = this.#options;
    if (!baselines.isSupported) return [];
    const last = this.#last.get(uri) ?? [];
    if (last.length === 0) return [summaryWithout({ baselines: [], without: 'asking' })];
    return last.map((baseline) => verdictSummary(baseline, { state: 'asking' }, textOptions(last)));
  }

  closed(uri: string): void {
    this.#last.delete(uri);
    this.#options.baselines.forget(uri);
    this.#options.confirmations.forget(uri);
    this.#options.verdicts.closed(uri);
  }

  #judge(document: SchemaDocument, facts: Pick<Judging, 'own' | 'known'> & Pick<RequestContext, 'settings'>): Judging['work'] {
    const { own, known, settings } = facts;
    const key = JSON.stringify([settings.compatibility, document.workspace.revision(document.uri)]);
    const judged = this.#judged.get(document);
    if (judged?.key === key && judged.own === own && judged.known === known) return judged.work;
    const work = new SharedWork(this.#judgeSteps(document, known, settings));
    this.#judged.set(document, { own, known, key, work });
    return work;
  }

  *#judgeSteps({ parsed }: SchemaDocument, { result }: KnownBaselines, { compatibility }: RequestContext['settings']): Steps<Judgement[]> {
    const judgements: Judgement[] = [];
    const { schema } = parsed;
    if (schema === undefined) return judgements;
    for (const baseline of result.baselines) {
      judgements.push(yield* judgeBaseline({ parsed, schema }, baseline, compatibility, this.#options.tools));
    }
    return judgements;
  }

  #findings(document: SchemaDocument, judgements: readonly Judgement[]): readonly Finding[] {
    const said = new Set<string>();
    const findings: Finding[] = [];
    for (const { baseline, problems } of judgements) {
      const registry = this.#registryOn(document, baseline);
      for (const problem of problems) {
        const { code, span, message } = problem;
        const id = `${code} ${span.start} ${span.end} ${message}`;
        if (said.has(id)) continue;
        said.add(id);
        const version = baseline.versions.find(({ uri }) => problem.related?.some((place) => place.uri === uri));
        findings.push({ problem, baseline, version, agreement: agreementText(registry, timeNow) });
      }
    }
    return findings.sort((a, b) => a.problem.span.start - b.problem.span.start);
  }

  #summaries(document: SchemaDocument, judgements: readonly Judgement[]): readonly VerdictSummary[] {
    const options = textOptions(judgements);
    return judgements.map((judgement) => summaryOf(judgement, this.#registryOn(document, judgement.baseline), options));
  }

  #registryOn({ uri, text }: SchemaDocument, baseline: Baseline): RegistryVerdictResult | undefined {
    return this.#options.confirmations.find({ uri, text: text.getText() }, baseline);
  }

  /** What is said of a text with errors; of one that is not compared with anything, why. */
  #wrong(uri: string, errors: readonly Problem[]): readonly VerdictSummary[] {
    const known = this.#options.baselines.known(uri)?.result;
    const without = known?.baselines.length === 0 ? known.without : undefined;
    if (known !== undefined && without !== undefined && without !== 'asking') return [summaryWithout(known)];
    return this.#options.baselines.isSupported ? [invalidSummary(Math.max(errors.length, 1), errors[0])] : [];
  }

  #say({ uri, text }: SchemaDocument, summaries: readonly VerdictSummary[], patience: Patience): Standing {
    this.#options.verdicts.update(uri, text.version, summaries, patience);
    return { findings: [], summaries };
  }
}

/** Whether a document is a schema of the user's own, and not one that is made of others, or another version of one. */
export function isJudged(uri: string, workspace: Pick<SchemaWorkspace, 'folderOf'>): boolean {
  if (isMade(uri)) return false;
  return /^(?:file|untitled):/i.test(uri) || workspace.folderOf(uri) !== undefined;
}

/** How summaries are worded. */
export function textOptions(all: readonly unknown[]): SummaryOptions {
  return { timeText: timeNow, isOneOfSeveral: all.length > 1 };
}

function timeNow(ms: number): string {
  return timeText(ms, Date.now());
}

interface Judging {
  readonly own: readonly Problem[];
  readonly known: KnownBaselines;
  readonly key: string;
  readonly work: SharedWork<readonly Judgement[]>;
}
