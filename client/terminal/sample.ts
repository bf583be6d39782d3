import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parseDateTime } from '../../shared/avro/calendar.ts';
import { isProtocolFile } from '../../shared/avro/schemaFiles.ts';
import { createSampler, type Sampler } from '../../shared/avro/sample.ts';
import type { ParsedSchema, Schema } from '../../shared/avro/schema.ts';
import { valueToJson } from '../../shared/avro/valueToJson.ts';
import { compileGlobs } from '../../shared/globs.ts';
import { newMessageText } from '../../shared/message/messageText.ts';
import { createMessageSampler } from '../../shared/message/sample.ts';
import { readSchemaSettings } from '../../shared/schemaSettings.ts';
import { openContainerFile } from '../records/exportAvro.ts';
import { readEditorSettings } from './editorSettings.ts';
import { Misuse, printFailure, type ExitCode, type StreamIo } from './io.ts';
import { understood } from './lintOptions.ts';
import { findSchemaFiles, relativePath } from './schemaFiles.ts';
import { indexFiles } from './schemaTexts.ts';

/** What `avro-workbench sample --help` prints. */
export const sampleHelp = `Usage: avro-workbench sample [options] <schema file>

Makes up values of a schema (.avsc, or .avpr with --type) that look like real ones:
by arg.properties of the schema, logical types, docs and names of fields. Types of
other files below the working folder are found.

  --type <fullname>    of one of the types of the file
  --count <n>          so many; 1 without it
  --seed <n>           the same values again for the same number
  --now <time>         what times are near to, such as 2026-11-10T12:00:00Z
  --null-probability <p>  how often an optional field is null, from 0 to 1; 0.1
                       without it
  --branches all       every branch of unions and every symbol of enums in turns;
                       without --count as many values as it takes, up to 1000
  --format <f>         ndjson (one value a line), json (laid out over lines) or avro
                       (a container file); ndjson without it
  --message            message documents in place of bare values
  --topic <topic>      of the messages
  -h, --help           print this

Exit status: 0 made, 2 called wrongly, or the schema can't be used.
`;

type PrintBytes = (bytes: Uint8Array) => void;

const formats = ['ndjson', 'json', 'avro'];

/**
 * `avro-workbench sample`: made up values of a schema file.
 *
 * @throws Misuse
 */
export async function sample(args: readonly string[], io: StreamIo, printBytes: PrintBytes): Promise<ExitCode> {
  const { values, positionals } = understood(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        type: { type: 'string' },
        count: { type: 'string' },
        seed: { type: 'string' },
        now: { type: 'string' },
        'null-probability': { type: 'string' },
        branches: { type: 'string' },
        format: { type: 'string' },
        message: { type: 'boolean' },
        topic: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }),
  );
  if (values.help === true) {
    io.print(sampleHelp);
    return 0;
  }
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new Misuse('Name one schema file.');
  const { format = 'ndjson', branches = 'random', type, topic } = values;
  if (!formats.includes(format)) throw new Misuse(`--format does not know "${format}": it is one of ${formats.join(', ')}.`);
  if (branches !== 'all' && branches !== 'random') throw new Misuse(`--branches does not know "${branches}": it is all or random.`);
  const isMessage = values.message === true || topic !== undefined;
  if (isMessage && format === 'avro') throw new Misuse('--message is for JSON: give no --format avro with it.');
  const options = {
    branches,
    seed: numberOf('seed', values.seed, /^\d{1,10}$/),
    nullProbability: numberOf('null-probability', values['null-probability'], /^(?:0(?:\.\d{1,9})?|1(?:\.0{1,9})?)$/) ?? 0.1,
    now: timeOf(values.now),
  } as const;
  const count = numberOf('count', values.count, /^\d{1,9}$/);
  try {
    const schema = await readSchema(file, type, io.workingFolder);
    if (isMessage) {
      const sampler = createMessageSampler(schema, undefined, options);
      const valueSchema = { kind: 'file', file: relativePath(path.resolve(io.workingFolder, file), io.workingFolder), type } as const;
      await printEach(io, howMany(count, branches, sampler), () => {
        const made = sampler.next();
        return newMessageText({ connection: undefined, topic, valueSchema, key: made.key, value: made.value(2) }).text;
      });
      return 0;
    }
    const sampler = createSampler(schema, options);
    const more = howMany(count, branches, sampler);
    if (format === 'avro') await printContainer(io, printBytes, sampler, more, schema);
    else await printEach(io, more, () => `${valueToJson(schema, sampler.next(), { indent: format === 'json' ? 2 : 0 })}\n`);
    return 0;
  } catch (error) {
    return printFailure(error, io);
  }
}

function numberOf(option: string, text: string | undefined, pattern: RegExp): number | undefined {
  if (text === undefined) return undefined;
  if (!pattern.test(text))
    throw new Misuse(`--${option} is a ${option === 'null-probability' ? 'number from 0 to 1' : 'whole number'}, not "${text}".`);
  return Number(text);
}

function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = parseDateTime(text, 3, 'instant');
  if (!('count' in time)) throw new Misuse(`--now is a time with an offset, such as 2026-11-10T12:00:00Z, not "${text}".`);
  return Number(time.count);
}

const mostToCover = 1000;

/** Tells before each value whether there is to be another. */
function howMany(count: number | undefined, branches: string, sampler: Pick<Sampler, 'isCovered'>): () => boolean {
  let made = 0;
  const most = count ?? (branches === 'all' ? mostToCover : 1);
  return () => made++ < most && (count !== undefined || made === 1 || !sampler.isCovered());
}

async function printEach(io: StreamIo, more: () => boolean, next: () => string): Promise<void> {
  while (!io.signal.aborted && more()) {
    io.print(next());
    await io.drained();
  }
}

async function printContainer(io: StreamIo, printBytes: PrintBytes, sampler: Sampler, more: () => boolean, schema: Schema): Promise<void> {
  const file = openContainerFile(schema, { codec: 'null', deflate: (bytes) => bytes, sync: randomBytes(16) });
  while (!io.signal.aborted && more()) {
    const bytes = file.add(sampler.next());
    if (bytes.length === 0) continue;
    printBytes(bytes);
    await io.drained();
  }
  printBytes(file.end());
}

/** The schema of a file or one of its types, names of other files resolved. @throws Misuse */
async function readSchema(name: string, type: string | undefined, workingFolder: string): Promise<Schema> {
  const file = path.resolve(workingFolder, name);
  const settings = await readEditorSettings({ settingsFile: undefined, readsSettings: true }, workingFolder);
  const exclude = compileGlobs(readSchemaSettings(settings).indexExclude);
  const parsed = indexFiles(new Set([...(await findSchemaFiles(['.'], workingFolder, exclude)), file])).parse(file);
  if (parsed.problems.some(({ severity }) => severity === 'error')) {
    throw new Misuse(`${name} has errors, so no value can be made of it: avro-workbench lint says which.`);
  }
  return typeOf(parsed, name, type);
}

function typeOf({ schema, definitions }: ParsedSchema, name: string, type: string | undefined): Schema {
  const meant = type === undefined ? schema : definitions.get(type);
  if (meant !== undefined) return meant;
  const names = [...definitions.keys()];
  const hint = names.length === 0 ? 'it defines none' : `it defines ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}`;
  if (type !== undefined) throw new Misuse(`${name} has no type ${type}: ${hint}.`);
  throw new Misuse(isProtocolFile(name) ? `${name} is a protocol: say by --type of which type; ${hint}.` : `${name} is not a schema.`);
}
