import { isObject } from '../settingValues.ts';
import type { KeptReport } from './reportProtocol.ts';

/** What a report's page has kept, checked; undefined where not even its topic is in it. */
export function readSavedReport(state: unknown): KeptReport | undefined {
  if (!isObject(state)) return undefined;
  const { connection, topic, part } = state;
  if (typeof connection !== 'string' || typeof topic !== 'string') return undefined;
  return { connection, topic, part: part === 'key' ? 'key' : 'value' };
}
