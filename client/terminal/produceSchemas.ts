import path from 'node:path';
import { RegistryError } from '../../shared/errors.ts';
import { defaultFraming } from '../../shared/message/framings.ts';
import type { MessageFraming } from '../../shared/message/document.ts';
import type { RegisteredSchema, SchemaText, Session } from '../cluster/session.ts';
import { findProfile, type SchemaSetting } from '../decodeProfiles.ts';
import { subjectOf } from '../messages/messageSubjects.ts';
import { toPartRule } from '../sending/partRule.ts';
import type { PartRule } from '../sending/sendRequest.ts';
import { createSettings } from '../settings.ts';
import type { ReadEditorSetting } from './editorSettings.ts';
import { Misuse } from './io.ts';
import { readSchemaFile } from './recordOptions.ts';

export interface ProduceSchemas {
  /** Whether the connection has a registry. */
  readonly hasRegistry: boolean;
  /**
   * The rule by which keys or values of a topic are written.
   *
   * @param own the schema that the values bring with them
   * @throws Misuse where no schema is known, or it has no id for its frame; CodecError, RegistryError
   */
  ruleOf(request: RuleRequest, signal: AbortSignal): Promise<PartRule>;
}

export interface RuleRequest {
  readonly topic: string;
  readonly part: 'key' | 'value';
  readonly schema: SchemaSetting | undefined;
  readonly framing: MessageFraming | undefined;
  readonly glueVersion?: string | undefined;
  readonly own?: SchemaText | undefined;
}

interface Found {
  readonly schema: SchemaText | undefined;
  readonly registered: RegisteredSchema | undefined;
}

export function createProduceSchemas(
  session: Session,
  { hasRegistry, read, workingFolder }: { readonly hasRegistry: boolean; readonly read: ReadEditorSetting; readonly workingFolder: string },
): ProduceSchemas {
  const fetchNamed = async ({ id, subject, version = 'latest', file }: SchemaSetting, signal: AbortSignal): Promise<Found> => {
    if (file !== undefined)
      return { schema: await readSchemaFile(path.resolve(workingFolder, file), read, workingFolder), registered: undefined };
    const registered =
      id === undefined ? await session.fetchVersion(subject ?? '', version, signal) : await session.fetchSchema(id, signal);
    if (registered.schemaType !== undefined) throw new Misuse(`${registered.label} is a schema of ${registered.schemaType}, not of Avro.`);
    return { schema: registered, registered };
  };
  const fetchLatest = async (subject: string, signal: AbortSignal): Promise<Found> => {
    const none: Found = { schema: undefined, registered: undefined };
    if (!hasRegistry) return none;
    try {
      return await fetchNamed({ subject }, signal);
    } catch (error) {
      if (error instanceof RegistryError && error.status === 404) return none;
      throw error;
    }
  };
  return {
    hasRegistry,
    async ruleOf({ topic, part, schema, framing, glueVersion, own }, signal) {
      const profile = findProfile(createSettings(read).decodeProfiles(), topic)[part].setting;
      const standard = defaultFraming({ part, topic, profile: profile?.framing, hasRegistry });
      const chosen = framing ?? standard.name;
      const subject = subjectOf(topic, part);
      if (chosen === 'json' || chosen === 'text' || chosen === 'hex') return { kind: chosen };
      const named = schema ?? (profile !== undefined && hasSchema(profile) ? profile : undefined);
      const found =
        named !== undefined
          ? await fetchNamed(named, signal)
          : own !== undefined
            ? { schema: own, registered: undefined }
            : await fetchLatest(subject, signal);
      if (found.schema === undefined) {
        if (part === 'key' && framing === undefined && standard.from !== 'profile') return { kind: 'text' };
        const option =
          part === 'key' ? '--key-schema, or send keys by --key-framing text' : '--value-schema, or send values by --framing json';
        throw new Misuse(`No schema is known for the ${part}s of ${topic}: name it by ${option}.`);
      }
      return toPartRule(session, { framing: chosen, ...found, subject, glueVersion }, signal);
    },
  };
}

function hasSchema({ id, subject, file }: SchemaSetting): boolean {
  return id !== undefined || subject !== undefined || file !== undefined;
}
