import { encodeMessage } from '../cluster/encodePart.ts';
import type { RecordToProduce } from '../cluster/cluster.ts';
import { prepareMessage, type PreparedMessage, type Preparing } from './prepareMessage.ts';
import { planFile } from './registering.ts';

/** What a message would be sent as: the bytes of its parts, and all headers, those of its framings too. */
export type MessageBytes = Pick<RecordToProduce, 'key' | 'value' | 'headers'> & Pick<PreparedMessage, 'schemas' | 'notes'>;

/**
 * What a message would be sent as. Nothing is registered and nothing is sent: where a schema is not registered yet, there
 * is no id for a frame, and the payload stands alone.
 *
 * @throws what `prepareMessage` and `encodeMessage` throw
 */
export async function messageBytes(preparing: Preparing): Promise<MessageBytes> {
  const { message, schemas, notes } = await prepareMessage(preparing, async (draft) => {
    const plan = await planFile(preparing, draft);
    return plan?.same ?? `the schema of the ${draft.part} is not registered yet, so its frame is missing`;
  });
  const { key, value, headers } = encodeMessage(message);
  return { key, value, headers, schemas, notes };
}
