import { parseArgs } from 'node:util';
import type { Severity } from '../../shared/avro/schema.ts';
import type { SettingsOptions } from './editorSettings.ts';
import { Misuse } from './io.ts';

export interface LintOptions extends SettingsOptions {
  /** Files and folders as they were given; none for the working folder. */
  readonly paths: readonly string[];
  readonly format: 'text' | 'json' | 'github';
  /** The least severity with which the command fails. */
  readonly failOn: Severity;
  /** Rule id to severity, on top of the settings. */
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  /** Software that must read the schemas, in place of the settings' where any is given. */
  readonly targets: readonly string[];
  /** Globs, beside those of the settings. */
  readonly exclude: readonly string[];
}

/** What `avro-workbench lint --help` prints. */
export const lintHelp = `Usage: avro-workbench lint [options] [path ...]

Checks Avro schemas (.avsc) and protocols (.avpr) just as the editor does. A path
is a file or a folder; without one, it is the working folder.

Options:
  --json               print one JSON object
  --github             print annotations for GitHub Actions
  --fail-on <severity> fail from this severity on: error, warning (the default),
                       information or hint
  --rule <id=severity> change a rule's severity, or switch it off: id=off
  --target <software>  software that must read the schemas, such as fastavro
  --exclude <glob>     leave these files out
  --settings <file>    read the editor's settings from here; without it, from
                       .vscode/settings.json of the working folder, if there is one
  --no-settings        read no settings
  -h, --help           print this

--rule, --target and --exclude can be given more than once.
Exit status: 0 nothing found, 1 something found, 2 called wrongly.
`;

/** @throws Misuse */
export function parseLintOptions(args: readonly string[]): LintOptions | 'help' {
  const { values, positionals } = parse(args);
  if (values.help === true) return 'help';
  if (values.json === true && values.github === true) throw new Misuse('Choose one of --json and --github.');
  return {
    paths: positionals,
    format: values.json === true ? 'json' : values.github === true ? 'github' : 'text',
    failOn: toSeverity(values['fail-on'] ?? 'warning', '--fail-on'),
    rules: new Map((values.rule ?? []).map(toRule)),
    targets: values.target ?? [],
    exclude: values.exclude ?? [],
    settingsFile: values.settings,
    readsSettings: values['no-settings'] !== true,
  };
}

function parse(args: readonly string[]) {
  return understood(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...commonOptions, rule: { type: 'string', multiple: true }, target: { type: 'string', multiple: true } },
    }),
  );
}

/** The options of every command. */
export const commonOptions = {
  json: { type: 'boolean' },
  github: { type: 'boolean' },
  'fail-on': { type: 'string' },
  exclude: { type: 'string', multiple: true },
  settings: { type: 'string' },
  'no-settings': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What `parse` returns. @throws Misuse that says what is wrong with an option */
export function understood<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    // Node says what is wrong with the option in its first sentence.
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split(/(?<=\.)\s/);
    throw new Misuse(reason.endsWith('.') ? reason : `${reason}.`);
  }
}

function toRule(text: string): [string, Severity | 'off'] {
  const [id = '', severity] = text.split('=');
  if (id === '' || severity === undefined)
    throw new Misuse(`--rule ${text} is not understood: write --rule ${id || 'id'}=off, for example.`);
  return [id, severity === 'off' ? 'off' : toSeverity(severity, `--rule ${id}`)];
}

/** @throws Misuse */
export function toSeverity(text: string, option: string): Severity {
  const found = severities.find((severity) => severity === text);
  if (found === undefined) throw new Misuse(`${option} does not know "${text}": it is one of ${severities.join(', ')}.`);
  return found;
}

/** From the gravest on. */
export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
