// All tests, or the parts that are named: check, unit, stack, interop, e2e; `long` runs unit, stack and interop with all of the random
// tests' rounds. Arguments that end in .ts narrow a part to these files. The last line says how many passed and failed.
import { createSampleData, planSampleData } from './demo/sampleData.ts';
import { runHostSuite } from './e2e/host.ts';
import { packCommand, packExtension } from './package/pack.ts';
import { stackEnvironment, startStack } from './stack/stack.ts';
import type { Stack } from './stack/stack.ts';
import { runMain } from './support/main.ts';
import { SetupError, explain, say } from './support/say.ts';
import { runChecks } from './test/checks.ts';
import { add, isGood } from './test/counts.ts';
import type { Counts } from './test/counts.ts';
import { installInteropPython, installInteropSpark } from './test/interop.ts';
import { runNodeTests } from './test/nodeTests.ts';
import { findChromium } from './workbench/browser.ts';
import { installWorkbench } from './workbench/install.ts';

const minute = 60_000;

interface Context {
  /** Started when first asked for, and once for all parts. */
  readonly stack: () => Promise<Stack>;
  /** Files to which the run is narrowed; none: all. */
  readonly files: readonly string[];
  readonly stop: AbortSignal;
}

const parts: Readonly<Record<string, (context: Context) => Promise<Counts>>> = {
  check: () => runChecks(),
  unit: (context) => run('unit', ['test/mark.test.ts', 'test/shared', 'test/server', 'test/client', 'test/tools'], {}, context),
  stack: async (context) => run('stack', ['test/stack'], stackEnvironment(await context.stack()), context),
  interop: async (context) => {
    const env = { INTEROP_PYTHON: await installInteropPython(say), ...(await installInteropSpark(say)) };
    return run('interop', ['test/interop'], { ...stackEnvironment(await context.stack()), ...env }, context);
  },
  e2e: async (context) => {
    const { file } = await packExtension(say);
    const command = await packCommand();
    await installWorkbench(say);
    await installWorkbench(say, 'oldest');
    await findChromium(say);
    const stack = await context.stack();
    // The parts before this one have left their subjects in the registry, which no window need list.
    await forgetSubjects(stack.registryUrl);
    await createSampleData(stack, await planSampleData(stack), say);
    const env = { ...stackEnvironment(stack), AVRO_WORKBENCH_VSIX: file, AVRO_WORKBENCH_TGZ: command };
    const nothing = { passed: 0, failed: 0 };
    const host = context.files.length > 0 ? nothing : await runHostSuite({ env, limitMs: 5 * minute, stop: context.stop });
    return add(host, await run('ui', ['test/e2e/ui'], env, context));
  },
};

/** Of a part, and of one of its files, which no single test can take longer than. */
const limits = { partMs: 40 * minute, fileMs: 10 * minute };
const longLimits = { partMs: 120 * minute, fileMs: 60 * minute };

function run(part: string, places: readonly string[], env: Readonly<Record<string, string>>, { files, stop }: Context): Promise<Counts> {
  const { partMs, fileMs } = process.env['AVRO_WORKBENCH_LONG'] === '1' ? longLimits : limits;
  // Tests on the one cluster or window would disturb each other.
  const concurrency = part === 'unit' ? 2 : 1;
  return runNodeTests({ part, files: files.length > 0 ? files : places, env, limitMs: partMs, testLimitMs: fileMs, concurrency, stop });
}

await runMain(async (stop) => {
  const args = process.argv.slice(2);
  const files = args.filter((arg) => arg.endsWith('.ts'));
  const asked = args.filter((arg) => !arg.endsWith('.ts')).flatMap((arg) => (arg === 'long' ? ['unit', 'stack', 'interop'] : [arg]));
  const unknown = asked.filter((name) => parts[name] === undefined);
  if (unknown.length > 0)
    throw new SetupError(`There is no part "${unknown.join('", "')}": they are ${Object.keys(parts).join(', ')} and long.`);
  if (args.includes('long')) process.env['AVRO_WORKBENCH_LONG'] = '1';

  let started: Promise<Stack> | undefined;
  const context: Context = { stack: () => (started ??= startStack({ secured: true })), files, stop };
  const results: { readonly name: string; readonly counts: Counts; readonly seconds: number }[] = [];
  for (const name of asked.length > 0 ? asked : Object.keys(parts)) {
    if (stop.aborted) break;
    say(`Part ${name}…`);
    const began = performance.now();
    const counts = await runPart(name, context);
    results.push({ name, counts, seconds: (performance.now() - began) / 1000 });
  }
  // A stack that did not start has stopped itself.
  await started?.then(
    (stack) => stack.stop(),
    () => undefined,
  );
  return conclude(results, stop);
});

/** Deletes all subjects of the tests' own registry, but those that others refer to. */
async function forgetSubjects(registryUrl: string): Promise<void> {
  const subjects = (await (await fetch(`${registryUrl}/subjects`)).json()) as readonly string[];
  for (const subject of subjects) {
    for (const query of ['', '?permanent=true']) {
      const reply = await fetch(`${registryUrl}/subjects/${encodeURIComponent(subject)}${query}`, { method: 'DELETE' });
      await reply.arrayBuffer();
    }
  }
}

async function runPart(name: string, context: Context): Promise<Counts> {
  try {
    return (await parts[name]?.(context)) ?? { passed: 0, failed: 1 };
  } catch (error) {
    console.log(`\n✖ ${name} could not run.\n${explain(error)}\n`);
    return { passed: 0, failed: 1 };
  }
}

/** Says how each part ended; a part in which nothing ran is a failure. */
function conclude(
  results: readonly { readonly name: string; readonly counts: Counts; readonly seconds: number }[],
  stop: AbortSignal,
): number {
  console.log();
  for (const { name, counts, seconds } of results) {
    const nothing = counts.passed + counts.failed === 0 ? '; a part without tests counts as a failure' : '';
    console.log(
      `${isGood(counts) ? '✔' : '✖'} ${name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds.toFixed(1)} s${nothing}`,
    );
  }
  if (stop.aborted) console.log('Stopped before the end.');
  const total = results.reduce((sum, { counts }) => add(sum, counts), { passed: 0, failed: 0 });
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return !stop.aborted && results.length > 0 && results.every(({ counts }) => isGood(counts)) ? 0 : 1;
}
