import path from 'node:path';
import { parseArgs } from 'node:util';
import { toReportJson } from '../../shared/diagnosis/reportJson.ts';
import { toReportMarkdown } from '../../shared/diagnosis/reportMarkdown.ts';
import type { DiagnoseRequest, Diagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { createLocalSession } from '../cluster/localSession.ts';
import { createSettings } from '../settings.ts';
import { readConnection } from './connectionAccess.ts';
import { readEditorSettings, type ReadEditorSetting, type SettingsOptions } from './editorSettings.ts';
import { Misuse, printFailure, type ExitCode, type StreamIo } from './io.ts';
import { understood } from './lintOptions.ts';
import { connectionHelp, environmentHelp, readSchemaFile } from './recordOptions.ts';
import type { Environment } from './registryAccess.ts';

interface DiagnoseOptions extends SettingsOptions {
  readonly topic: string;
  readonly config: string | undefined;
  readonly brokers: string | undefined;
  readonly registry: string | undefined;
  readonly schemas: readonly string[];
  readonly samples: number | undefined;
  readonly timeoutMs: number | undefined;
  readonly maxBytes: number;
  readonly isJson: boolean;
  readonly contents: boolean;
}

const megabytes = 64;

/** What `avro-workbench diagnose --help` prints. */
const diagnoseHelp = `Usage: avro-workbench diagnose [options] <topic>

Says what is on a topic by samples of each partition: how keys and values are
framed and since when, how that is known, who can read them, and what to do. No
consumer group is joined and nothing is committed.

  --json               print the report as JSON, not as Markdown
  --contents           with what messages contain, such as values read wrong
  --schema <file>      a schema that may have written bytes without a frame, beside
                       those of the registry; may be given several times
  --samples <n>        records of each partition that are looked at
  --timeout <seconds>  stop looking after this time
  --max-megabytes <n>  stop after fetching so much (${megabytes} where nothing is said)

${connectionHelp}  --settings <file>    read the editor's settings from here (masks, bounds); without
                       it, from .vscode/settings.json of the working folder, if
                       there is one
  --no-settings        read no settings
  -h, --help           print this

${environmentHelp}
Exit status: 0 keys and values are framed in one way each, or are not there; 1 a
framing changed, several are mixed, or it can't be told; 2 called wrongly, or
nothing could be read.
`;

/**
 * `avro-workbench diagnose`: prints what is on a topic.
 *
 * @throws Misuse
 */
export async function diagnose(args: readonly string[], io: StreamIo, environment: Environment): Promise<ExitCode> {
  const options = parseOptions(args);
  if (options === 'help') {
    io.print(diagnoseHelp);
    return 0;
  }
  const { workingFolder, ask, signal } = io;
  const read = await readEditorSettings(options, workingFolder);
  const request = await toRequest(options, read, workingFolder);
  const connection = await readConnection({ ...options, environment, workingFolder, ask });
  const session = createLocalSession(connection, { workerPath: io.workerPath });
  try {
    const diagnosis = await session.diagnose(request, () => undefined, signal);
    io.print(print(diagnosis, options));
    return isPlain(diagnosis) ? 0 : 1;
  } catch (error) {
    return printFailure(error, io);
  } finally {
    await session.close();
  }
}

function print(diagnosis: Diagnosis, { isJson, contents }: DiagnoseOptions): string {
  return isJson ? toReportJson(diagnosis, { contents }) : toReportMarkdown(diagnosis, { contents, nowMs: Date.now() });
}

function isPlain({ key, value, stopped }: Diagnosis): boolean {
  return stopped === 'done' && [key, value].every(({ state }) => state === 'one' || state === 'absent');
}

async function toRequest(options: DiagnoseOptions, read: ReadEditorSetting, workingFolder: string): Promise<DiagnoseRequest> {
  const { topic, samples, timeoutMs, maxBytes, schemas } = options;
  const settings = createSettings(read);
  const bounds = settings.diagnose();
  const workspace = [];
  for (const file of schemas) workspace.push(await readSchemaFile(path.resolve(workingFolder, file), read, workingFolder));
  return {
    topic,
    samplesPerPartition: samples ?? bounds.samplesPerPartition,
    timeoutMs: timeoutMs ?? bounds.timeoutMs,
    maxBytes,
    workspace,
    watch: false,
    masks: settings.masks(topic),
  };
}

/** @throws Misuse */
function parseOptions(args: readonly string[]): DiagnoseOptions | 'help' {
  const { values, positionals } = understood(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        brokers: { type: 'string' },
        registry: { type: 'string' },
        schema: { type: 'string', multiple: true },
        samples: { type: 'string' },
        timeout: { type: 'string' },
        'max-megabytes': { type: 'string' },
        json: { type: 'boolean' },
        contents: { type: 'boolean' },
        settings: { type: 'string' },
        'no-settings': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }),
  );
  if (values.help === true) return 'help';
  const [topic, ...others] = positionals;
  if (topic === undefined) throw new Misuse('Name a topic.');
  if (others.length > 0) throw new Misuse('Name one topic only.');
  const seconds = toNumber(values.timeout, '--timeout');
  return {
    topic,
    config: values.config,
    brokers: values.brokers,
    registry: values.registry,
    schemas: values.schema ?? [],
    samples: toNumber(values.samples, '--samples'),
    timeoutMs: seconds === undefined ? undefined : seconds * 1000,
    maxBytes: (toNumber(values['max-megabytes'], '--max-megabytes') ?? megabytes) * 2 ** 20,
    isJson: values.json === true,
    contents: values.contents === true,
    settingsFile: values.settings,
    readsSettings: values['no-settings'] !== true,
  };
}

function toNumber(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Misuse(`${option} ${text} is no whole number from 1 on.`);
  return Number(text);
}
