import type { OtherVersion } from './verdict.ts';

type Named = Pick<OtherVersion, 'label' | 'version'>;

/**
 * How sentences name versions: `version 7`, `versions 5 and 7`, `versions 5 to 7`, `HEAD`, `a.avsc and b.avsc`.
 *
 * @param versions ascending
 */
export function versionsText(versions: readonly Named[]): string {
  const [first] = versions;
  if (first === undefined) return 'no version';
  if (versions.length === 1) return first.label;
  const numbers = numbersOf(versions);
  if (numbers === undefined) return listText(shortened(versions.map(({ label }) => label)));
  const runs = runsOf(numbers).flatMap(([from, to]) => (to - from < 2 ? range(from, to) : [`${from} to ${to}`]));
  return `versions ${listText(shortened(runs))}`;
}

/** How lenses name versions of a registry: `v7`, `v5…v7`; undefined where one of them has no number. */
export function versionRange(versions: readonly Named[]): string | undefined {
  const numbers = numbersOf(versions);
  const [first, last] = [numbers?.[0], numbers?.at(-1)];
  if (numbers === undefined || first === undefined || last === undefined) return undefined;
  if (numbers.length === 1) return `v${first}`;
  if (numbers.length === last - first + 1) return `v${first}…v${last}`;
  return listText(shortened(runsOf(numbers).map(([from, to]) => (from === to ? `v${from}` : `v${from}…v${to}`))));
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** More than these nobody reads. */
const maxNamed = 5;

function shortened(items: readonly string[]): readonly string[] {
  return items.length <= maxNamed ? items : [...items.slice(0, maxNamed - 1), `${items.length - maxNamed + 1} others`];
}

function numbersOf(versions: readonly Named[]): number[] | undefined {
  const numbers = versions.flatMap(({ version }) => version ?? []);
  return numbers.length === versions.length ? numbers : undefined;
}

function range(from: number, to: number): string[] {
  return from === to ? [String(from)] : [String(from), String(to)];
}

/** Neighbouring numbers as one stretch. */
function runsOf(numbers: readonly number[]): [from: number, to: number][] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && number === run[1] + 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}
