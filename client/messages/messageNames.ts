import path from 'node:path';
import { closestWord } from '../../shared/avro/closestWord.ts';
import { isCancelled, KnownError } from '../../shared/errors.ts';
import type { MessageNamesParams, MessageNamesResult, UnknownTopicsParams, UnknownTopicsResult } from '../../shared/protocol.ts';
import type { Session } from '../cluster/session.ts';
import type { CommandContext } from '../commands/context.ts';
import { subjectOf } from './messageSubjects.ts';

/** What the language server may know of clusters and files: nothing is connected to for it, and nobody is asked. */
export interface MessageNames {
  find(params: MessageNamesParams, signal: AbortSignal): Promise<MessageNamesResult>;
  findUnknownTopics(params: UnknownTopicsParams, signal: AbortSignal): Promise<UnknownTopicsResult>;
  /** Forgets what clusters and registries have answered. */
  forget(): void;
}

/** How long a list is believed. */
const listForMs = 10_000;
const maxFiles = 1000;
const maxVersions = 50;
const maxRemembered = 100;

export function createMessageNames(context: CommandContext, now: () => number = Date.now): MessageNames {
  const remembered = new Map<string, { readonly result: unknown; readonly until: number }>();
  /** What a connected session answers; undefined where it is not connected, or can't answer. */
  const ask = async <T>(
    connection: string | undefined,
    what: string,
    call: (session: Session) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T | undefined> => {
    if (connection === undefined || context.sessions.state(connection).kind !== 'connected') return undefined;
    const key = `${connection}\n${what}`;
    const known = remembered.get(key);
    // Under one key there is only ever what its call returns.
    if (known !== undefined && known.until > now()) return known.result as T | undefined;
    const result = await call(await context.sessions.open(connection, signal)).catch((error: unknown) => {
      if (isCancelled(error) || !(error instanceof KnownError)) throw error;
      return undefined;
    });
    remembered.delete(key);
    remembered.set(key, { result, until: now() + listForMs });
    for (const oldest of remembered.keys()) if (remembered.size > maxRemembered) remembered.delete(oldest);
    return result;
  };
  const topicsOf = (connection: string | undefined, signal: AbortSignal): Promise<readonly string[] | undefined> =>
    ask(connection, 'topics', async (session) => inOrder(await session.listTopics(signal)), signal);
  const versionsOf = async (connection: string | undefined, subject: string, signal: AbortSignal): Promise<MessageNamesResult> => {
    const latest = await ask(connection, `latest ${subject}`, (session) => session.fetchVersion(subject, 'latest', signal), signal);
    const count = Math.min(latest?.version ?? 0, maxVersions);
    const numbers = Array.from({ length: count }, (_none, index) => ({ name: String((latest?.version ?? 0) - index) }));
    return [{ name: 'latest', detail: latest?.version === undefined ? undefined : `now v${latest.version}` }, ...numbers];
  };
  const idsOf = async (connection: string | undefined, topic: string, signal: AbortSignal): Promise<MessageNamesResult> => {
    const found = (['value', 'key'] as const).map(async (part) => {
      const subject = subjectOf(topic, part);
      const latest = await ask(connection, `latest ${subject}`, (session) => session.fetchVersion(subject, 'latest', signal), signal);
      return latest === undefined ? [] : [{ name: String(latest.schemaId), detail: latest.label }];
    });
    return (await Promise.all(found)).flat();
  };
  return {
    forget: () => remembered.clear(),
    async find({ uri, connection: named, topic, asked }, signal) {
      const connection = named ?? context.connections.active();
      switch (asked.kind) {
        case 'topics':
          return ((await topicsOf(connection, signal)) ?? []).map((name) => ({ name, detail: connection }));
        case 'subjects': {
          const subjects = await ask(connection, 'subjects', (session) => session.listSubjects(signal), signal);
          const isOwn = (subject: string): boolean => topic !== undefined && subject.startsWith(`${topic}-`);
          const all = subjects ?? [];
          return [...all.filter(isOwn), ...all.filter((each) => !isOwn(each))].map((name) => ({ name }));
        }
        case 'versions':
          return asked.subject === '' ? [{ name: 'latest' }] : versionsOf(connection, asked.subject, signal);
        case 'ids':
          return topic === undefined ? [] : idsOf(connection, topic, signal);
        case 'files':
          return findFiles(context, uri, signal);
        case 'types':
          return asked.file === '' ? [] : findTypes(context, context.files.resolve(asked.file, uri), signal);
      }
    },
    async findUnknownTopics({ connection: named, topics }, signal) {
      const connection = named ?? context.connections.active();
      const known = await topicsOf(connection, signal);
      if (connection === undefined) return null;
      // Where the cluster can't be asked, at least the connection is known.
      const all = new Set(known ?? topics);
      const unknown = topics.filter((topic) => !all.has(topic));
      return { connection, unknown: unknown.map((topic) => ({ topic, closest: closestWord(topic, all) })) };
    },
  };
}

/** Kafka's own last. */
function inOrder(topics: Awaited<ReturnType<Session['listTopics']>>): readonly string[] {
  return [...topics.filter(({ internal }) => !internal), ...topics.filter(({ internal }) => internal)].map(({ name }) => name);
}

/** Schema files by their paths as a message document names them. */
async function findFiles({ files }: CommandContext, document: string, signal: AbortSignal): Promise<MessageNamesResult> {
  const found = await files.findSchemas(maxFiles, signal);
  return found.flatMap(({ uri, label }) => {
    const name = document.startsWith('untitled:') ? files.pathInFolder(uri) : relativePath(document, uri);
    return name === undefined ? [] : [{ name, ...(name === label ? {} : { detail: label }) }];
  });
}

/** The path of a file from a document; undefined where the two are not in one file system. */
export function relativePath(document: string, uri: string): string | undefined {
  const [from, to] = [new URL(document), new URL(uri)];
  if (from.protocol !== to.protocol || from.host !== to.host) return undefined;
  return path.posix.relative(path.posix.dirname(decodeURIComponent(from.pathname)), decodeURIComponent(to.pathname));
}

async function findTypes({ languageServer }: CommandContext, uri: string, signal: AbortSignal): Promise<MessageNamesResult> {
  const types = await languageServer.namedTypes({ uri }, signal);
  return types.ok ? types.types.map(({ fullname, type }) => ({ name: fullname, detail: type })) : [];
}
