import { KafkaError } from '../../shared/errors.ts';
import type { Command } from './context.ts';

export const reframeTopic: Command = {
  failure: "Can't re-frame the topic",
  create: () => () => Promise.reject(new KafkaError('kafka/not-supported', 'Not yet.')),
};
