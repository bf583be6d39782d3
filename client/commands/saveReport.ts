import { KafkaError } from '../../shared/errors.ts';
import type { Command } from './context.ts';

export const saveReport: Command = {
  failure: "Can't save the report",
  create: () => () => Promise.reject(new KafkaError('kafka/not-supported', 'Not yet.')),
};
