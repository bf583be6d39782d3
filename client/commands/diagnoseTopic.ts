import { KafkaError } from '../../shared/errors.ts';
import { chooseTopic } from './chooseTopic.ts';
import type { Command } from './context.ts';
import { topicTarget } from './targets.ts';

/** Asks for a topic and finds out what is on it, who can read it and what to do. */
export const diagnoseTopic: Command = {
  failure: "Can't diagnose the topic",
  create: (context) => async () => {
    const { connection, topic } = await chooseTopic(context, { title: 'Diagnose Topic' });
    context.reports.show({ connection, topic });
  },
};

/** The same of a topic that is named, as the view, records pages and explained errors do. */
export const diagnoseTopicItem: Command = {
  failure: "Can't diagnose the topic",
  create:
    (context) =>
    (...args) => {
      const target = topicTarget(args);
      if (target === undefined) {
        throw new KafkaError('kafka/unknown-topic', 'No topic was named.', { remedy: 'Use Avro: Diagnose Topic… instead.' });
      }
      context.reports.show({ connection: target.connection, topic: target.topic });
      return Promise.resolve();
    },
};
