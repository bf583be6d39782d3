import { parseArgs } from 'node:util';
import type { Severity } from '../../shared/avro/schema.ts';
import { compatibilityLevels } from '../../shared/registry/registeredSchema.ts';
import type { CompatibilityLevel } from '../../shared/registry/registeredSchema.ts';
import type { SettingsOptions } from './editorSettings.ts';
import { Misuse } from './io.ts';
import { commonOptions, toSeverity, understood } from './lintOptions.ts';

export interface CompatOptions extends SettingsOptions {
  /** Files and folders as they were given; none for the working folder. */
  readonly paths: readonly string[];
  readonly format: 'text' | 'json' | 'github';
  /** In place of the subject by the settings. */
  readonly subject: string | undefined;
  /** What to compare with in place of a subject: `git:` and a ref, a file or a folder; each is judged by itself. */
  readonly against: readonly string[];
  /** Whether every version counts, and not the latest alone. */
  readonly all: boolean;
  readonly level: CompatibilityLevel | undefined;
  /** The address of the registry, in place of the settings'. */
  readonly registry: string | undefined;
  /** The least severity with which the command fails. */
  readonly failOn: Severity;
  readonly exclude: readonly string[];
}

/** What `avro-workbench compat --help` prints. */
export const compatHelp = `Usage: avro-workbench compat [options] [path ...]

Judges Avro schemas (.avsc) beside earlier versions just as the editor does: who
can't read whose data, at which place. A path is a file or a folder; without
one, it is the working folder. A file is compared with what the options say,
else with what the settings say (avroWorkbench.compatibility.baseline and
.level, avroWorkbench.subjects), else with the subject whose latest schema is
the same type.

Options:
  --subject <name>     the subject of the one file that is given
  --against <what>     compare with git:<ref>, a file, or a folder of versions,
                       in place of a subject
  --all                compare with every version, not with the latest alone
  --level <level>      NONE, BACKWARD, FORWARD, FULL, or one of these with
                       _TRANSITIVE; without it, the registry's level for the
                       subject, or BACKWARD where there is no registry
  --registry <url>     the registry's address
  --json               print one JSON object
  --github             print annotations for GitHub Actions
  --fail-on <severity> fail from this severity on: error (the default), warning,
                       information or hint. A break is an error, and a loss of
                       meaning a warning, unless the settings say otherwise
  --exclude <glob>     leave these files out
  --settings <file>    read the editor's settings from here; without it, from
                       .vscode/settings.json of the working folder, if there is
                       one
  --no-settings        read no settings
  -h, --help           print this

--against and --exclude can be given more than once.

Environment:
  SCHEMA_REGISTRY_URL                   the registry's address
  SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO  user:password
  SCHEMA_REGISTRY_TOKEN                 a bearer token
Credentials are sent only to the registry that --registry or SCHEMA_REGISTRY_URL
names, never to one that only the settings name.

Exit status: 0 nothing breaks, 1 something does, 2 called wrongly, or not all
could be judged.
`;

/** @throws Misuse */
export function parseCompatOptions(args: readonly string[]): CompatOptions | 'help' {
  const { values, positionals } = understood(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...commonOptions,
        subject: { type: 'string' },
        against: { type: 'string', multiple: true },
        all: { type: 'boolean' },
        level: { type: 'string' },
        registry: { type: 'string' },
      },
    }),
  );
  if (values.help === true) return 'help';
  if (values.json === true && values.github === true) throw new Misuse('Choose one of --json and --github.');
  const against = values.against ?? [];
  if (values.subject !== undefined && against.length > 0) throw new Misuse('Choose one of --subject and --against.');
  return {
    paths: positionals,
    format: values.json === true ? 'json' : values.github === true ? 'github' : 'text',
    subject: values.subject,
    against,
    all: values.all === true,
    level: values.level === undefined ? undefined : toLevel(values.level),
    registry: values.registry,
    failOn: toSeverity(values['fail-on'] ?? 'error', '--fail-on'),
    exclude: values.exclude ?? [],
    settingsFile: values.settings,
    readsSettings: values['no-settings'] !== true,
  };
}

function toLevel(text: string): CompatibilityLevel {
  const found = compatibilityLevels.find((level) => level === text.toUpperCase());
  if (found === undefined) throw new Misuse(`--level does not know "${text}": it is one of ${compatibilityLevels.join(', ')}.`);
  return found;
}
