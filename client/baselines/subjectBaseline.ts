import { levelRules } from '../../shared/avro/compatibility/levels.ts';
import type { Baseline, BaselineVersion } from '../../shared/protocol.ts';
import type { CompatibilityLevel } from '../../shared/registry/registeredSchema.ts';
import type { RegistrySession, RegistryVersion } from '../cluster/registrySession.ts';
import { BaselineError } from './baselineError.ts';
import { versionUri } from './versionUris.ts';

/**
 * A subject with the versions that count for its level.
 *
 * @param level `fromRegistry` for the one that the registry has for it
 * @throws RegistryError; BaselineError `baseline/not-avro` where it is a subject of something else
 */
export async function fetchSubjectBaseline(
  session: RegistrySession,
  { connection, subject }: { readonly connection: string; readonly subject: string },
  level: CompatibilityLevel | 'fromRegistry',
  signal: AbortSignal,
): Promise<Baseline> {
  const counted = level === 'fromRegistry' ? (await session.fetchLevel(subject, signal)).level : level;
  const versions = await session.fetchVersions(subject, levelRules[counted].versions, signal);
  const other = versions.find(({ schemaType }) => schemaType !== undefined);
  if (other !== undefined) {
    throw new BaselineError('baseline/not-avro', `${other.label} is a schema of ${other.schemaType ?? ''}, not of Avro.`);
  }
  return {
    kind: 'registry',
    label: subject,
    connection,
    level: counted,
    versions: versions.map((version) => toBaselineVersion(connection, version)),
  };
}

function toBaselineVersion(connection: string, { subject, version, schemaId, displayText, references }: RegistryVersion): BaselineVersion {
  return {
    version,
    schemaId,
    label: `version ${version}`,
    uri: versionUri({ connection, subject, version }),
    text: displayText,
    references,
  };
}

/** Whether two baselines say the same; how old their knowledge is does not count. */
export function isSameBaseline(one: Baseline, other: Baseline): boolean {
  return (
    one.kind === other.kind &&
    one.label === other.label &&
    one.connection === other.connection &&
    one.level === other.level &&
    one.versions.length === other.versions.length &&
    one.versions.every((version, index) => isSameVersion(version, other.versions[index]))
  );
}

function isSameVersion(one: BaselineVersion, other: BaselineVersion | undefined): boolean {
  return (
    other !== undefined &&
    one.version === other.version &&
    one.schemaId === other.schemaId &&
    one.label === other.label &&
    one.uri === other.uri &&
    one.text === other.text &&
    one.references.length === other.references.length &&
    one.references.every((text, index) => text === other.references[index])
  );
}
