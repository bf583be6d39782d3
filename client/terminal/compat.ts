import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseVersion } from '../../shared/avro/compatibility/versionText.ts';
import { KnownError } from '../../shared/errors.ts';
import { compileGlobs } from '../../shared/globs.ts';
import { createJudge, judgeBaseline, summaryOf, unusableText } from '../../shared/judgeBaseline.ts';
import type { JudgeSeverities, JudgeTools } from '../../shared/judgeBaseline.ts';
import { isSeverity, readSchemaSettings } from '../../shared/schemaSettings.ts';
import type { SchemaSettings } from '../../shared/schemaSettings.ts';
import { runAtOnce } from '../../shared/slices.ts';
import { textLines } from '../../shared/textLines.ts';
import { createGitRunner } from '../baselines/runGit.ts';
import { createSettings } from '../settings.ts';
import { findBaselines } from './compatBaselines.ts';
import type { BaselineSources } from './compatBaselines.ts';
import { compatHelp, parseCompatOptions } from './compatOptions.ts';
import type { CompatOptions } from './compatOptions.ts';
import { compatGithub, compatJson, compatText } from './compatReport.ts';
import type { CompatCheck, CompatResult } from './compatReport.ts';
import { readEditorSettings } from './editorSettings.ts';
import type { ReadEditorSetting } from './editorSettings.ts';
import type { ExitCode, TerminalIo } from './io.ts';
import { Misuse } from './io.ts';
import { checkFile, toFound } from './lint.ts';
import { severities } from './lintOptions.ts';
import type { FoundProblem } from './lintReport.ts';
import { createRegistryAccess } from './registryAccess.ts';
import type { Environment } from './registryAccess.ts';
import { findSchemaFiles, relativePath } from './schemaFiles.ts';
import { indexFiles } from './schemaTexts.ts';
import type { SchemaTexts } from './schemaTexts.ts';

/**
 * `avro-workbench compat`: judges files beside earlier versions as the editor does.
 *
 * @throws Misuse
 */
export async function compat(args: readonly string[], io: TerminalIo, environment: Environment): Promise<ExitCode> {
  const options = parseCompatOptions(args);
  if (options === 'help') {
    io.print(compatHelp);
    return 0;
  }
  const { workingFolder } = io;
  const read = await readEditorSettings(options, workingFolder);
  const schemaSettings = readSchemaSettings(read);
  const exclude = compileGlobs([...schemaSettings.indexExclude, ...options.exclude]);
  const found = await findSchemaFiles(options.paths.length > 0 ? options.paths : ['.'], workingFolder, exclude);
  const files = found.filter((file) => !file.endsWith('.avpr'));
  if (files.length === 0) throw new Misuse('There is no .avsc file there.');
  if (options.subject !== undefined && files.length > 1) throw new Misuse('--subject is for one file.');
  const texts = indexFiles(new Set([...(await findSchemaFiles(['.'], workingFolder, exclude)), ...files]));
  const registries = createRegistryAccess({ url: options.registry, environment, connections: read('connections'), workingFolder });
  const sources = { options, settings: createSettings(read), registries, runGit: createGitRunner(), workingFolder };
  const work = {
    sources,
    texts,
    schemaSettings,
    judgedAs: severitiesOf(read),
    tools: { judge: createJudge(), parseVersion },
    isNamed: await namedFiles(options, workingFolder),
  };
  try {
    return report(await judgeFiles(files, work), options, io);
  } finally {
    await registries.close();
  }
}

function report(result: CompatResult, options: CompatOptions, io: TerminalIo): ExitCode {
  const { checks, failures, problems } = result;
  if (checks.length === 0 && failures.length === 0) {
    throw new Misuse('No file has anything to be compared with: say with what by --subject, --against or the settings.');
  }
  const { format, failOn } = options;
  if (format === 'text') io.print(compatText(result, { colours: io.hasColours }));
  else io.print(format === 'json' ? compatJson(result) : compatGithub(result));
  if (failures.length > 0) return 2;
  const failing = severities.slice(0, severities.indexOf(failOn) + 1);
  return problems.some(({ severity }) => failing.includes(severity)) ? 1 : 0;
}

interface Work {
  readonly sources: BaselineSources;
  readonly texts: SchemaTexts;
  readonly schemaSettings: SchemaSettings;
  readonly judgedAs: JudgeSeverities;
  readonly tools: JudgeTools;
  /** Whether somebody named this very file, and so wants to know of it. */
  readonly isNamed: (file: string) => boolean;
}

function severitiesOf(read: ReadEditorSetting): JudgeSeverities {
  const [severity, lossSeverity] = [read('compatibility.severity'), read('compatibility.lossSeverity')];
  return { severity: isSeverity(severity) ? severity : 'error', lossSeverity: isSeverity(lossSeverity) ? lossSeverity : 'warning' };
}

async function namedFiles({ paths }: CompatOptions, workingFolder: string): Promise<Work['isNamed']> {
  const named = new Set<string>();
  for (const each of paths) {
    const full = path.resolve(workingFolder, each);
    if ((await stat(full)).isFile()) named.add(full);
  }
  return (file) => named.has(file);
}

interface Mutable {
  readonly checks: CompatCheck[];
  readonly problems: FoundProblem[];
  readonly failures: { readonly file: string; readonly reason: string }[];
  without: number;
}

async function judgeFiles(files: readonly string[], work: Work): Promise<CompatResult> {
  const result: Mutable = { checks: [], problems: [], failures: [], without: 0 };
  const { signal } = new AbortController();
  for (const file of files) {
    const relative = relativePath(file, work.sources.workingFolder);
    const fail = (reason: string): void => void result.failures.push({ file: relative, reason });
    try {
      await judgeFile(file, relative, work, result, fail, signal);
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      fail([error.message, error.remedy].filter((text) => text !== undefined).join(' '));
    }
  }
  return result;
}

async function judgeFile(
  file: string,
  relative: string,
  work: Work,
  result: Mutable,
  fail: (reason: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { sources, texts, schemaSettings } = work;
  const parsed = texts.parse(file);
  const { schema } = parsed;
  const fullname = schema !== undefined && 'fullname' in schema && schema.type !== 'reference' ? schema.fullname : undefined;
  const baselines = await findBaselines(sources, file, fullname, signal);
  if ('fitting' in baselines) {
    const { fitting } = baselines;
    fail(`${fitting.length} subjects fit: ${fitting.join(', ')}. Name one by --subject or avroWorkbench.subjects.`);
    return;
  }
  if (baselines.length === 0) {
    if (work.isNamed(file)) fail('It has no subject: name one by --subject or avroWorkbench.subjects, or use --against.');
    else result.without++;
    return;
  }
  const errors = checkFile(file, texts, schemaSettings, sources.workingFolder).filter(({ severity }) => severity === 'error');
  if (schema === undefined || errors.length > 0) {
    fail(`Fix ${Math.max(errors.length, 1)} ${errors.length > 1 ? 'errors' : 'error'} to check compatibility.`);
    return;
  }
  const lines = textLines(parsed.text);
  for (const baseline of baselines) {
    const judgement = runAtOnce(judgeBaseline({ parsed, schema }, baseline, work.judgedAs, work.tools));
    for (const version of judgement.unusable) fail(unusableText([version]));
    for (const problem of judgement.problems) result.problems.push(toFound(problem, relative, lines));
    if (judgement.unusable.length > 0) continue;
    const { kind, label: against, level, versions } = baseline;
    const { state, text } = summaryOf(judgement, undefined, { timeText: String, isOneOfSeveral: baselines.length > 1 });
    result.checks.push({ file: relative, kind, against, level, version: versions.at(-1)?.version, state, text });
  }
}
