import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { inspect } from 'node:util';
import type { TestEvent } from 'node:test/reporters';
import { root } from '../support/paths.ts';

// A reporter for `node --test`: one line a file, every failure in full, and the counts into the file that
// AVRO_WORKBENCH_COUNTS names. A test that was skipped counts as failed: it proves nothing.

interface Counts {
  passed: number;
  failed: number;
}

/** Yields what is to be printed while the tests run. */
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const total: Counts = { passed: 0, failed: 0 };
  const perFile = new Map<string, Counts & { failures: string[] }>();
  for await (const event of events) {
    if (event.type === 'test:stderr' || event.type === 'test:stdout') {
      yield event.data.message;
    } else if (event.type === 'test:pass' || event.type === 'test:fail') {
      const outcome = judge(event);
      if (outcome === undefined) continue;
      const file = relative(root, event.data.file ?? event.data.name);
      const counts = perFile.get(file) ?? { passed: 0, failed: 0, failures: [] };
      perFile.set(file, counts);
      if (outcome === 'passed') {
        counts.passed++;
        total.passed++;
      } else {
        counts.failed++;
        total.failed++;
        yield `\n✖ ${file}${event.data.line === undefined ? '' : `:${event.data.line}`}  ${event.data.name}\n${indent(outcome)}\n\n`;
      }
    }
  }
  for (const [file, { passed, failed }] of [...perFile].sort(([one], [other]) => one.localeCompare(other))) {
    yield `  ${failed === 0 ? '✔' : '✖'} ${file}: ${passed} passed${failed === 0 ? '' : `, ${failed} failed`}\n`;
  }
  const target = process.env['AVRO_WORKBENCH_COUNTS'];
  if (target !== undefined) writeFileSync(target, JSON.stringify(total));
}

type Ended = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>;

/** 'passed', why it did not, or undefined for what is not a test: a suite, or a file as a whole. */
function judge(event: Ended): string | undefined {
  const { details, skip, todo } = event.data;
  if (event.type === 'test:fail') {
    const failure = (event.data.details as { error?: { failureType?: string; cause?: unknown } }).error;
    // Its own tests have said so already.
    if (failure?.failureType === 'subtestsFailed') return undefined;
    return explainFailure(failure?.cause ?? failure);
  }
  if (details.type === 'suite' || isWholeFile(event)) return undefined;
  if (skip !== undefined && skip !== false) return 'It was skipped, and so proves nothing.';
  if (todo !== undefined && todo !== false) return 'It is marked as still to do, and so proves nothing.';
  return 'passed';
}

/** A file without any test counts as a passed one to Node. */
function isWholeFile({ data }: Ended): boolean {
  return data.nesting === 0 && data.file !== undefined && data.file.endsWith(data.name) && /\.\w+$/.test(data.name);
}

function explainFailure(cause: unknown): string {
  if (cause instanceof Error) return inspect(cause, { depth: 6 });
  return typeof cause === 'string' ? cause : inspect(cause);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
