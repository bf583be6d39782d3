import type { RecordsRequest } from '../webview/recordsPages.ts';
import { KafkaError } from '../../shared/errors.ts';
import { chooseTopic } from './chooseTopic.ts';
import type { Command } from './context.ts';
import { topicTarget } from './targets.ts';

/** Asks for a topic and shows its newest records. */
export const peekTopic: Command = {
  failure: "Can't peek the topic",
  create: (context) => async () => {
    const { connection, topic } = await chooseTopic(context, { title: 'Peek Topic' });
    context.records.show({ connection, topic });
  },
};

/** Shows the newest records of a topic or of one partition, or a certain record among its neighbours. */
export const peekTopicItem: Command = {
  failure: "Can't peek the topic",
  create:
    (context) =>
    (...args) => {
      const request = toRequest(args);
      // Only a keybinding or another extension calls it without a topic: the menus and CodeLenses all name one.
      if (request === undefined)
        throw new KafkaError('kafka/unknown-topic', 'No topic was named.', { remedy: 'Use Avro: Peek Topic… instead.' });
      context.records.show(request);
      return Promise.resolve();
    },
};

function toRequest(args: readonly unknown[]): RecordsRequest | undefined {
  const target = topicTarget(args);
  if (target === undefined) return undefined;
  const { connection, topic, partition } = target;
  const offset = offsetTarget(args);
  if (partition === undefined || offset === undefined) return { connection, topic, partition };
  return { connection, topic, select: { partition, offset } };
}

/** An offset is a number of 64 bits, so it comes as a bigint or as digits. */
function offsetTarget([first]: readonly unknown[]): bigint | undefined {
  if (typeof first !== 'object' || first === null || !('offset' in first)) return undefined;
  const { offset } = first;
  if (typeof offset === 'bigint') return offset;
  return typeof offset === 'string' && /^\d{1,19}$/.test(offset) ? BigInt(offset) : undefined;
}
