import { CodecError } from '../../shared/errors.ts';
import type { MessageFraming } from '../../shared/message/document.ts';
import { asItStands } from '../../shared/message/framings.ts';
import { resolveWritable } from '../../shared/message/writableSchema.ts';
import { framingToSend, needsRegistered, withNeededGuid } from '../cluster/framingToSend.ts';
import type { RegisteredSchema, SchemaText, Session } from '../cluster/session.ts';
import type { PartRule } from './sendRequest.ts';

/** What the keys or the values of many records are written with. */
export interface PartChoice {
  readonly framing: MessageFraming;
  /** Undefined where none is known, or none is needed. */
  readonly schema: SchemaText | undefined;
  /** The same schema, where it is registered. */
  readonly registered: RegisteredSchema | undefined;
  /** Where a schema that is not yet known to be registered is looked for. */
  readonly subject: string;
  readonly glueVersion?: string | undefined;
}

/**
 * The rule by which all of these parts become bytes.
 *
 * @throws CodecError `message/no-schema`, `message/not-registered`, `message/no-guid` and others of `framingToSend`,
 *   `codec/unusable-schema`; RegistryError
 */
export async function toPartRule(
  session: Pick<Session, 'findVersion' | 'fetchSchema'>,
  { framing, schema, registered, subject, glueVersion }: PartChoice,
  signal: AbortSignal,
): Promise<PartRule> {
  if (asItStands.has(framing)) return { kind: framing as 'json' | 'text' | 'hex' };
  if (schema === undefined) throw new CodecError('message/no-schema', `No schema is known under ${subject}.`);
  // The framings that stand as they are were taken above.
  const avro = framing as Exclude<MessageFraming, 'json' | 'text' | 'hex'>;
  resolveWritable(schema, registered === undefined ? 'file' : 'registered');
  if (!needsRegistered(avro)) return { kind: 'avro', schema, framing: framingToSend(avro, { registered: undefined, glueVersion }) };
  const found = registered ?? (await session.findVersion(subject, schema.text, signal));
  if (found === undefined) {
    throw new CodecError(
      'message/not-registered',
      `${schema.label} is not registered under ${subject}, so there is no schema id for a frame.`,
    );
  }
  const own = await withNeededGuid(avro, found, (schemaId) => session.fetchSchema(schemaId, signal));
  return { kind: 'avro', schema: own, framing: framingToSend(avro, { registered: own, glueVersion }) };
}
