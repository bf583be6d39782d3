import type { Diagnosis, SideDiagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { counted } from '../../shared/diagnosis/reportTexts.ts';
import type { TopicProbe } from '../cluster/probeRequest.ts';

/** So many batches are named one by one. */
const mostReasons = 3;

/** What of a topic could not be read, one sentence each. @param unreadable why batches can't be, of each */
export function probeNotes({ problem, partitions }: TopicProbe, unreadable: readonly string[]): string[] {
  const unled = partitions.filter(({ firstOffset }) => firstOffset < 0n).map(({ partition }) => partition);
  const held = partitions.filter(({ heldBackTo }) => heldBackTo !== undefined).map(({ partition }) => partition);
  return [
    ...(unled.length === 0
      ? []
      : [
          `No broker leads ${unled.length === 1 ? 'partition' : 'partitions'} ${unled.join(', ')}: nothing is known of ${unled.length === 1 ? 'it' : 'them'}.`,
        ]),
    ...(held.length === 0
      ? []
      : [`An open transaction holds back the newest records of ${held.length === 1 ? 'partition' : 'partitions'} ${held.join(', ')}.`]),
    ...(problem === undefined ? [] : [problem]),
    ...unreadable.slice(0, mostReasons),
    ...(unreadable.length > mostReasons
      ? [`${counted(unreadable.length - mostReasons, 'other batch', 'other batches')} can't be read.`]
      : []),
  ];
}

/** That schemas which were not tried may tell otherwise. */
export function openNote(part: 'key' | 'value', stage: Diagnosis['stage']): string {
  if (stage === 'done') return `Not all schemas that may fit the ${part}s could be tried: what is said of them is not certain.`;
  return `Schemas of other subjects are still being tried on the ${part}s: what is said of them may change.`;
}

/** What nothing fits yet, or several things do, is neither before all schemas were tried. */
export function soFar(side: SideDiagnosis): SideDiagnosis {
  if (side.state !== 'unknown' && side.state !== 'undecided') return side;
  const things = `${side.part}s`;
  const headline =
    side.state === 'unknown'
      ? `No framing and no schema that was tried so far fits the ${things}.`
      : `The ${things} can be read in ${side.readings.length} ways so far.`;
  return { ...side, severity: 'info', headline, detail: 'Other schemas are still being tried on them.', advice: [] };
}
