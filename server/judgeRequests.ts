import { checkSchemaSteps } from '../shared/avro/check.ts';
import type { OtherNames } from '../shared/avro/nameIndex.ts';
import type { Problem } from '../shared/avro/schema.ts';
import { invalidSummary, summariesBeside, summaryWithout } from '../shared/compatibilityTexts.ts';
import { judgeBaseline, summaryOf } from '../shared/judgeBaseline.ts';
import type { Judgement, JudgeTools } from '../shared/judgeBaseline.ts';
import type { Baseline, BaselinesParams, BaselinesResult, JudgedProblem, JudgeParams, JudgeResult } from '../shared/protocol.ts';
import { baselines as baselinesRequest, judgeSchema } from '../shared/protocol.ts';
import type { RegistryVerdictResult, VerdictSummary } from '../shared/protocol.ts';
import type { Steps } from '../shared/slices.ts';
import type { Server } from './answering.ts';
import { guarded, logFailure, whereKnown } from './answering.ts';
import { noBaselines } from './baselines.ts';
import { textOptions } from './compatibility.ts';
import { selfContainedText } from './compatibilityService.ts';
import type { SourceText } from './derived.ts';
import { fullnameOf, unread, withoutRoot } from './derived.ts';
import type { SchemaWorkspace } from './schemaWorkspace.ts';
import type { Settings } from './settings.ts';
import { SharedWork } from './sharedWork.ts';

/** What a schema file is judged from. */
export interface JudgeSources {
  readonly read: (uri: string) => SourceText | undefined;
  readonly otherNames: (uri: string) => OtherNames;
  readonly tools: JudgeTools;
  readonly settings: (uri: string) => Promise<Pick<Settings, 'rules' | 'targets' | 'compatibility'>>;
  /** What a file is to be compatible with by itself. */
  readonly baselines: (params: BaselinesParams) => Promise<BaselinesResult>;
  /** What the registry itself says of the file beside one of its subjects; undefined where there is nothing to ask. */
  readonly confirm: (source: SourceText, baseline: Baseline) => Promise<RegistryVerdictResult | undefined>;
  /** Does work, so that others have their turns. @throws where nobody waits for it any more */
  readonly run: <T>(steps: Steps<T>) => Promise<T>;
}

/** The verdict on a schema file as it stands: beside a baseline, or beside each of its own. */
export async function judgeFile({ uri, baseline }: JudgeParams, sources: JudgeSources): Promise<JudgeResult> {
  const source = sources.read(uri);
  if (source === undefined) return unread(uri);
  const { parsed } = source;
  const { schema } = parsed;
  if (parsed.protocol !== undefined) return { ok: false, reason: withoutRoot(parsed, { uri }), uris: [uri] };
  const settings = await sources.settings(uri);
  const own = await sources.run(
    checkSchemaSteps(parsed, {
      severities: Object.fromEntries(settings.rules),
      otherNames: sources.otherNames(uri),
      targets: settings.targets,
    }),
  );
  const errors = own.filter(({ severity }) => severity === 'error');
  if (schema === undefined || errors.length > 0) {
    return { ok: true, verdicts: [{ ...invalidSummary(Math.max(errors.length, 1), errors[0]), problems: errors.map(toJudged) }] };
  }
  const result = baseline === undefined ? await sources.baselines({ uri, fullname: fullnameOf(schema) }) : { baselines: [baseline] };
  if (result.baselines.length === 0) return { ok: true, verdicts: [{ ...summaryWithout(result), problems: [] }] };
  const verdicts: (VerdictSummary & { problems: readonly JudgedProblem[] })[] = [];
  for (const each of result.baselines) {
    const judgement = await sources.run(judgeBaseline({ parsed, schema }, each, settings.compatibility, sources.tools));
    const registry = isConfirmed(judgement) ? await sources.confirm(source, each) : undefined;
    verdicts.push({ ...summaryOf(judgement, registry, textOptions(result.baselines)), problems: judgement.problems.map(toJudged) });
  }
  return { ok: true, verdicts: [...verdicts, ...summariesBeside(result).map((each) => ({ ...each, problems: [] }))] };
}

/** Whether the registry may say something else: of what it has itself there is no need to ask it. */
export function isConfirmed({ verdict }: Judgement): boolean {
  return verdict?.isSame === false;
}

function toJudged({ code, severity, message, span }: Problem): JudgedProblem {
  return { code, severity, message, start: span.start, end: span.end };
}

/** Answers the request of our own for a verdict, which the user waits for. */
export function answerJudging(server: Server, workspace: SchemaWorkspace): void {
  const { compatibility: service, settings, slices, connection } = server;
  const answer = guarded<JudgeParams, JudgeResult | null>(server, judgeSchema, null, async (params, token) => {
    await workspace.whenComplete();
    return judgeFile(params, {
      read: (uri) => workspace.read(uri),
      otherNames: (uri) => workspace.otherNames(uri),
      tools: service.tools,
      settings: (uri) => settings.read(uri),
      baselines: async (asked) => {
        const result = await whereKnown(connection.sendRequest<BaselinesResult>(baselinesRequest, asked, token));
        return result ?? noBaselines.result;
      },
      confirm: async ({ uri, parsed }, baseline) => {
        const asked = service.confirmations.confirm({ uri, text: parsed.text }, baseline, () =>
          selfContainedText({ uri, parsed, workspace }),
        );
        logFailure(server, 'confirming a verdict', asked);
        const registry = await asked.catch(() => undefined);
        // What is shown of an open document may say so now.
        service.recheck([uri]);
        return registry;
      },
      run: async (steps) => {
        const done = await new SharedWork(steps).wait(slices, () => token.isCancellationRequested);
        if (done === undefined) throw new Error('Nobody waits for the verdict any more.');
        return done.value;
      },
    });
  });
  connection.onRequest(judgeSchema, answer);
}
