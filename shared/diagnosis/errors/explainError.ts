import { frameErrors } from './frameErrors.ts';
import type { KnownErrorText } from './knownError.ts';
import { nameErrors } from './nameErrors.ts';
import { readerErrors } from './readerErrors.ts';
import { softwareErrors } from './softwareErrors.ts';

/**
 * All of them. Most were seen with the software itself. Texts of causes weigh more than those of what fails by them, so that a
 * whole stack trace is explained by its cause.
 */
export const knownErrors: readonly KnownErrorText[] = [...frameErrors, ...nameErrors, ...readerErrors, ...softwareErrors];

/** What an error text means. */
export interface ExplainedError {
  readonly id: string;
  /** As it stands in the text that was given, such as "Unknown magic byte!". */
  readonly quoted: string;
  readonly of: string;
  /** A clause with its full stop, to stand behind a colon. */
  readonly means: string;
  /** One sentence or two. */
  readonly remedy: string;
  readonly onTopic: boolean;
}

export interface ErrorExplanation {
  /** What tells most of the cause first; empty where nothing is known of the text. */
  readonly found: readonly ExplainedError[];
  /** Where the text says it. */
  readonly topic: string | undefined;
  readonly partition: number | undefined;
  readonly offset: bigint | undefined;
}

/** Longer texts are cut: what matters of a stack trace stands in its heads and causes. */
const mostCharacters = 200_000;

/**
 * Explains an exception or a log, whole or in part, of software that reads or writes Avro and Kafka. What stands last in a
 * stack trace is its cause, so of texts that tell equally much the last one counts.
 */
export function explainError(text: string): ErrorExplanation {
  const line = text.slice(0, mostCharacters).replaceAll(/\s+/g, ' ');
  const found: { readonly known: KnownErrorText; readonly match: RegExpExecArray; readonly at: number }[] = [];
  for (const known of knownErrors) {
    const match = lastMatch(known.pattern, line);
    if (match !== undefined) found.push({ known, match, at: match.index });
  }
  found.sort((a, b) => b.known.weight - a.known.weight || b.at - a.at);
  const groups = found.map(({ match }) => groupsOf(match));
  const place = groups.find(({ topic, offset }) => topic !== undefined && offset !== undefined);
  return {
    found: found.map(({ known, match }) => toExplained(known, match)),
    topic: place?.['topic'] ?? groups.find(({ topic }) => topic !== undefined)?.['topic'],
    partition: place?.['partition'] === undefined ? undefined : Number(place['partition']),
    offset: place?.['offset'] === undefined ? undefined : BigInt(place['offset']),
  };
}

function toExplained({ id, of, means, remedy, onTopic }: KnownErrorText, match: RegExpExecArray): ExplainedError {
  const [quoted] = match;
  return {
    id,
    quoted: quoted.length > 160 ? `${quoted.slice(0, 159)}…` : quoted.trim(),
    of,
    means: typeof means === 'string' ? means : means(groupsOf(match)),
    remedy,
    onTopic,
  };
}

function lastMatch(pattern: RegExp, text: string): RegExpExecArray | undefined {
  let last: RegExpExecArray | undefined;
  for (const match of text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))) last = match;
  return last;
}

function groupsOf({ groups = {} }: RegExpExecArray): Readonly<Record<string, string>> {
  const found = new Map<string, string | undefined>(Object.entries(groups));
  return Object.fromEntries([...found].flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
