import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundle, runChild } from './bundled.ts';
import type { IndexRun } from './children/indexFiles.ts';

/** What it takes to know the types of a large workspace, beside reading its files and parsing them as JSON. */
export interface IndexResult {
  readonly files: number;
  readonly megabytes: number;
  /** Milliseconds of all threads, median; of the language server from `initialized` on. */
  readonly cpuMs: number;
  readonly peerCpuMs: number;
  /** Our time over the peer's, the median of the pairs: below 1 we are faster. */
  readonly ratio: number;
  /** Of the whole process, the highest of all runs. */
  readonly peakMb: number;
  readonly peerPeakMb: number;
  /** From a keystroke in an open file to its diagnostics, median: while files were indexed, and when they were. */
  readonly typingMs: number;
  readonly idleTypingMs: number;
}

/** Indexes 5,000 files of 7 KB with the language server, and reads and parses them with jsonc-parser, by turns in processes of their own. */
export async function benchIndex(pairs = 7): Promise<IndexResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'avro-bench-'));
  try {
    const megabytes = writeSchemas(path.join(folder, 'schemas')) / 1e6;
    const child = path.join(folder, 'child.mjs');
    await bundle('children/indexFiles.ts', child);
    const run = async (what: string): Promise<IndexRun> => (await runChild(child, what, path.join(folder, 'schemas'))) as IndexRun;
    // The first of each has the files read from the disk.
    await run('parse');
    const runs: { readonly ours: IndexRun; readonly peer: IndexRun; readonly typed: IndexRun }[] = [];
    while (runs.length < pairs) runs.push({ ours: await run('index'), peer: await run('parse'), typed: await run('type') });
    return {
      files,
      megabytes,
      cpuMs: median(runs.map(({ ours }) => ours.cpuMs)),
      peerCpuMs: median(runs.map(({ peer }) => peer.cpuMs)),
      ratio: median(runs.map(({ ours, peer }) => ours.cpuMs / peer.cpuMs)),
      peakMb: Math.max(...runs.map(({ ours }) => ours.peakMb)),
      peerPeakMb: Math.max(...runs.map(({ peer }) => peer.peakMb)),
      typingMs: median(runs.flatMap(({ typed }) => typed.typingMs.slice(1))),
      idleTypingMs: median(runs.flatMap(({ typed }) => typed.idleTypingMs.slice(1))),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function indexTable(result: IndexResult): string {
  const { files: count, megabytes, cpuMs, peerCpuMs, ratio, peakMb, peerPeakMb, typingMs, idleTypingMs } = result;
  return [
    `Index of ${count.toLocaleString('en')} files, ${megabytes.toFixed(0)} MB`,
    `  CPU: ${cpuMs.toFixed(0)} ms; reading and parseTree of jsonc-parser: ${peerCpuMs.toFixed(0)} ms; ratio ${ratio.toFixed(2)} (goal: 1.5 at most)`,
    `  Peak of the process: ${peakMb.toFixed(0)} MB, peer ${peerPeakMb.toFixed(0)} MB (goal: 150 MB at most)`,
    `  Keystroke to diagnostics: ${typingMs.toFixed(1)} ms meanwhile, ${idleTypingMs.toFixed(1)} ms afterwards`,
  ].join('\n');
}

const files = 5000;

/** Records that refer to each other, with docs, defaults, inner types and logical types. @returns how many bytes they are */
function writeSchemas(folder: string): number {
  let bytes = 0;
  for (let index = 0; index < files; index++) {
    const package_ = `com.example.domain${index % 40}`;
    const text = JSON.stringify(schemaOf(index, package_), undefined, 2);
    const directory = path.join(folder, ...package_.split('.'));
    if (index < 40) mkdirSync(directory, { recursive: true });
    writeFileSync(path.join(directory, `Type${index}.avsc`), text);
    bytes += text.length;
  }
  return bytes;
}

function schemaOf(index: number, namespace: string): unknown {
  const other = (step: number): string => {
    const target = (index + step) % files;
    return target % 40 === index % 40 ? `Type${target}` : `com.example.domain${target % 40}.Type${target}`;
  };
  const types: readonly ((field: number) => unknown)[] = [
    () => 'string',
    () => ({ type: 'long', logicalType: 'timestamp-millis' }),
    () => ['null', 'string'],
    (field) => ['null', other(field * 37 + 1)],
    () => ({ type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 }),
    (field) => ({ type: 'array', items: other(field * 40) }),
    (field) => ({
      type: 'enum',
      name: `Type${index}State${field}`,
      symbols: ['CREATED', 'ACCEPTED', 'REJECTED', 'ARCHIVED'],
      default: 'CREATED',
    }),
    () => ({ type: 'map', values: 'long' }),
    (field) => ({
      type: 'record',
      name: `Type${index}Part${field}`,
      doc: 'A part of the whole, with an amount and a currency of its own.',
      fields: [
        { name: 'amount', type: 'double', default: 0 },
        { name: 'currency', type: 'string', doc: 'As in ISO 4217.' },
      ],
    }),
  ];
  const fields = Array.from({ length: 27 }, (_, field) => {
    const type = types[field % types.length]?.(field);
    const isNullable = Array.isArray(type);
    return {
      name: `attribute_${field}`,
      type,
      ...(isNullable && { default: null }),
      doc: `What the sender knows of attribute ${field}; empty where it was never asked for.`,
    };
  });
  return {
    type: 'record',
    name: `Type${index}`,
    namespace,
    doc: `Type ${index} of ${namespace}, as it is sent by the systems that own it.`,
    fields,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
