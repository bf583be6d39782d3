import { KafkaError } from '../../shared/errors.ts';
import type { Command } from './context.ts';

export const continueInSpark: Command = {
  failure: "Can't write the Spark job",
  create: () => () => Promise.reject(new KafkaError('kafka/not-supported', 'Not yet.')),
};
