// An extension of the benches alone, beside ours in the same extension host: it measures that host, and runs commands of ours. It
// listens on a loopback port that it writes into the file which AVRO_BENCH_COMPANION names.
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { Session, type Profiler } from 'node:inspector';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { BroadcastChannel, type WorkerOptions } from 'node:worker_threads';
import * as vscode from 'vscode';
import { fetchChannel, type FetchAnswer } from './fetchChannel.ts';
import { findSpans, type ProfileSpans } from './profileSpans.ts';

/** How late the host's event loop was, in milliseconds. */
export interface LoopDelay {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** What its thread worked meanwhile: the rest of a delay is the machine's. */
  readonly cpuMs: number;
}

/** What the companion does when it is asked to. */
export interface Companion {
  /** Runs a command; when it began, in milliseconds since 1970. */
  run(command: string, ...args: readonly unknown[]): Promise<number>;
  startDelay(): Promise<null>;
  stopDelay(): Promise<LoopDelay>;
  startProfile(): Promise<null>;
  /** @param file where the whole profile goes, for whoever wants to look at it; nowhere where empty */
  stopProfile(file: string): Promise<ProfileSpans>;
  /** Answers to fetches since it was asked before. */
  fetches(): Promise<readonly FetchAnswer[]>;
}

/** In microseconds. */
const samplingInterval = 500;

export function activate(): void {
  probeWorkers();
  const companion = createCompanion();
  const server = createServer((request, response) => {
    answer(companion, request).then(
      (result) => response.end(JSON.stringify(result)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo; // it listens on a port
    writeFileSync(process.env['AVRO_BENCH_COMPANION'] ?? '', String(port));
  });
}

async function answer(companion: Companion, request: IncomingMessage): Promise<unknown> {
  const name = request.url?.slice(1) as keyof Companion; // the bench's own requests
  const args = JSON.parse(await text(request)) as unknown[];
  return (Reflect.get(companion, name) as (...given: readonly unknown[]) => Promise<unknown>).apply(companion, args);
}

function createCompanion(): Companion {
  let delay: IntervalHistogram | undefined;
  let cpuBeforeMs = 0;
  let answers: FetchAnswer[] = [];
  const session = new Session();
  session.connect();
  const channel = new BroadcastChannel(fetchChannel);
  channel.onmessage = ({ data }: { data: FetchAnswer }) => answers.push(data);
  const post = <T>(method: string, parameters: object = {}): Promise<T> =>
    new Promise((resolve, reject) =>
      session.post(method, parameters, (error, result) => (error === null ? resolve(result as T) : reject(error))),
    );
  return {
    async run(command, ...args) {
      const atMs = Date.now();
      await vscode.commands.executeCommand(command, ...args);
      return atMs;
    },
    startDelay() {
      delay = monitorEventLoopDelay({ resolution: 10 });
      delay.enable();
      cpuBeforeMs = threadCpuMs();
      return Promise.resolve(null);
    },
    stopDelay() {
      delay?.disable();
      const ms = (percentile: number): number => (delay?.percentile(percentile) ?? Number.NaN) / 1e6;
      return Promise.resolve({ p50Ms: ms(50), p99Ms: ms(99), maxMs: (delay?.max ?? Number.NaN) / 1e6, cpuMs: threadCpuMs() - cpuBeforeMs });
    },
    async startProfile() {
      await post('Profiler.enable');
      await post('Profiler.setSamplingInterval', { interval: samplingInterval });
      await post('Profiler.start');
      return null;
    },
    async stopProfile(file) {
      const { profile } = await post<{ profile: Profiler.Profile }>('Profiler.stop');
      if (file !== '') writeFileSync(file, JSON.stringify(profile));
      return findSpans(profile, `${ownFolder()}/dist/`);
    },
    fetches() {
      const told = answers;
      answers = [];
      return Promise.resolve(told);
    },
  };
}

/** What this thread has worked, in milliseconds. */
function threadCpuMs(): number {
  // The types are those of the oldest Node; this runs in the newest workbench alone.
  const { user, system } = (process as unknown as { threadCpuUsage(): NodeJS.CpuUsage }).threadCpuUsage();
  return (user + system) / 1000;
}

/** Where the extension that is measured lies. */
function ownFolder(): string {
  const found = vscode.extensions.all.find(({ id }) => id === 'avro-workbench.avro-workbench');
  if (found === undefined) throw new Error('The extension is not there.');
  return found.extensionPath;
}

/** Workers that are started from now on load the probe first. */
function probeWorkers(): void {
  const threads = process.getBuiltinModule('node:worker_threads');
  const { Worker } = threads;
  class Probed extends Worker {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      super(file, { ...options, execArgv: [...(options.execArgv ?? []), '--require', join(__dirname, 'fetchProbe.js')] });
    }
  }
  Object.assign(threads, { Worker: Probed });
}
