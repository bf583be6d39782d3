import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, ITopicConfig } from 'kafkajs';

const readyLimitMs = 30_000;

/**
 * Creates topics and waits until each partition has a leader.
 *
 * kafkajs would wait by itself, but gives up when the broker has not yet heard of the topic that its controller has just
 * created, which under load is now and then the case.
 */
export async function createTopics(admin: Admin, topics: ITopicConfig[]): Promise<void> {
  await admin.createTopics({ topics, waitForLeaders: false });
  const names = topics.map(({ topic }) => topic);
  const end = Date.now() + readyLimitMs;
  while (!(await haveLeaders(admin, names))) {
    if (Date.now() > end) throw new Error(`${names.join(', ')} had no leaders within ${readyLimitMs / 1000} s.`);
    await delay(50);
  }
}

async function haveLeaders(admin: Admin, names: string[]): Promise<boolean> {
  const there = new Set(await admin.listTopics());
  if (!names.every((name) => there.has(name))) return false;
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  return topics.every(({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0));
}
