import { checkMayWrite } from '../messages/guards.ts';
import { reproduceText } from '../messages/reproduce.ts';
import { KafkaError } from '../../shared/errors.ts';
import type { HeldRecord } from '../records/recordsSession.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { recordTarget } from './recordTarget.ts';

/** Larger records are no messages that somebody would edit. */
export const maxReproducedBytes = 4 * 1024 * 1024;

/** Opens a message document that would write a record again, byte for byte. It sends nothing. */
export const reproduceRecord: Command = {
  failure: "Can't re-produce the record",
  create:
    (context) =>
    async (...args) => {
      const { page, place } = recordTarget(context, args);
      const { connection, topic, reader } = page;
      checkMayWrite(context, connection);
      await failingAs(`Can't re-produce ${topic} ${place.partition}/${place.offset}`, connection, () =>
        context.ui.progress(`Fetching ${topic} ${place.partition}/${place.offset}`, async (_report, signal) => {
          const record = await reader.record(place, signal, maxReproducedBytes + 1);
          await openReproduced(context, record, { connection, topic }, signal);
        }),
      );
    },
};

/**
 * Opens a message document that would write a record again.
 *
 * @param record undefined where it is not held any more
 * @throws KafkaError where its bytes are not known, or too many
 */
export async function openReproduced(
  context: CommandContext,
  record: HeldRecord | undefined,
  { connection, topic }: { readonly connection: string; readonly topic: string },
  signal: AbortSignal,
): Promise<void> {
  if (record === undefined) throw new KafkaError('record/not-held', 'It is not held any more.', { remedy: 'Read again.' });
  if (record.masked) {
    throw new KafkaError('record/masked', 'Some of its fields are masked, so its bytes are not known here.', {
      remedy: 'Reveal them on the records page first.',
    });
  }
  const isUnread =
    (record.valueBytes === null && record.value.state !== 'null') || (record.keyBytes === null && record.key.state !== 'null');
  if (isUnread) throw new KafkaError('record/unreadable', 'Its batch could not be read, so its bytes are not known.');
  if (record.key.size + record.value.size > maxReproducedBytes) {
    throw new KafkaError('record/too-large', 'It is larger than 4 MB, which is no message to edit.');
  }
  const session = await context.sessions.open(connection, signal);
  const fetchSchema = (schemaId: number) => session.fetchSchema(schemaId, signal);
  const text = await reproduceText(record, { connection, topic, fetchSchema });
  await context.ui.newDocument('avro-message', text, text.lastIndexOf('"value": ') + '"value": '.length);
}
