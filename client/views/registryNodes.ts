import type { CompatibilityLevel, SchemaReference } from '../cluster/registrySession.ts';

/**
 * A node of the view "Registries". Commands get it as their argument: its properties `connection`, `subject` and
 * `version` are those of `commands/targets.ts`.
 */
export type RegistryNode = RegistryRootNode | FolderNode | SubjectNode | VersionNode | ReferenceNode | SmallNode;

export interface RegistryRootNode {
  readonly kind: 'registry';
  readonly connection: string;
}

/** Subjects that stand together: those of a context, those of a topic, or a stretch of a long list. */
export interface FolderNode {
  readonly kind: 'context' | 'subjectGroup' | 'range';
  readonly connection: string;
  /** Tells it from other folders of its registry and kind. */
  readonly key: string;
  readonly label: string;
  readonly count: number;
  readonly children: readonly RegistryNode[];
}

export interface SubjectNode {
  readonly kind: 'subject';
  readonly connection: string;
  /** With its context. */
  readonly subject: string;
  readonly isDeleted: boolean;
}

export interface VersionNode {
  readonly kind: 'version';
  readonly connection: string;
  readonly subject: string;
  readonly version: number;
  readonly isLatest: boolean;
  readonly isDeleted: boolean;
}

/** A version that another one refers to. */
export interface ReferenceNode {
  readonly kind: 'reference';
  readonly connection: string;
  readonly subject: string;
  readonly version: number;
  /** The fullname by which the text refers to it. */
  readonly name: string;
  /** The version that refers to it. */
  readonly from: VersionNode;
}

/** Says something in place of children, or offers a command there. */
export type SmallNode =
  | { readonly kind: 'error'; readonly connection: string; readonly subject?: string; readonly version?: number; readonly error: Error }
  | { readonly kind: 'note'; readonly connection: string; readonly text: string }
  | { readonly kind: 'action'; readonly connection: string; readonly text: string; readonly icon: string; readonly command: string }
  /** Stands below a registry until its subjects are there. */
  | { readonly kind: 'waiting'; readonly connection: string };

/** What is known of a subject once it was looked at. */
export interface SubjectFacts {
  readonly latest: number;
  readonly fullname: string | undefined;
  /** Undefined where the registry does not tell it. */
  readonly level: CompatibilityLevel | undefined;
  /** Whether the level is the subject's own, not the global one. */
  readonly isOwnLevel: boolean;
  readonly drift: Drift | undefined;
}

/** How a subject's latest version differs from the file of the workspace that it was made of. */
export interface Drift {
  readonly uri: string;
  readonly file: string;
  /** Such as "+1 field". */
  readonly summary: string;
}

/** What is known of a version once it was looked at: it never changes. */
export interface VersionFacts {
  readonly schemaId: number;
  readonly guid: string | undefined;
  /** Of its text, in UTF-8. */
  readonly bytes: number;
  /** Undefined for Avro. */
  readonly schemaType: string | undefined;
  readonly references: readonly SchemaReference[];
}

/** Whether two nodes are of the same thing: nodes are made anew when the registry is asked again. */
export function keyOfSubject({ connection, subject }: { readonly connection: string; readonly subject: string }): string {
  return JSON.stringify([connection, subject]);
}

export function keyOfVersion({ connection, subject, version }: Pick<VersionNode, 'connection' | 'subject' | 'version'>): string {
  return JSON.stringify([connection, subject, version]);
}
