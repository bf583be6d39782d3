/** What a command was called on. Menus of the view, CodeLenses and pages all hand over an object with these properties. */
export interface ConnectionTarget {
  readonly connection: string;
}

export interface TopicTarget extends ConnectionTarget {
  readonly topic: string;
  /** Where one partition was meant. */
  readonly partition: number | undefined;
}

export interface SubjectTarget extends ConnectionTarget {
  readonly subject: string;
  /** Where one version was meant. */
  readonly version: number | undefined;
}

/** The connection that a command's first argument names, or undefined where it names none. */
export function connectionTarget(args: readonly unknown[]): ConnectionTarget | undefined {
  const [first] = args;
  return isObject(first) && typeof first['connection'] === 'string' ? { connection: first['connection'] } : undefined;
}

/** The topic that a command's first argument names, or undefined where it names none. */
export function topicTarget(args: readonly unknown[]): TopicTarget | undefined {
  const [first] = args;
  const target = connectionTarget(args);
  if (target === undefined || !isObject(first) || typeof first['topic'] !== 'string') return undefined;
  return { ...target, topic: first['topic'], partition: typeof first['partition'] === 'number' ? first['partition'] : undefined };
}

/** The registry's subject that a command's first argument names, or undefined where it names none. */
export function subjectTarget(args: readonly unknown[]): SubjectTarget | undefined {
  const [first] = args;
  const target = connectionTarget(args);
  if (target === undefined || !isObject(first) || typeof first['subject'] !== 'string') return undefined;
  return { ...target, subject: first['subject'], version: typeof first['version'] === 'number' ? first['version'] : undefined };
}

/** The URI of the file that a command's first argument stands for: the explorer and the editor's menu hand over a `Uri`. */
export function fileTarget(args: readonly unknown[]): string | undefined {
  const [first] = args;
  if (typeof first === 'string') return first;
  return isUri(first) ? first.toString() : undefined;
}

/** The same, or the file that a CodeLens, a code action or another command names beside what else it hands over. */
export function schemaTarget(args: readonly unknown[]): string | undefined {
  const [first] = args;
  return fileTarget(args) ?? (isObject(first) && typeof first['uri'] === 'string' ? first['uri'] : undefined);
}

/** The URIs of all files that a command was called on: the explorer hands over what is selected as the second argument. */
export function fileTargets(args: readonly unknown[]): string[] {
  const [, selected] = args;
  if (Array.isArray(selected) && selected.length > 0) return selected.filter(isUri).map(String);
  const single = fileTarget(args);
  return single === undefined ? [] : [single];
}

/** What of the editor's own `Uri` is needed here. */
interface UriLike {
  readonly scheme: string;
  readonly path: string;
  toString(): string;
}

function isUri(value: unknown): value is UriLike {
  return isObject(value) && typeof value['scheme'] === 'string' && typeof value['path'] === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
