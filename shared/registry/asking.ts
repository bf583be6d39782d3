import { RegistryError } from '../errors.ts';
import { answerError, describeBody, notARegistryError } from './errors.ts';
import type { Asked } from './errors.ts';
import type { RegistryHttp, RegistryRequest } from './http.ts';
import type { SchemaReference } from './registeredSchema.ts';

/** What `accept` takes from the JSON of an answer with a status of 2xx. @throws RegistryError */
export async function ask<T>(
  http: RegistryHttp,
  request: RegistryRequest,
  asked: Asked,
  accept: (json: unknown) => T | undefined,
  signal: AbortSignal,
): Promise<T> {
  const answer = await http.send(request, signal);
  if (answer.status < 200 || answer.status > 299) throw answerError(answer, http.label, asked);
  const accepted = accept(answer.json);
  if (accepted === undefined) throw notARegistryError(http.label, describeBody(answer), answer.status);
  return accepted;
}

export function get<T>(
  http: RegistryHttp,
  path: string,
  asked: Asked,
  accept: (json: unknown) => T | undefined,
  signal: AbortSignal,
): Promise<T> {
  return ask(http, { method: 'GET', path }, asked, accept, signal);
}

/** A subject as one part of a path. */
export function encode(subject: string): string {
  // A URL drops such parts, encoded or not, and would ask for something else.
  if (subject === '' || subject === '.' || subject === '..') {
    throw new RegistryError('registry/subject-not-found', `A subject cannot be named "${subject}".`);
  }
  return encodeURIComponent(subject);
}

/** The parts of a query that are set, with its question mark. */
export function query(parts: Readonly<Record<string, boolean | number | undefined>>): string {
  const set = Object.entries(parts).filter(([, value]) => value !== undefined && value !== false);
  return set.length === 0 ? '' : `?${set.map(([name, value]) => `${name}=${value ?? ''}`).join('&')}`;
}

/** How a schema is sent. */
export function toBody(schema: string, references: readonly SchemaReference[]): unknown {
  // Without a schema type it is Avro, and registries that know no references must not meet the word.
  return references.length === 0 ? { schema } : { schema, references };
}

/** The result, or undefined where the registry does not know the endpoint. */
export async function unlessUnsupported<T>(result: Promise<T>): Promise<T | undefined> {
  return await unless(result, 'registry/not-found');
}

/** The result, or undefined where it fails by one of these codes. */
export async function unless<T>(result: Promise<T>, ...codes: readonly string[]): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof RegistryError && codes.includes(error.code)) return undefined;
    throw error;
  }
}
