import type { JsonNode, Span } from '../../shared/avro/json.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import type { JudgedProblem } from '../../shared/protocol.ts';
import { readIncompatibilities } from '../../shared/registry/incompatibilities.ts';
import type { ToldMismatch } from '../../shared/registry/incompatibilities.ts';

/**
 * Where in a schema's text the place is that a registry refuses it for.
 *
 * @param refusal the registry's own text
 * @param problems what breaks by our own rules, which have the exact places
 * @returns undefined where nothing tells
 */
export function refusedPlace(refusal: string, text: string, problems: readonly JudgedProblem[]): Span | undefined {
  const told = readIncompatibilities(refusal);
  const errors = problems.filter(({ severity }) => severity === 'error');
  const found =
    firstOf(told, (each) => problems.find((problem) => isSame(problem, each))) ??
    firstOf(told, (each) => problems.find(({ code }) => code === each.kind)) ??
    firstOf(told, (each) => spanAt(text, each)) ??
    errors[0] ??
    problems[0];
  return found && { start: found.start, end: found.end };
}

function firstOf<T>(told: readonly ToldMismatch[], find: (each: ToldMismatch) => T | undefined): T | undefined {
  for (const each of told) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Our own sentences quote the names that the registry's text has too. */
function isSame({ code, message }: JudgedProblem, { kind, names }: ToldMismatch): boolean {
  return code === kind && names.some((name) => message.includes(`"${name}"`) || message.includes(`${name} `));
}

/** A path into the reader, which is the schema that is registered unless the text says otherwise. */
function spanAt(text: string, { path, side, kind }: ToldMismatch): Span | undefined {
  // Of a branch that is missing the path leads into the other schema.
  if (path === undefined || side === 'old' || kind === 'MISSING_UNION_BRANCH') return undefined;
  let node: JsonNode | undefined = parseSchema(text).json;
  for (const part of path.split('/').filter((each) => each !== '')) node = node && child(node, part);
  const name = node && child(node, 'name');
  return name?.kind === 'string' ? name.span : node?.span;
}

function child(node: JsonNode, part: string): JsonNode | undefined {
  if (node.kind === 'array') return node.items[Number(part)];
  return node.kind === 'object' ? node.properties.find(({ name }) => name.value === part)?.value : undefined;
}
