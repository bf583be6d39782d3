import { KafkaError } from '../../shared/errors.ts';
import type { Command } from './context.ts';

export const diagnoseTopic: Command = {
  failure: "Can't diagnose the topic",
  create: () => () => Promise.reject(new KafkaError('kafka/not-supported', 'Not yet.')),
};

export const diagnoseTopicItem: Command = {
  failure: "Can't diagnose the topic",
  create: () => () => Promise.reject(new KafkaError('kafka/not-supported', 'Not yet.')),
};
