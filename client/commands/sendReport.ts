import { escapeLine } from '../../shared/markdown.ts';
import { summaryLine } from '../sending/summaryText.ts';
import { mostFailures, type SendSummary, type SourceFormat } from '../sending/sendRequest.ts';

/** What the numbers of failures count: container files have no lines. */
export function unitOf(format: SourceFormat): SentSource['unit'] {
  return format === 'avro' ? 'record' : 'line';
}

/** What is sent, in its name and in what its numbers count. */
export interface SentSource {
  readonly name: string;
  readonly unit: 'line' | 'record';
}

/** What became of the records of a source, as Markdown. */
export function sendReport(
  { name, unit }: SentSource,
  { connection, topic }: { readonly connection: string; readonly topic: string },
  summary: SendSummary,
): string {
  const { partitions, failures, failed, maybe, unsent, problem } = summary;
  const isTrial = summary.written === 0 && partitions.length === 0 && problem === undefined && maybe.length === 0 && unsent === undefined;
  const lines = [`# ${name} to ${topic} on ${connection}`, '', summaryLine(summary, { dryRun: isTrial })];
  if (problem !== undefined) lines.push('', [problem.message, problem.remedy].filter((each) => each !== undefined).join(' '));
  if (partitions.length > 0) {
    lines.push('', '## Written', '', '| partition | records | first offset | last offset |', '| --: | --: | --: | --: |');
    for (const { partition, count, firstOffset, lastOffset } of partitions) {
      lines.push(`| ${partition} | ${count} | ${firstOffset} | ${lastOffset} |`);
    }
  }
  if (maybe.length > 0) {
    lines.push('', '## Maybe written', '', 'Look in the topic before they are sent again.', '');
    for (const { partition, count, firstLine, lastLine, reason } of maybe) {
      lines.push(`- partition ${partition}: ${count} records between ${unit}s ${firstLine} and ${lastLine}. ${reason}`);
    }
  }
  if (unsent !== undefined) {
    lines.push(
      '',
      '## Not sent',
      '',
      `${unsent.count} records that were read, the first of them at ${unit} ${unsent.firstLine}, and all that were not read.`,
    );
  }
  if (failures.length > 0) {
    const more = failed > mostFailures ? `, of which the first ${mostFailures} stand here` : '';
    lines.push('', '## Failed', '', `${failed} records${more}. Nothing of them was written.`, '');
    // What a record holds may be in the reason, and must not become a link or a picture.
    for (const { line, reason } of failures) lines.push(`- ${unit} ${line}: ${escapeLine(reason)}`);
  }
  return `${lines.join('\n')}\n`;
}
