import { parseArgs } from 'node:util';
import { messageFramings, type MessageFraming } from '../../shared/message/document.ts';
import { codecs, type Codec } from '../cluster/codecNames.ts';
import { canCompress } from '../cluster/compress.ts';
import type { SchemaSetting } from '../decodeProfiles.ts';
import { sourceFormats, type SourceFormat } from '../sending/sendRequest.ts';
import type { SettingsOptions } from './editorSettings.ts';
import { Misuse } from './io.ts';
import { understood } from './lintOptions.ts';
import { connectionHelp, environmentHelp, toSchema } from './recordOptions.ts';

export interface ProduceOptions extends SettingsOptions {
  /** As they were given; `-` is the standard input. */
  readonly files: readonly string[];
  readonly topic: string | undefined;
  readonly config: string | undefined;
  readonly brokers: string | undefined;
  readonly registry: string | undefined;
  readonly format: FileFormat | undefined;
  readonly key: ProducePart;
  readonly value: ProducePart;
  readonly keyField: string | undefined;
  readonly compression: Codec;
  readonly limits: { readonly records: number | undefined; readonly recordsPerSecond: number | undefined };
  readonly onError: 'stop' | 'skip';
  readonly keepPartitions: boolean;
  readonly dryRun: boolean;
  readonly quiet: boolean;
}

export interface ProducePart {
  readonly schema: SchemaSetting | undefined;
  readonly framing: MessageFraming | undefined;
}

const fileFormats = [...sourceFormats, 'messages'] as const;
/** A message document, or what `sendMany` reads. */
export type FileFormat = SourceFormat | 'messages';

/** What `avro-workbench produce --help` prints. */
export const produceHelp = `Usage: avro-workbench produce [options] <file ...>

Sends the records of files to a topic; of - those of the standard input. Nothing is
registered, and nothing is sent twice.

  *.avro-message.json  message documents: each message says what it needs
  *.ndjson, *.jsonl    lines of JSON: values, or records as peek prints them and the
                       editor exports them, with keys, headers and times
  *.csv                a head, and a row for each record; dots for fields of fields
  *.avro               Avro container files
  --format <f>         ${fileFormats.join(', ')}, where the name does not say it

  --topic <topic>      of message documents only where they name none
  --value-schema <s>   an .avsc file, a subject, subject:version, or id:number; without
                       it that of the container file, or the topic's latest
  --key-schema <s>     likewise; without it the topic's latest, or keys are text
  --framing <f>        ${messageFramings.slice(0, 5).join(', ')},
                       ${messageFramings.slice(5).join(', ')}
  --key-framing <f>    likewise
  --key-field <path>   the field of the value that is the key, such as user.id
  --keep-partitions    records that name a partition go there
  --compression <c>    ${codecs.join(', ')}
  --rate <n>           so many records a second at most
  --limit <n>          stop after so many
  --on-error skip      leave out what fails, and go on; stop is what happens without it
  --dry-run            do all but write

${connectionHelp}  --settings <file>    read the editor's settings from here (decode profiles,
                       produce.subjectStrategy)
  --no-settings        read no settings
  -q, --quiet          print no summary to the standard error
  -h, --help           print this

${environmentHelp}
Prints a line of JSON for each record that was written (file, line, partition, offset)
and for each that was not (file, line, error). Exit status: 0 all were written, 1 some
were not, 2 called wrongly, or nothing could be sent.
`;

/** @throws Misuse */
export function parseProduceOptions(args: readonly string[]): ProduceOptions | 'help' {
  const { values, positionals } = understood(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        topic: { type: 'string' },
        config: { type: 'string' },
        brokers: { type: 'string' },
        registry: { type: 'string' },
        format: { type: 'string' },
        'value-schema': { type: 'string' },
        'key-schema': { type: 'string' },
        framing: { type: 'string' },
        'key-framing': { type: 'string' },
        'key-field': { type: 'string' },
        'keep-partitions': { type: 'boolean' },
        compression: { type: 'string' },
        rate: { type: 'string' },
        limit: { type: 'string' },
        'on-error': { type: 'string' },
        'dry-run': { type: 'boolean' },
        settings: { type: 'string' },
        'no-settings': { type: 'boolean' },
        quiet: { type: 'boolean', short: 'q' },
        help: { type: 'boolean', short: 'h' },
      },
    }),
  );
  if (values.help === true) return 'help';
  if (positionals.length === 0) throw new Misuse('Name a file, or - for the standard input.');
  if (positionals.filter((file) => file === '-').length > 1) throw new Misuse('The standard input can be read once only.');
  const compression = oneOf('compression', values.compression, codecs) ?? 'none';
  if (!canCompress(compression)) throw new Misuse(`This Node can't write ${compression}: it needs 22.15 or later.`);
  return {
    files: positionals,
    topic: values.topic,
    config: values.config,
    brokers: values.brokers,
    registry: values.registry,
    format: oneOf('format', values.format, fileFormats),
    key: { schema: toSchema(values['key-schema']), framing: oneOf('key-framing', values['key-framing'], messageFramings) },
    value: { schema: toSchema(values['value-schema']), framing: oneOf('framing', values.framing, messageFramings) },
    keyField: values['key-field'],
    compression,
    limits: { records: toNumber('limit', values.limit), recordsPerSecond: toNumber('rate', values.rate) },
    onError: oneOf('on-error', values['on-error'], ['stop', 'skip']) ?? 'stop',
    keepPartitions: values['keep-partitions'] === true,
    dryRun: values['dry-run'] === true,
    quiet: values.quiet === true,
    settingsFile: values.settings,
    readsSettings: values['no-settings'] !== true,
  };
}

/** By the option, else by the file's name. @throws Misuse where neither tells it */
export function formatOf(file: string, { format }: ProduceOptions): FileFormat {
  if (format !== undefined) return format;
  if (file === '-' || /\.(?:ndjson|jsonl)$/i.test(file)) return 'ndjson';
  if (/\.csv$/i.test(file)) return 'csv';
  if (/\.avro$/i.test(file)) return 'avro';
  if (/\.avro-message\.json$/i.test(file)) return 'messages';
  throw new Misuse(`${file} does not tell by its name what is in it: say it by --format.`);
}

function oneOf<T extends string>(option: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Misuse(`--${option} does not know "${value}": it is one of ${allowed.join(', ')}.`);
  return found;
}

function toNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text) || Number(text) < 1) throw new Misuse(`--${option} ${text} is no whole number from 1 on.`);
  return Number(text);
}
