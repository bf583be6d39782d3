import { escapeLine } from '../../shared/markdown.ts';
import { framingNames } from '../../shared/wire/framings.ts';
import { mostFailures, type ReframedKind, type ReframeProgress, type ReframeSummary } from '../reframing/reframeRequest.ts';
import { counted } from '../sending/summaryText.ts';
import type { NewFraming } from './reframeNames.ts';

/** What is copied where, in what framing. */
export interface Reframing {
  readonly connection: string;
  readonly source: string;
  readonly target: string;
  readonly framing: NewFraming;
}

/** "52 values: bare Avro; 8 tombstones; 60 keys: as they are". */
export function kindsText(kinds: readonly ReframedKind[]): string {
  return kinds
    .map(({ part, from, count }) => {
      const number = count.toLocaleString('en');
      const s = count === 1 ? '' : 's';
      if (from === 'null') return part === 'value' ? `${number} tombstone${s}` : `${number} without a key`;
      return `${number} ${part}${s}: ${from === 'as it is' ? 'kept' : framingNames[from]}`;
    })
    .join('; ');
}

/** "1,204 of 53,103 offsets copied, 3 failed". */
export function progressText({ stage, read, written, failed, total }: ReframeProgress): string {
  if (stage === 'comparing') return `${counted(read)} compared with what is there`;
  const bad = failed === 0 ? '' : `, ${failed.toLocaleString('en')} failed`;
  return written === 0 && read > 0
    ? `${read.toLocaleString('en')} of ${total.toLocaleString('en')} read${bad}`
    : `${written.toLocaleString('en')} of ${total.toLocaleString('en')} copied${bad}`;
}

/** What became of it: sentences. */
export function resultText({ source, target, connection }: Reframing, summary: ReframeSummary): string {
  const { written, present = 0, failed, copied, maybe, problem, stopped, unsent } = summary;
  const unknown = maybe.reduce((sum, { count }) => sum + count, 0);
  return [
    `Re-framed ${counted(written)} of ${source} to ${target} on ${connection}.`,
    ...(present === 0 ? [] : [`${counted(present)} ${present === 1 ? 'was' : 'were'} there already.`]),
    ...(failed === 0
      ? []
      : [
          `${counted(failed)} failed${copied === 0 ? '' : `, ${copied.toLocaleString('en')} of them copied as ${copied === 1 ? 'it is' : 'they are'}`}.`,
        ]),
    ...(unknown === 0 ? [] : [`${counted(unknown)} may be written: running it again finds out.`]),
    ...(unsent === 0
      ? []
      : [`${counted(unsent)} that ${unsent === 1 ? 'was' : 'were'} read ${unsent === 1 ? 'was' : 'were'} not written.`]),
    ...(problem === undefined ? [] : [problem.message]),
    ...(stopped === 'cancelled' ? ['It was cancelled; running it again goes on.'] : []),
    ...(stopped === 'failures' ? ['It ended at the first failure.'] : []),
  ].join(' ');
}

/** All of it, as Markdown. */
export function reframeReport(reframing: Reframing, summary: ReframeSummary, isDryRun: boolean): string {
  const { source, target, connection, framing } = reframing;
  const { failures, failed, partitions, problem, maybe, notes, doubts, kinds, read } = summary;
  const lines = [`# ${source} to ${target} on ${connection}`, ''];
  lines.push(isDryRun ? `${counted(read)} read, nothing written. New framing: ${framingNames[framing]}.` : resultText(reframing, summary));
  if (kinds.length > 0) lines.push('', `${isDryRun ? 'Would be written' : 'Written'}: ${kindsText(kinds)}.`);
  if (problem !== undefined) lines.push('', [problem.message, problem.remedy].filter((each) => each !== undefined).join(' '));
  for (const note of notes) lines.push('', escapeLine(note));
  for (const { reason } of doubts) lines.push('', escapeLine(reason));
  if (partitions.length > 0) {
    lines.push('', '| partition | records | first offset | last offset |', '| --: | --: | --: | --: |');
    for (const { partition, count, firstOffset, lastOffset } of partitions)
      lines.push(`| ${partition} | ${count} | ${firstOffset ?? ''} | ${lastOffset ?? ''} |`);
  }
  if (maybe.length > 0) {
    lines.push('', '## Maybe written', '');
    for (const { partition, count, firstOffset, lastOffset, reason } of maybe) {
      lines.push(
        `- partition ${partition}: ${count} records between offsets ${firstOffset} and ${lastOffset} of ${source}. ${escapeLine(reason)}`,
      );
    }
  }
  if (failures.length > 0) {
    const more = failed > mostFailures ? `, of which the first ${mostFailures} stand here` : '';
    lines.push('', '## Failed', '', `${failed} records${more}.`, '');
    for (const { partition, offset, reason } of failures) lines.push(`- partition ${partition}, offset ${offset}: ${escapeLine(reason)}`);
  }
  return `${lines.join('\n')}\n`;
}
