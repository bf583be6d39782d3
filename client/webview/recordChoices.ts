import { offsetInput, offsetsOf, timeInput, timeOf } from '../records/startInputs.ts';
import type { RecordsHost } from './recordsDispatch.ts';

/** Asks where to read from, or for a key, and reads. */
export async function chooseStart(what: 'offset' | 'time' | 'key', host: RecordsHost): Promise<void> {
  const { reader, ui } = host;
  const { settings, timeZone, topic } = reader.state;
  const count = 'count' in settings.start ? settings.start.count : reader.state.limits.records;
  if (what === 'key') {
    const key = await ui.input({
      title: `Find by Key in ${topic}`,
      prompt: 'Key, as text or as a filter writes it. Only the partition is read that Java’s partitioner chooses for it.',
      validate: (text) => (text === '' ? 'Write the key.' : undefined),
    });
    return reader.readKey(key);
  }
  if (what === 'time') {
    const timestampMs = timeOf(await ui.input(timeInput(`Peek ${topic} from a Time`, timeZone)), timeZone);
    return reader.read({ changes: { start: { kind: 'time', timestampMs, count } } });
  }
  const partitions = reader.state.partitions?.map(({ partition }) => partition) ?? (await reader.describePartitions());
  const text = await ui.input(offsetInput(`Peek ${topic} from an Offset`, partitions));
  const { offsets, named } = offsetsOf(text, partitions);
  return reader.read({ changes: { start: { kind: 'offset', offsets, count }, ...(named === undefined ? {} : { partitions: named }) } });
}
