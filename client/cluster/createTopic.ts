import { KafkaError } from '../../shared/errors.ts';
import { pause } from './abort.ts';
import type { NewTopic } from './cluster.ts';
import { errorCodes, fromErrorCode, isStale } from './kafkaErrors.ts';
import { createTopicsApi } from './protocol.ts';
import type { ClusterContext } from './topics.ts';

const createMs = 15_000;
const leaderTries = 20;
const leaderPauseMs = 100;

/**
 * Makes a topic and waits until its partitions have leaders, so that what is sent next finds them.
 *
 * @throws KafkaError `kafka/topic-exists`, `kafka/topic-refused` with the broker's reason, `kafka/not-authorized` and others
 */
export async function createTopic(context: ClusterContext, topic: NewTopic, signal: AbortSignal): Promise<void> {
  const { brokers, connection } = context;
  const { controllerId, brokers: all } = await brokers.metadata([], signal);
  const request = { ...topic, timeoutMs: createMs };
  const { errorCode, message } = all.some(({ nodeId }) => nodeId === controllerId)
    ? await brokers.ask(controllerId, createTopicsApi, request, signal)
    : await brokers.askAny(createTopicsApi, request, signal);
  if (errorCode !== errorCodes.none) throw refused(context, topic.name, errorCode, message);
  for (let tries = 1; tries <= leaderTries; tries++) {
    const [made] = (await brokers.metadata([topic.name], signal)).topics;
    const isReady = made?.errorCode === errorCodes.none && made.partitions.every(({ leader }) => leader >= 0);
    if (isReady) return;
    const isComing = made === undefined || made.errorCode === errorCodes.unknownTopic || isStale(made.errorCode) || made.errorCode === 0;
    if (!isComing) throw fromErrorCode(made.errorCode, connection, { topic: topic.name });
    await pause(leaderPauseMs, signal);
  }
}

function refused({ connection }: ClusterContext, topic: string, errorCode: number, message: string | null): KafkaError {
  switch (errorCode) {
    case errorCodes.topicExists:
      return new KafkaError('kafka/topic-exists', `The topic ${topic} exists already on ${connection.name}.`);
    case errorCodes.topicAuthorization:
    case errorCodes.clusterAuthorization: {
      const who = connection.sasl === undefined ? 'This connection' : `User ${connection.sasl.username}`;
      return new KafkaError('kafka/not-authorized', `${who} may not create the topic ${topic}.`, {
        remedy: 'It needs CREATE on the topic or on the cluster.',
      });
    }
    case errorCodes.invalidPartitions:
    case errorCodes.invalidReplication:
    case errorCodes.invalidConfiguration:
    case errorCodes.policyViolation: {
      const reason = message === null || message === '' ? '.' : `: ${message.replace(/\.?$/, '.')}`;
      return new KafkaError('kafka/topic-refused', `The broker does not create the topic ${topic}${reason}`);
    }
    default:
      return fromErrorCode(errorCode, connection, { topic, action: 'write' }, message);
  }
}
