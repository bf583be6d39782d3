import type { Judgement } from '../../../shared/diagnosis/samples.ts';
import { formOf } from './oracle.ts';
import type { Oracle, Pair } from './oracle.ts';
import type { Topic } from './topics.ts';

/**
 * - `not claimed`: nothing reads all, and what was made so that it can be told is said to be guessed or not known;
 * - the others as the issue has them.
 */
export type Outcome = 'right' | 'undecided as it must be' | 'not claimed' | 'wrongly undecided' | 'lists not all' | 'confident and wrong';

export interface Checked {
  readonly outcome: Outcome;
  /** What is to be looked at where it is not as it must be. */
  readonly note?: string;
}

/** Compares a verdict with what the oracle lists or, where nothing reads all samples, with how they were made. */
export function checkTopic(topic: Topic, judged: Judgement, oracle: Oracle): Checked {
  if (topic.truths.every(({ framing }) => framing === 'null'))
    return { outcome: judged.state === 'absent' ? 'right' : 'confident and wrong' };
  const pairs = oracle.pairs(topic, topic.samples);
  const isMixed = new Set(topic.truths.filter(({ framing }) => framing !== 'null').map(({ segment }) => segment)).size > 1;
  if (pairs.length === 0) return checkEach(topic, judged, oracle);
  if (!isMixed) return checkPairs(topic, judged, pairs);
  // Made as two things, and read as one: by the bytes nobody can tell, and either will do, or that it is undecided.
  if (judged.state === 'undecided') return { outcome: 'undecided as it must be' };
  const each = checkEach(topic, judged, oracle);
  return each.outcome === 'right' ? each : checkPairs(topic, judged, pairs);
}

function checkPairs(topic: Topic, judged: Judgement, pairs: readonly Pair[]): Checked {
  const [only] = pairs;
  const note = `${topic.name}, ${topic.samples.length}: ${textOf(pairs)} -> ${judgedText(judged)}`;
  if (judged.state === 'undecided') {
    if (pairs.length === 1) return { outcome: 'wrongly undecided', note };
    const isListed = (pair: Pair): boolean =>
      judged.readings.some(({ framing, schemas }) =>
        fits(
          pair,
          framing,
          schemas.map(({ schema }) => schema.text),
        ),
      );
    return pairs.every(isListed) ? { outcome: 'undecided as it must be' } : { outcome: 'lists not all', note };
  }
  const real = judged.classes.filter(({ framing }) => framing !== 'null');
  const isIt = (pair: Pair): boolean =>
    real.every(({ framing, schemas }) =>
      fits(
        pair,
        framing,
        schemas.map(({ schema }) => schema.text),
      ),
    );
  if (pairs.length === 1 && only !== undefined && isIt(only)) return { outcome: 'right' };
  return { outcome: judged.state === 'unknown' ? 'wrongly undecided' : 'confident and wrong', note };
}

function fits({ framing, form }: Pair, found: string, texts: readonly string[]): boolean {
  return framing === found && (form === undefined || (texts.length === 1 && formOf(texts[0] ?? '') === form));
}

/** Each sample by itself, as it was made. Those that more than one way of the topic's own reads may be either. */
function checkEach(topic: Topic, judged: Judgement, oracle: Oracle): Checked {
  const segments = [...new Set(topic.truths.map(({ segment }) => segment))];
  const pairsOf = segments.map((segment) =>
    oracle.pairs(
      topic,
      topic.samples.filter((_, index) => topic.truths[index]?.segment === segment),
    ),
  );
  if (judged.state === 'undecided') {
    const note = `${topic.name}: ${pairsOf.map(textOf).join(' / ')} -> ${judgedText(judged)}`;
    // Of what nothing reads without a fault there is nothing to list.
    if (pairsOf.every((pairs) => pairs.length === 1)) return { outcome: 'wrongly undecided', note };
    const missing = pairsOf.flatMap((pairs, at) => {
      return pairs.length < 2 ? [] : pairs.filter((pair) => !isListed(pair, judged, topic, segments[at] ?? 0));
    });
    return missing.length === 0
      ? { outcome: 'undecided as it must be', note }
      : { outcome: 'lists not all', note: `${note}; not listed: ${textOf(missing)}` };
  }
  let isClaimed = true;
  for (const [index, { framing, fault, schema }] of topic.truths.entries()) {
    const { framing: found, fault: foundFault, schema: text } = judged.read[index] ?? {};
    const sample = topic.samples[index];
    const certainty = judged.classes[judged.classOf[index] ?? -1]?.certainty;
    const isForm = found !== 'bare' || schema === undefined || (text !== undefined && formOf(text.text) === formOf(schema.text));
    if (found === framing && foundFault === fault && isForm) continue;
    // What is said of the same frame may be another word for it, such as that JSON is no Avro of whatever id.
    if (found === framing && fault !== undefined && (foundFault !== undefined || certainty !== 'proved')) continue;
    // By its bytes it may be what the judge says, and so may all that was made like it, or what was made otherwise.
    const others = sample === undefined ? [] : oracle.pairs(topic, [sample]);
    const isPossible = (pair: Pair): boolean => found !== undefined && fits(pair, found, text === undefined ? [] : [text.text]);
    if (others.some(isPossible) && (segments.length < 2 || pairsOf.some((pairs) => pairs.some(isPossible)))) continue;
    if (found === 'none' || certainty === 'guessed') {
      isClaimed = false;
      continue;
    }
    const made = `${framing} ${fault ?? ''} ${schema?.name ?? ''}`;
    return { outcome: 'confident and wrong', note: `${topic.name}, sample ${index}, made as ${made} -> ${judgedText(judged)}` };
  }
  return { outcome: isClaimed ? 'right' : 'not claimed', note: `${topic.name} -> ${judgedText(judged)}` };
}

/** Whether some reading reads a sample of a segment in this way. Readings are of the samples that are not null. */
function isListed({ framing, form }: Pair, { readings }: Judgement, { truths }: Topic, segment: number): boolean {
  const real = truths.filter((truth) => truth.framing !== 'null');
  return readings.some(({ read }) =>
    read.some(
      (one, at) =>
        real[at]?.segment === segment &&
        one.framing === framing &&
        (form === undefined || (one.schema !== undefined && formOf(one.schema.text) === form)),
    ),
  );
}

function textOf(pairs: readonly Pair[]): string {
  return pairs.map(({ framing, form, least, most }) => `${framing} ${form?.slice(0, 60) ?? ''} ${least} to ${most}`).join('; ');
}

function judgedText({ state, classes, readings }: Judgement): string {
  const found = classes.map(
    ({ framing, fault, certainty, schemas }) =>
      `${framing} ${fault ?? ''} ${certainty} ${schemas.map(({ schema }) => schema.label).join()}`,
  );
  return `${state}: ${found.join('; ')}${readings.length === 0 ? '' : `; readings ${readings.map(({ name, by }) => `${name} by ${by}`).join('; ')}`}`;
}
