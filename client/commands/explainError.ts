import { KafkaError } from '../../shared/errors.ts';
import type { Command } from './context.ts';

export const explainError: Command = {
  failure: "Can't explain the error",
  create: () => () => Promise.reject(new KafkaError('kafka/not-supported', 'Not yet.')),
};
