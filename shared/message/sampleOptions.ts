import { parseDateTime } from '../avro/calendar.ts';
import { closestWord } from '../avro/closestWord.ts';
import type { SampleOptions } from '../avro/sample.ts';
import type { Problem } from '../avro/schema.ts';

/** How samples of a document are made, as a comment at its head says it. */
export interface DocumentSampleOptions extends SampleOptions {
  /** How many messages there are to be; 1 without it. */
  readonly count?: number | undefined;
}

/** More are no document to read. */
export const maxDocumentSamples = 1000;

/** Options behind so many characters are none: they are looked for at each key that is typed. */
const maxHeadChars = 65_536;
const maxProblems = 20;

/**
 * The options in the comments before the first message, such as `// sample: count=3 seed=7 nullProbability=0.2
 * branches=all now=2026-11-10T12:00:00Z`. Numbers have dots and times are ISO 8601, whatever the machine's language.
 *
 * @returns with what is wrong, at its place, as warnings: `sample-option`; options that are wrong do not count
 */
export function readSampleOptions(text: string): { readonly options: DocumentSampleOptions; readonly problems: readonly Problem[] } {
  const options: Writable = {};
  const problems: Problem[] = [];
  for (const { start, content } of headComments(text)) {
    const [intro = ''] = /^[\s*]*sample:\s*(?=[^\s=]+=)/i.exec(content) ?? [];
    if (intro === '') continue;
    for (const match of content.slice(intro.length).matchAll(/[^\s*]\S*/g)) {
      const message = readOption(match[0], options);
      const at = start + intro.length + match.index;
      if (message === undefined) continue;
      problems.push({ code: 'sample-option', severity: 'warning', span: { start: at, end: at + match[0].length }, message });
      if (problems.length === maxProblems) return { options, problems };
    }
  }
  return { options, problems };
}

type Writable = { -readonly [name in keyof DocumentSampleOptions]: DocumentSampleOptions[name] | undefined };

function* headComments(text: string): Generator<{ readonly start: number; readonly content: string }> {
  const head = text.slice(0, maxHeadChars);
  const comment = /[\s\uFEFF]*(?:\/\/([^\n]*)|\/\*((?:[^*]|\*(?!\/))*)\*\/)/y;
  for (let match = comment.exec(head); match !== null; match = comment.exec(head)) {
    // It is cut off, and so may be its last option.
    if (comment.lastIndex === maxHeadChars && text.length > maxHeadChars) return;
    const content = match[1] ?? match[2] ?? '';
    yield { start: comment.lastIndex - content.length - (match[1] === undefined ? 2 : 0), content };
  }
}

/** Reads one option; returns what is wrong with it, as a sentence. */
function readOption(word: string, options: Writable): string | undefined {
  const [, name = '', value = ''] = /^([^=]*)=?(.*)$/.exec(word) ?? [];
  switch (name) {
    case 'count':
      options.count = /^[1-9]\d{0,3}$/.test(value) && Number(value) <= maxDocumentSamples ? Number(value) : undefined;
      return options.count === undefined ? `"count" is a whole number from 1 to ${maxDocumentSamples}, such as count=3.` : undefined;
    case 'seed':
      options.seed = /^\d{1,10}$/.test(value) ? Number(value) : undefined;
      return options.seed === undefined ? '"seed" is a whole number, such as seed=7.' : undefined;
    case 'nullProbability':
      options.nullProbability = /^(?:0(?:\.\d{1,9})?|1(?:\.0{1,9})?)$/.test(value) ? Number(value) : undefined;
      return options.nullProbability === undefined
        ? '"nullProbability" is a number from 0 to 1 with a dot, such as nullProbability=0.2.'
        : undefined;
    case 'branches':
      options.branches = value === 'all' || value === 'random' ? value : undefined;
      return options.branches === undefined ? '"branches" is all or random.' : undefined;
    case 'now': {
      const time = parseDateTime(value, 3, 'instant');
      options.now = 'count' in time ? Number(time.count) : undefined;
      return options.now === undefined ? '"now" is a time with an offset, such as now=2026-11-10T12:00:00Z.' : undefined;
    }
    default: {
      const closest = closestWord(name, names);
      const hint =
        closest === undefined ? `There are ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}.` : `Did you mean "${closest}"?`;
      return `There is no sample option "${name}". ${hint}`;
    }
  }
}

const names = ['count', 'seed', 'nullProbability', 'branches', 'now'] as const;
