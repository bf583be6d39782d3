import { framingOf } from '../../shared/message/check.ts';
import { replaceValue } from '../../shared/message/messageText.ts';
import { sampleMessage } from '../../shared/message/sample.ts';
import { resolveWritable } from '../../shared/message/writableSchema.ts';
import type { Command } from './context.ts';
import { findIndex, messageAt, MessageError, mistakesIn, readMessages } from './messageTarget.ts';

/** Replaces the value at the cursor (or of the CodeLens's message) by another generated one; all else stays as it is. */
export const newSample: Command = {
  failure: "Can't make a new sample",
  create:
    (context) =>
    async (...args) => {
      const target = await readMessages(context, args);
      const { uri, document } = target;
      const message = messageAt(document, findIndex(context, target, args));
      const framing = framingOf(message, 'value');
      if (framing === 'text' || framing === 'hex') {
        throw new MessageError('message/no-schema', `With the framing ${framing}, a value has no schema to make a sample of.`);
      }
      const broken = mistakesIn(document, message).find(({ code }) => code === 'json-syntax');
      if (broken !== undefined) throw new MessageError('message/json-syntax', broken.message);
      const { connection, topic, valueSchema } = message;
      const params = { uri, part: 'value', connection: connection?.value, topic: topic?.value, schemaRef: valueSchema?.value } as const;
      const found = await context.ui.progress('Looking up the schema', (_report, signal) =>
        context.messages.schemas.find(params, true, signal),
      );
      if (!found.found) throw new MessageError('message/no-schema', found.reason ?? 'No schema is known for this message.');
      const schema = resolveWritable(found.schema, found.source.kind);
      const { nullProbability } = context.settings.sample(uri);
      // Without the seed of the settings, which would make the same one again.
      const sample = sampleMessage(schema, undefined, { nullProbability, now: Date.now() });
      const edit = replaceValue(document, message, (indent) => sample.value(indent));
      await context.ui.replaceText(uri, edit.span, edit.text);
    },
};
