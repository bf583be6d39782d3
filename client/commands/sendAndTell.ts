import { checkMayWrite, confirmProtected } from '../messages/guards.ts';
import type { SendManyRequest, SendSummary } from '../sending/sendRequest.ts';
import { counted, progressLine } from '../sending/summaryText.ts';
import type { CommandContext } from './context.ts';
import { sendReport, type SentSource } from './sendReport.ts';

/** Many records on their way to a topic, and how it is spoken of. */
export interface ManyToSend {
  readonly connection: string;
  readonly request: SendManyRequest;
  readonly source: SentSource;
  /** What is to be done, in the command's words: "Send from File". */
  readonly title: string;
  /** What is written: "the records of orders.ndjson". */
  readonly what: string;
  /** The same beside what is sent at the moment: "orders.ndjson". */
  readonly progress: string;
  /** Behind "Sent 3 records": " of orders.ndjson". */
  readonly of: string;
  /** The same in the log, without names of the user's files. */
  readonly logged: string;
}

/**
 * Sends many records, once a protected connection's topic was typed, and tells what became of them.
 *
 * @throws what `checkMayWrite` throws, and what a session's `sendMany` does where nothing could begin; an `AbortError`
 */
export async function sendAndTell(context: CommandContext, sending: ManyToSend): Promise<void> {
  const { connection, request, title, what, progress, logged } = sending;
  const { topic } = request;
  await confirmProtected(context, { connection, topic, title, what });
  const summary = await context.ui.progress(`Sending ${progress} to ${topic} on ${connection}`, async (report, signal) => {
    const session = await context.sessions.open(connection, signal);
    // It may have become read-only while it was asked for.
    checkMayWrite(context, connection);
    return session.sendMany(request, (now) => report(progressLine(now)), signal);
  });
  context.log.info(`Sent ${counted(summary.written)}${logged} to ${topic} on ${connection}.`);
  await tell(context, sending, summary);
}

async function tell(context: CommandContext, { connection, request, source, of }: ManyToSend, summary: SendSummary): Promise<void> {
  const target = { connection, topic: request.topic };
  const { written, failed, maybe, problem, stopped, unsent } = summary;
  const unknown = maybe.reduce((sum, { count }) => sum + count, 0);
  const were = unsent?.count === 1 ? 'was' : 'were';
  const sentences = [
    `Sent ${counted(written)}${of} to ${target.topic} on ${connection}.`,
    ...(failed === 0 ? [] : [`${counted(failed)} failed.`]),
    ...(unknown === 0 ? [] : [`${counted(unknown)} may be written: look in the topic before they are sent again.`]),
    ...(unsent === undefined
      ? []
      : [`From ${source.unit} ${unsent.firstLine} on, ${counted(unsent.count)} that ${were} read ${were} not sent.`]),
    ...(problem === undefined ? [] : [problem.message]),
    ...(stopped === 'cancelled' ? ['It was cancelled.'] : []),
  ];
  const isGood = failed === 0 && unknown === 0 && problem === undefined && stopped !== 'cancelled';
  const buttons = written > 0 ? (['Peek', 'Show Summary'] as const) : (['Show Summary'] as const);
  const answer = await context.ui.notify(isGood ? 'info' : 'warning', sentences.join(' '), buttons);
  if (answer === 'Peek') await context.run('peekTopicItem', target);
  if (answer === 'Show Summary') {
    await context.ui.showText({
      title: `Sent ${source.name}.md`,
      text: sendReport(source, target, summary),
      language: 'markdown',
      asPage: true,
    });
  }
}
