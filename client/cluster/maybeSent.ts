import { KafkaError } from '../../shared/errors.ts';

/** The code of {@link maybeSent}: who meets it must not send again by itself. */
export const maybeSentCode = 'kafka/maybe-sent';

/**
 * The error of a record that was on its way to the broker when something came between, so that it may stand in its topic
 * or not.
 *
 * @param reason one sentence
 */
export function maybeSent(reason: string, cause?: unknown): KafkaError {
  return new KafkaError(maybeSentCode, reason, { cause, remedy: 'Look in the topic before it is sent again.' });
}

/** What {@link maybeSent} is told where the user gave up in between. */
export function cancelledWhileSending(topic: string): string {
  return `It was cancelled before the broker of ${topic} answered.`;
}
