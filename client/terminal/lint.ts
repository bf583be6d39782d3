import { checkSchema } from '../../shared/avro/check.ts';
import type { Problem } from '../../shared/avro/schema.ts';
import { rules } from '../../shared/avro/rules/index.ts';
import { textRules } from '../../shared/avro/rules/textRules.ts';
import { withoutSuppressed } from '../../shared/avro/suppressed.ts';
import { compileGlobs } from '../../shared/globs.ts';
import { readSchemaSettings } from '../../shared/schemaSettings.ts';
import type { SchemaSettings } from '../../shared/schemaSettings.ts';
import { textLines } from '../../shared/textLines.ts';
import type { TextLines } from '../../shared/textLines.ts';
import { readEditorSettings } from './editorSettings.ts';
import type { ExitCode, TerminalIo } from './io.ts';
import { Misuse } from './io.ts';
import type { LintOptions } from './lintOptions.ts';
import { lintHelp, parseLintOptions, severities } from './lintOptions.ts';
import type { FoundProblem } from './lintReport.ts';
import { toGithub, toJson, toText } from './lintReport.ts';
import { findSchemaFiles, relativePath } from './schemaFiles.ts';
import { indexFiles } from './schemaTexts.ts';
import type { SchemaTexts } from './schemaTexts.ts';

/**
 * `avro-workbench lint`: checks files as the editor does, each with the names of all others.
 *
 * @throws Misuse
 */
export async function lint(args: readonly string[], io: TerminalIo): Promise<ExitCode> {
  const options = parseLintOptions(args);
  if (options === 'help') {
    io.print(lintHelp);
    return 0;
  }
  checkRuleIds(options);
  const settings = await readSettings(options, io.workingFolder);
  const exclude = compileGlobs([...settings.indexExclude, ...options.exclude]);
  const files = await findSchemaFiles(options.paths.length > 0 ? options.paths : ['.'], io.workingFolder, exclude);
  if (files.length === 0) throw new Misuse('There is no .avsc or .avpr file there.');
  const known = await findSchemaFiles(['.'], io.workingFolder, exclude);
  const texts = indexFiles(new Set([...known, ...files]));
  const problems = files.flatMap((file) => checkFile(file, texts, settings, io.workingFolder));
  const result = { problems, files: files.length };
  io.print(
    options.format === 'json'
      ? toJson(result)
      : options.format === 'github'
        ? toGithub(result)
        : toText(result, { colours: io.hasColours }),
  );
  const failing = severities.slice(0, severities.indexOf(options.failOn) + 1);
  return problems.some(({ severity }) => failing.includes(severity)) ? 1 : 0;
}

/** What a build misspells should not pass as if it had been heeded. */
function checkRuleIds(options: LintOptions): void {
  const ids = new Set([...textRules, ...rules].map(({ id }) => id));
  for (const id of options.rules.keys()) if (!ids.has(id)) throw new Misuse(`There is no rule "${id}".`);
}

/** The editor's settings, and over them the options. @throws Misuse where a file that is named can't be read */
async function readSettings(options: LintOptions, workingFolder: string): Promise<SchemaSettings> {
  const { rules: severitiesGiven, targets } = options;
  const settings = readSchemaSettings(await readEditorSettings(options, workingFolder));
  return { ...settings, rules: new Map([...settings.rules, ...severitiesGiven]), targets: targets.length > 0 ? targets : settings.targets };
}

/** What the editor finds in a file by its rules. */
export function checkFile(file: string, texts: SchemaTexts, settings: SchemaSettings, workingFolder: string): FoundProblem[] {
  const parsed = texts.parse(file);
  const relative = relativePath(file, workingFolder);
  const problems = checkSchema(parsed, {
    severities: Object.fromEntries(settings.rules),
    otherNames: texts.otherNames(file),
    targets: settings.targets,
  });
  const accepted = [...settings.suppressions].flatMap(([glob, each]) => (compileGlobs([glob]).matches(relative) ? each : []));
  const lines = textLines(parsed.text);
  return withoutSuppressed(problems, parsed, accepted).map((problem) => toFound(problem, relative, lines));
}

/** A problem with its place in a file, for reports. */
export function toFound({ code, severity, span, message }: Problem, file: string, lines: TextLines): FoundProblem {
  return { file, start: lines.positionAt(span.start), end: lines.positionAt(span.end), severity, rule: code, message, lines };
}
