import path from 'node:path';
import { RegistryError } from '../../shared/errors.ts';
import { defaultFraming } from '../../shared/message/framings.ts';
import type { MessageFraming } from '../../shared/message/document.ts';
import type { SchemaRef } from '../../shared/protocol.ts';
import { needsRegistered } from '../cluster/framingToSend.ts';
import type { RegisteredSchema, SchemaText, Session } from '../cluster/session.ts';
import { findProfile, toSchemaRef } from '../decodeProfiles.ts';
import { findLatestSubject, subjectFor, subjectOf, wholeType, type SubjectParts } from '../messages/messageSubjects.ts';
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
  /** Undefined where nothing names one: then it is by the topic's decode profile, else `own`, else the latest. */
  readonly schema: SchemaRef | undefined;
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
  const fetchLatest = async (parts: SubjectParts, signal: AbortSignal): Promise<RegisteredSchema | undefined> => {
    if (!hasRegistry) return undefined;
    try {
      return await session.fetchVersion(await findLatestSubject(session, parts, signal), 'latest', signal);
    } catch (error) {
      if (error instanceof RegistryError && error.status === 404) return undefined;
      throw error;
    }
  };
  const find = async (ref: SchemaRef, parts: SubjectParts, signal: AbortSignal): Promise<Found> => {
    if (ref.kind === 'file') {
      const file = path.resolve(workingFolder, ref.file);
      return { schema: await readSchemaFile(file, read, workingFolder, ref.type), registered: undefined };
    }
    const registered =
      ref.kind === 'latest'
        ? await fetchLatest(parts, signal)
        : ref.kind === 'id'
          ? await session.fetchSchema(ref.schemaId, signal)
          : await session.fetchVersion(ref.subject, ref.version, signal);
    if (registered?.schemaType !== undefined) throw new Misuse(`${registered.label} is a schema of ${registered.schemaType}, not of Avro.`);
    return { schema: registered, registered };
  };
  return {
    hasRegistry,
    async ruleOf({ topic, part, schema, framing, glueVersion, own }, signal) {
      const settings = createSettings(read);
      const profile = findProfile(settings.decodeProfiles(), topic)[part].setting;
      const standard = defaultFraming({ part, topic, profile: profile?.framing, hasRegistry });
      const chosen = framing ?? standard.name;
      if (chosen === 'json' || chosen === 'text' || chosen === 'hex') return { kind: chosen };
      const ref = schema ?? toSchemaRef(profile);
      const parts: SubjectParts = { topic, part, strategy: settings.produce().subjectStrategy };
      const isOwn = ref === undefined && own !== undefined;
      const found = isOwn ? { schema: own, registered: undefined } : await find(ref ?? { kind: 'latest' }, parts, signal);
      if (found.schema === undefined) {
        if (part === 'key' && framing === undefined && schema === undefined && standard.from !== 'profile') return { kind: 'text' };
        const option =
          part === 'key' ? '--key-schema, or send keys by --key-framing text' : '--value-schema, or send values by --framing json';
        throw new Misuse(`No schema is known for the ${part}s of ${topic}: name it by ${option}.`);
      }
      const isLookedFor = found.registered === undefined && needsRegistered(chosen);
      const named = ref?.kind === 'file' ? ref.subject : undefined;
      const subject = isLookedFor ? subjectOfFile(found.schema, parts, named) : subjectOf(topic, part);
      return toPartRule(session, { framing: chosen, ...found, subject, glueVersion }, signal);
    },
  };
}

/** Where a schema that is none of the registry's own is looked for. @throws CodecError `message/part-of-file` */
function subjectOfFile(schema: SchemaText, parts: SubjectParts, named: string | undefined): string {
  const top = wholeType(schema);
  return named ?? subjectFor(parts, top);
}
