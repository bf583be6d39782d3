import type { CompareResult, SemanticDifference } from '../../shared/protocol.ts';

/** What is said of two schemas that were compared by their meaning. */
export interface Comparison {
  /** What to call the older one, such as `orders-value v7`. */
  readonly left: string;
  readonly right: string;
  readonly result: CompareResult & { readonly ok: true };
}

/** The page about a comparison, as Markdown that reads well as it stands, too: who can read what, and why not; then what differs. */
export function comparisonPage({ left: leftName, right: rightName, result }: Comparison): string {
  const [left, right] = [plain(leftName), plain(rightName)];
  const { differences, backward, forward, losses, summary } = result;
  const isSame = differences.length === 0 && backward.length === 0 && forward.length === 0 && losses.length === 0;
  const hasSentences = [...backward, ...forward, ...losses].some((sentence) => /\b(?:t?here)\b/.test(sentence));
  const says = isSame ? 'Both mean the same, whatever their layout.' : plain(summary);
  const sections = [
    [`# From ${left} to ${right}`, ...(says === '' ? [] : [says])],
    ['## Who can read what', verdict('BACKWARD', left, right, backward), verdict('FORWARD', left, right, forward)],
    // The sentences are those of an editor, where the schema that is edited is "here".
    ...(hasSentences ? [[`Here is ${right}, there is ${left}.`]] : []),
    ...(losses.length === 0 ? [] : [['## What is read as something else', listOf(losses.map(plain))]]),
    ...kinds.map(([kind, heading]) => sectionOf(differences, kind, heading)).filter((section) => section.length > 0),
  ];
  return `${sections.flat().join('\n\n')}\n`;
}

/** In the order in which they matter to who has to change something. */
const kinds: readonly (readonly [SemanticDifference['kind'], string])[] = [
  ['removed', 'Removed'],
  ['added', 'Added'],
  ['renamed', 'Renamed'],
  ['moved', 'Moved'],
  ['changed', 'Changed'],
];

function verdict(direction: 'BACKWARD' | 'FORWARD', left: string, right: string, reasons: readonly string[]): string {
  const can = reasons.length === 0;
  const sentence =
    direction === 'BACKWARD'
      ? `${right} ${can ? 'can' : "can't"} read what was written with ${left} (BACKWARD)`
      : `Readers that still use ${left} ${can ? 'can' : "can't"} read what is written with ${right} (FORWARD)`;
  // What stands in the heading already need not stand in each line once more.
  const prefix = `${right} can't read data of ${left}: `;
  const lines = reasons.map((reason) => plain(reason.startsWith(prefix) ? capital(reason.slice(prefix.length)) : reason));
  return can ? `✓ ${sentence}.` : `✗ ${sentence}:\n\n${listOf(lines)}`;
}

function sectionOf(differences: readonly SemanticDifference[], kind: SemanticDifference['kind'], heading: string): string[] {
  const found = differences.filter((difference) => difference.kind === kind);
  if (found.length === 0) return [];
  return [`## ${heading}`, listOf(found.map(({ path, text }) => (path === '' ? plain(text) : `\`${path}\`: ${plain(text)}`)))];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function listOf(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** The text as it is, whatever of it Markdown would take for its own; within words it takes no underscore. */
function plain(text: string): string {
  return text.replace(/[\\`*<>[\]]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}
