import { parseSchema } from '../../shared/avro/parse.ts';
import { CodecError } from '../../shared/errors.ts';
import type { FileSubject } from '../baselines/baselines.ts';
import { fromVersionUri } from '../baselines/versionUris.ts';
import { activeSchema } from './chooseSchemaPlace.ts';
import { chooseCompareAs, pickSubjectOfAny } from './compareSteps.ts';
import type { CompareAs } from './compareSteps.ts';
import { compareWithOther } from './compareVersions.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { pickSchemaFile } from './pickSchemaFile.ts';
import { pickVersion } from './pickVersion.ts';
import type { SubjectPlace } from './pickVersion.ts';
import { showComparison } from './showComparison.ts';
import { askSteps } from './steps.ts';
import { schemaTarget, subjectTarget } from './targets.ts';

const title = 'Compare with Version';
const failure = "Can't compare the schema";

/** Compares a schema file with a version of a subject. */
export const compareWithVersion: Command = {
  failure,
  create:
    (context) =>
    async (...args) => {
      const target = subjectTarget(args);
      const named = schemaTarget(args);
      const uri = named ?? (target === undefined ? activeSchema(context)?.uri : undefined);
      const shown = uri === undefined ? undefined : fromVersionUri(uri);
      // A version is no file: it has other versions beside it.
      if (shown !== undefined) return compareWithOther(context, shown);
      const known: Draft = { uri, target, version: target?.version, as: 'text' };
      // What a problem in the text leads to is meant as a look at the other text.
      if (uri !== undefined && target?.version !== undefined) return compare(context, known);
      if (target === undefined) return compare(context, await askAll(context, known, []));
      const found = await findFiles(context, target);
      const [only] = found.uris.length === 1 ? found.uris : [];
      const version = target.version ?? found.latest;
      await compare(context, await askAll(context, { ...known, uri: uri ?? only, version }, found.uris));
    },
};

interface Draft {
  readonly uri: string | undefined;
  readonly target: SubjectPlace | undefined;
  readonly version: number | undefined;
  readonly as: CompareAs;
}

async function compare(context: CommandContext, { uri, target, version, as }: Draft): Promise<void> {
  if (uri === undefined || target === undefined || version === undefined) return;
  const { connection, subject } = target;
  await showComparison(context, failure, { left: { connection, subject, version }, right: { uri } }, as);
}

/** @param likely the files that stand first */
function askAll(context: CommandContext, given: Draft, likely: readonly string[]): Promise<Draft> {
  return askSteps<Draft>(
    [
      {
        applies: () => given.uri === undefined,
        ask: async (draft, place) => ({ ...draft, uri: await pickSchemaFile(context, { title, likely, place, first: draft.uri }) }),
      },
      {
        applies: () => given.target === undefined,
        ask: async (draft, place) => {
          const own = (signal: AbortSignal): Promise<readonly FileSubject[]> => ownSubjects(context, draft.uri ?? '', signal);
          return { ...draft, target: await pickSubjectOfAny(context, { title, place, own, first: draft.target }) };
        },
      },
      {
        applies: () => given.version === undefined,
        ask: async (draft, place) => {
          const { target = { connection: '', subject: '' }, version: first } = draft;
          const placeholder = `Choose a version of ${target.subject}`;
          return { ...draft, version: await pickVersion(context, target, { title, placeholder, place, first }) };
        },
      },
      { ask: async (draft, place) => ({ ...draft, as: await chooseCompareAs(context, title, place) }) },
    ],
    given,
  );
}

async function ownSubjects(context: CommandContext, uri: string, signal: AbortSignal): Promise<readonly FileSubject[]> {
  const types = await context.languageServer.namedTypes({ uri }, signal);
  if (!types.ok) throw new CodecError('schema/unreadable', types.reason);
  return context.baselines.subjectsOf(uri, types.top, signal);
}

/** The files that define the type of a subject's latest version: those first to which a setting or a search gives that subject. */
function findFiles(
  context: CommandContext,
  { connection, subject }: SubjectPlace,
): Promise<{ readonly uris: readonly string[]; readonly latest: number }> {
  return failingAs(`Can't fetch ${subject}`, connection, () =>
    context.ui.progress(`Finding the file of ${subject}`, async (_report, signal) => {
      const session = await context.registries.open(connection, { ask: true }, signal);
      const { text, version } = await session.fetchVersion(subject, 'latest', signal);
      const { schema } = parseSchema(text);
      const fullname = schema !== undefined && 'fullname' in schema ? schema.fullname : undefined;
      if (fullname === undefined) return { uris: [], latest: version };
      const all = (await context.languageServer.definingFiles({ fullnames: [fullname] }, signal))[fullname] ?? [];
      const owned: string[] = [];
      for (const uri of all.length > 1 ? all : []) {
        const subjects = await context.baselines.subjectsOf(uri, fullname, signal);
        if (subjects.some((each) => each.connection === connection && each.subject === subject)) owned.push(uri);
      }
      return { uris: owned.length > 0 ? owned : all, latest: version };
    }),
  );
}
