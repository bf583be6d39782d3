import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { targets } from '../../shared/avro/portability/targets.ts';
import type { TargetId } from '../../shared/avro/portability/targets.ts';
import type { Probe } from './probes/probe.ts';
import { software } from './software.ts';
import type { Program } from './software.ts';

/** What a piece of software makes of a probe. */
export interface Verdict {
  /**
   * - `accepted`: it parses the schema and honours what is in it, as far as it is asked
   * - `refused`: it does not parse the schema
   * - `dropped`: it parses the schema, but acts as if something in it were not there or meant something else: it does not know
   *   the logical type, or does not read what should be read
   */
  readonly verdict: 'accepted' | 'refused' | 'dropped';
  /** Why not accepted, in the software's own words as far as it has any. */
  readonly reason?: string;
}

/** Asks the software of a target, which is installed where it is not yet, about each probe. */
export async function ask(target: TargetId, wanted: readonly Probe[]): Promise<Verdict[]> {
  const program = await software[target]();
  // Nothing is read by the registry, which only takes schemas in.
  const probes = target === 'confluent-new-schema' ? wanted.map(({ id, text }): Probe => ({ id, text })) : wanted;
  const scratch = mkdtempSync(path.join(tmpdir(), 'avro-workbench-'));
  try {
    const verdicts: Verdict[] = [];
    while (verdicts.length < probes.length) {
      const file = path.join(scratch, 'probes');
      const rest = probes.slice(verdicts.length);
      writeFileSync(file, rest.map((probe) => `${columnsOf(probe).join('\t')}\n`).join(''));
      const { lines, problem } = await tell(program, file);
      for (const [index, line] of lines.entries()) {
        const probe = rest[index];
        const [id, ...fact] = line.split('\t');
        if (probe === undefined || id !== probe.id) throw new Error(`${target} said of ${probe?.id ?? 'nothing'}: ${line}`);
        verdicts.push(verdictOf(probe, fact));
      }
      if (verdicts.length === probes.length) break;
      // What ends the whole program is what it does with this probe; a program that never works must not pass for a verdict.
      if (verdicts.length === 0) throw new Error(`${targets[target].name} could not be asked: ${problem}`);
      verdicts.push({ verdict: 'refused', reason: `The process ends: ${problem}` });
    }
    return verdicts;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * A probe as the programs read it, in columns: its id; the schema in base64; 1 where its logical type is asked for, else 0; the
 * writer's schema in base64, `=` for the same one, `-` where nothing is to be read; the data in hexadecimal, `-` where it is empty.
 */
function columnsOf({ id, text, logical, read }: Probe): string[] {
  const writer = read?.writer === undefined ? '=' : encode(read.writer);
  const data = read?.hex ?? (logical === true ? dataOf(text) : '');
  return [id, encode(text), logical === true ? '1' : '0', read === undefined ? '-' : writer, data === '' ? '-' : data];
}

/** Data of the underlying type of a logical type, which is good for any logical type that may annotate it. */
function dataOf(text: string): string {
  const { type, size = 0 } = JSON.parse(text) as { readonly type: string; readonly size?: number };
  if (type === 'string') return `48${Buffer.from('00000000-0000-0000-0000-000000000000').toString('hex')}`;
  // As decimal some number, as big-decimal 0.05.
  if (type === 'bytes') return '06020504';
  return '00'.repeat(type === 'fixed' ? size : 1);
}

/**
 * A program's line without the id, in columns: `accepted` or `refused`; why refused, in base64; the logical type that it knows
 * the schema by; `value` or `failed`; the value or why it failed, in base64. `-` stands for nothing.
 */
function verdictOf({ text, logical, read }: Probe, [state, refusal = '', known, outcome, result = '']: readonly string[]): Verdict {
  if (state === 'refused') return { verdict: 'refused', reason: reasonOf(decode(refusal)) };
  if (logical === true && known === '-' && !isWrittenUuid(text)) {
    return {
      verdict: 'dropped',
      reason: outcome === 'failed' ? reasonOf(`It can't read: ${decode(result)}`) : 'The logical type is not known.',
    };
  }
  if (outcome === 'failed') return { verdict: 'dropped', reason: reasonOf(`It can't read: ${decode(result)}`) };
  if (outcome === 'value' && read !== undefined && plain(decode(result)) !== plain(read.expects)) {
    return { verdict: 'dropped', reason: reasonOf(`It reads ${decode(result)}.`) };
  }
  return { verdict: 'accepted' };
}

/** A UUID on a string is the UUID as it is written, also for who does not know it. */
function isWrittenUuid(text: string): boolean {
  const { type, logicalType } = JSON.parse(text) as { readonly type: string; readonly logicalType: string };
  return type === 'string' && logicalType === 'uuid';
}

/** Not every language writes a whole number of a double without its point. */
function plain(json: string): string {
  return json.replaceAll(/(\d)\.0\b/g, '$1');
}

/** In one line and short, without what differs from run to run. */
function reasonOf(text: string): string {
  const line = text
    .replaceAll(/0x[0-9a-f]{8,}/g, '0x…')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const decode = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

/** The lines that the program writes, and how it came to its end where that was an early one. */
function tell({ command, args, env }: Program, file: string): Promise<{ readonly lines: string[]; readonly problem: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args, file], { env: { ...process.env, ...env }, timeout: 300_000, killSignal: 'SIGKILL' });
    const [output, errors]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (bytes: Buffer) => output.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => errors.push(bytes));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const lines = Buffer.concat(output).toString('utf8').split('\n').slice(0, -1);
      const said = Buffer.concat(errors)
        .toString('utf8')
        .split('\n')
        .find((line) => line.trim() !== '');
      resolve({ lines, problem: reasonOf(said ?? `exit code ${String(code ?? signal)}`) });
    });
  });
}
