import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compat } from './compat.ts';
import { decode } from './decode.ts';
import { diagnose } from './diagnose.ts';
import type { ExitCode, StreamIo } from './io.ts';
import { Misuse } from './io.ts';
import { lint } from './lint.ts';
import { peek } from './peek.ts';
import { produce } from './produce.ts';
import { sample } from './sample.ts';
import { askSecret } from './secretPrompt.ts';

const help = `Usage: avro-workbench <command> [options]

Commands:
  lint      check schemas and protocols as the editor does
  compat    judge schemas beside earlier versions as the editor does
  peek      print records of a topic, decoded
  decode    decode the bytes of messages
  diagnose  say what is on a topic, who can read it, and what to do
  produce   send the records of files to a topic
  sample    make up values of a schema

avro-workbench <command> --help says more.
`;

/** The package stands around the folder of the bundle. */
function readVersion(): string {
  const { version } = JSON.parse(readFileSync(path.join(__dirname, '../package.json'), 'utf8')) as { readonly version: string };
  return version;
}

const commands: ReadonlySet<string> = new Set(['lint', 'compat', 'peek', 'decode', 'diagnose', 'produce', 'sample']);

/** Runs what the arguments say. */
async function run([name, ...args]: readonly string[], io: StreamIo): Promise<ExitCode> {
  try {
    switch (name) {
      case 'lint':
        return await lint(args, io);
      case 'compat':
        return await compat(args, io, process.env);
      case 'peek':
        return await peek(args, io, process.env);
      case 'decode':
        return await decode(args, io, process.env);
      case 'diagnose':
        return await diagnose(args, io, process.env);
      case 'produce':
        return await produce(args, io, process.env);
      case 'sample':
        return await sample(args, io, (bytes) => void process.stdout.write(bytes));
      case '--help':
      case '-h':
        io.print(help);
        return 0;
      case '--version':
        io.print(`${readVersion()}\n`);
        return 0;
      default:
        throw new Misuse(name === undefined ? 'Say what to do.' : `There is no command "${name}".`);
    }
  } catch (error) {
    if (!(error instanceof Misuse)) {
      io.printError(`This is a bug of Avro Workbench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      return 2;
    }
    const more = name !== undefined && commands.has(name) ? `avro-workbench ${name} --help` : 'avro-workbench --help';
    io.printError(`avro-workbench: ${error.message} See ${more}.\n`);
    return 2;
  }
}

const stopping = new AbortController();
// Whoever reads no further, such as head, has closed the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  stopping.abort();
});
// The first time what is under way is ended in good order, and the second time at once.
process.once('SIGINT', () => stopping.abort());

/** Resolves when the standard output takes more, or takes no more at all. */
function drained(): Promise<void> {
  if (!process.stdout.writableNeedDrain || stopping.signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    process.stdout.once('drain', resolve);
    stopping.signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

const { NO_COLOR: noColour, FORCE_COLOR: forcedColour } = process.env;
const worker = path.join(__dirname, 'worker.js');
void run(process.argv.slice(2), {
  workingFolder: process.cwd(),
  hasColours: forcedColour !== undefined || (process.stdout.isTTY && (noColour === undefined || noColour === '')),
  print: (text) => void process.stdout.write(text),
  printError: (text) => void process.stderr.write(text),
  signal: stopping.signal,
  drained,
  readInput: () => process.stdin,
  ask: process.stdin.isTTY && process.stderr.isTTY ? askSecret : undefined,
  workerPath: existsSync(worker) ? worker : undefined,
}).then((exitCode) => {
  process.exitCode = exitCode;
});
