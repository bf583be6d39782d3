import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { RegistryCache } from '../../shared/registry/cache.ts';
import { createRegistryClient } from '../../shared/registry/client.ts';
import { parseBytesText } from '../../shared/wire/bytesText.ts';
import { createDecoder, type Decoder } from '../../shared/wire/decoder.ts';
import { createInflate } from '../cluster/inflate.ts';
import { createRegistryFetch } from '../cluster/registryFetch.ts';
import { toPartJson } from '../records/exportRecord.ts';
import { parseMasks } from '../records/masks.ts';
import { readRegistryConnection } from './connectionAccess.ts';
import { readEditorSettings } from './editorSettings.ts';
import { Misuse, printFailure, type ExitCode, type StreamIo } from './io.ts';
import { understood } from './lintOptions.ts';
import { connectionHelp, environmentHelp, recordHelp, recordOptions, toDecoding, toRecordOptions } from './recordOptions.ts';
import type { Environment } from './registryAccess.ts';

/** What `avro-workbench decode --help` prints. */
export const decodeHelp = `Usage: avro-workbench decode [options] [bytes ...]

Decodes keys or values of messages, and says how it knows. Bytes are given as hex,
base64, a dump, a list of numbers or a literal of Python; without any, they are
read from the standard input.

  --file <file>        read the bytes of one message from a file, as they are
  --raw                the standard input holds the bytes of one message, as they
                       are
  --lines              each line of the standard input is a message
  --topic <topic>      whose subjects are tried
  --key                they are keys
  -q, --quiet          print no evidence to the standard error
  -h, --help           print this

${connectionHelp}
${recordHelp}
${environmentHelp}
Prints one JSON value a line. Exit status: 0 all were decoded, 1 some were not (they
are printed as "hex:…"), 2 called wrongly.
`;

/**
 * `avro-workbench decode`: decodes bytes from the arguments, a file or the standard input.
 *
 * @throws Misuse
 */
export async function decode(args: readonly string[], io: StreamIo, environment: Environment): Promise<ExitCode> {
  const { values, positionals } = understood(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...recordOptions,
        file: { type: 'string' },
        raw: { type: 'boolean' },
        lines: { type: 'boolean' },
        topic: { type: 'string' },
        key: { type: 'boolean' },
        quiet: { type: 'boolean', short: 'q' },
      },
    }),
  );
  if (values.help === true) {
    io.print(decodeHelp);
    return 0;
  }
  const { workingFolder, ask } = io;
  const ways = [positionals.length > 0, values.file !== undefined, values.raw === true, values.lines === true];
  if (ways.filter(Boolean).length > 1) throw new Misuse('Give the bytes in one way: as arguments, or by --file, --raw or --lines.');
  const read = await readEditorSettings({ settingsFile: values.settings, readsSettings: values['no-settings'] !== true }, workingFolder);
  const { profile, render, masks, maxInflatedBytes } = await toDecoding(toRecordOptions(values), read, values.topic, workingFolder);
  const { config, brokers, registry: registryUrl } = values;
  const endpoint = await readRegistryConnection({ config, brokers, registry: registryUrl, environment, workingFolder, ask });
  const transport = endpoint && createRegistryFetch(endpoint);
  const registry = endpoint && transport && new RegistryCache(createRegistryClient({ ...endpoint, fetch: transport.fetch }));
  const decoder = createDecoder({ registry, topic: values.topic, profile, render, inflate: createInflate(maxInflatedBytes) });
  const part = values.key === true ? 'key' : 'value';
  const partMasks = parseMasks(masks)[part];
  let status: ExitCode = 0;
  try {
    for await (const bytes of messagesOf(values, positionals, io)) {
      const [one] = await readOne(decoder, bytes, part, io.signal);
      if (one === undefined) break;
      io.print(`${toPartJson(one, partMasks, render).json}\n`);
      await io.drained();
      const { state, error } = one;
      if (state === 'failed') status = 1;
      if (values.quiet !== true)
        io.printError(`${error?.message ?? one.explain(bytes.length)}${error?.remedy === undefined ? '' : ` ${error.remedy}`}\n`);
    }
    return status;
  } catch (error) {
    return printFailure(error, io);
  } finally {
    await transport?.close();
  }
}

function readOne(decoder: Decoder, bytes: Uint8Array, part: 'key' | 'value', signal: AbortSignal): ReturnType<Decoder['read']> {
  return signal.aborted ? Promise.resolve([]) : decoder.read([{ bytes, part, headers: [] }], signal);
}

interface Ways {
  readonly file?: string | undefined;
  readonly raw?: boolean | undefined;
  readonly lines?: boolean | undefined;
}

async function* messagesOf({ file, raw, lines }: Ways, args: readonly string[], io: StreamIo): AsyncGenerator<Uint8Array> {
  if (file !== undefined) {
    yield await readFile(path.resolve(io.workingFolder, file)).catch((cause: unknown) => {
      throw new Misuse(`${file} can't be read.`, { cause });
    });
  } else if (args.length > 0) {
    for (const [index, text] of args.entries()) yield toBytes(text, args.length === 1 ? 'The bytes' : `Argument ${index + 1}`);
  } else if (raw === true) yield await readAll(io.readInput());
  else if (lines === true) {
    let number = 0;
    for await (const line of linesOf(io.readInput())) {
      number++;
      if (line.trim() !== '') yield toBytes(line, `Line ${number}`);
    }
  } else yield toBytes(new TextDecoder().decode(await readAll(io.readInput())), 'The standard input');
}

function toBytes(text: string, what: string): Uint8Array {
  const parsed = parseBytesText(text);
  if ('error' in parsed) throw new Misuse(`${what} can't be read as bytes: ${parsed.error}`);
  return parsed.bytes;
}

async function readAll(input: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest + decoder.decode();
}
