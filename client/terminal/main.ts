import packageJson from '../../package.json' with { type: 'json' };
import { compat } from './compat.ts';
import type { ExitCode, TerminalIo } from './io.ts';
import { Misuse } from './io.ts';
import { lint } from './lint.ts';

const help = `Usage: avro-workbench <command> [options]

Commands:
  lint     check schemas and protocols as the editor does
  compat   judge schemas beside earlier versions as the editor does

avro-workbench <command> --help says more.
`;

/** Runs what the arguments say. */
async function run([name, ...args]: readonly string[], io: TerminalIo): Promise<ExitCode> {
  try {
    switch (name) {
      case 'lint':
        return await lint(args, io);
      case 'compat':
        return await compat(args, io, process.env);
      case '--help':
      case '-h':
        io.print(help);
        return 0;
      case '--version':
        io.print(`${packageJson.version}\n`);
        return 0;
      default:
        throw new Misuse(name === undefined ? 'Say what to do.' : `There is no command "${name}".`);
    }
  } catch (error) {
    if (!(error instanceof Misuse)) {
      io.printError(`This is a bug of Avro Workbench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      return 2;
    }
    const more = name === 'lint' || name === 'compat' ? `avro-workbench ${name} --help` : 'avro-workbench --help';
    io.printError(`avro-workbench: ${error.message} See ${more}.\n`);
    return 2;
  }
}

// Whoever reads no further, such as head, has closed the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const { NO_COLOR: noColour, FORCE_COLOR: forcedColour } = process.env;
void run(process.argv.slice(2), {
  workingFolder: process.cwd(),
  hasColours: forcedColour !== undefined || (process.stdout.isTTY && (noColour === undefined || noColour === '')),
  print: (text) => void process.stdout.write(text),
  printError: (text) => void process.stderr.write(text),
}).then((exitCode) => {
  process.exitCode = exitCode;
});
