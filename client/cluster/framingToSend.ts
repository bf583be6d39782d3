import { CodecError } from '../../shared/errors.ts';
import type { AvroFraming } from '../../shared/message/document.ts';
import type { RegisteredSchema } from '../../shared/registry/registeredSchema.ts';
import { framingNames } from '../../shared/wire/framings.ts';
import { messageFramingNames } from '../../shared/message/framings.ts';
import type { FramingToSend } from './session.ts';

/** What a frame may name a schema by. */
export interface SchemaNames {
  /** As the registry has it; undefined where it is not registered. */
  readonly registered: Pick<RegisteredSchema, 'schemaId' | 'guid' | 'label'> | undefined;
  /** The UUID of its version in AWS Glue. */
  readonly glueVersion: string | undefined;
}

const withoutRegistry: ReadonlySet<AvroFraming> = new Set<AvroFraming>(['bare', 'single-object', 'glue']);

/** Whether a frame of this kind names the schema by what only a registry gives it. */
export function needsRegistered(framing: AvroFraming): boolean {
  return !withoutRegistry.has(framing);
}

/** Whether a frame of this kind names the schema by its GUID. */
function needsGuid(framing: AvroFraming): boolean {
  return framing === 'confluent-prefix-guid' || framing === 'confluent-header';
}

/**
 * The registered schema, with its GUID where a frame of this kind names it by that: some answers of a registry tell it,
 * and some don't.
 *
 * @param fetchSchema a schema by its id. @throws RegistryError
 */
export async function withNeededGuid(
  framing: AvroFraming,
  registered: RegisteredSchema,
  fetchSchema: (schemaId: number) => Promise<RegisteredSchema>,
): Promise<RegisteredSchema> {
  if (!needsGuid(framing) || registered.guid !== undefined) return registered;
  const { guid } = await fetchSchema(registered.schemaId);
  return guid === undefined ? registered : { ...registered, guid };
}

/**
 * The frame of a message's framing, with the name of the schema.
 *
 * @throws CodecError `message/no-schema-id`, `message/no-guid` or `message/no-glue-version` where the schema has no such name
 */
export function framingToSend(framing: AvroFraming, { registered, glueVersion }: SchemaNames): FramingToSend {
  if (framing === 'bare' || framing === 'single-object') return { kind: framing };
  if (framing === 'glue') {
    if (glueVersion === undefined)
      throw new CodecError('message/no-glue-version', 'There is no "glueVersionId" for the frame of AWS Glue.');
    return { kind: 'glue', versionId: glueVersion };
  }
  if (registered === undefined) {
    throw new CodecError('message/no-schema-id', 'The schema is not registered, so there is no schema id for a frame.', {
      remedy: 'Add "framing": "bare" to send it without one.',
    });
  }
  const { schemaId, guid, label } = registered;
  const kind = messageFramingNames[framing];
  if (kind === 'confluent-prefix' || kind === 'apicurio-prefix' || kind === 'apicurio-header') return { kind, schemaId };
  if (guid !== undefined) return { kind, guid };
  throw new CodecError('message/no-guid', `The registry gives ${label} no GUID, and a ${framingNames[kind]} names the schema by it.`, {
    remedy: 'Add "framing": "confluent-prefix" to send it with its schema id.',
  });
}
