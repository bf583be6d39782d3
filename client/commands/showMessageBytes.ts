import { messageBytes } from '../messages/messageBytes.ts';
import type { Command } from './context.ts';
import { findIndex, messageAt, MessageError, mistakesIn, readMessages } from './messageTarget.ts';

/** Shows the bytes that the message at the cursor (or of the CodeLens) would be sent as, with what each of them is. It sends nothing. */
export const showMessageBytes: Command = {
  failure: "Can't show the bytes of the message",
  create:
    (context) =>
    async (...args) => {
      const target = await readMessages(context, args);
      const { uri, document } = target;
      const index = findIndex(context, target, args);
      const message = messageAt(document, index);
      const [mistake] = mistakesIn(document, message);
      if (mistake !== undefined) throw new MessageError(`message/${mistake.code}`, mistake.message);
      const connection = message.connection?.value ?? context.connections.active();
      const topic = message.topic?.value;
      const { key, value, headers, schemas, notes } = await context.ui.progress('Encoding the message', (_report, signal) =>
        messageBytes({ context, message, document: uri, to: { connection, topic }, signal }),
      );
      context.inspectors.show({
        name: `message ${index + 1}${topic === undefined ? '' : ` to ${topic}`}`,
        connection,
        topic,
        place: undefined,
        key,
        value,
        headers,
        schemas,
        origin: ['What would be sent, as it stands', ...notes].join('; '),
      });
    },
};
