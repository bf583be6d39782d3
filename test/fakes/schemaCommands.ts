import type { Baselines, FileSubject } from '../../client/baselines/baselines.ts';
import { fetchSubjectBaseline } from '../../client/baselines/subjectBaseline.ts';
import type { Command, CommandContext } from '../../client/commands/context.ts';
import { runCommand } from '../../client/commands/index.ts';
import type { JudgedProblem, JudgeParams, JudgeResult, VerdictSummary } from '../../shared/protocol.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from './context.ts';

export interface SchemaCommandOptions extends FakeContextOptions {
  /** The subjects of files by URI; none where absent. */
  readonly own?: Readonly<Record<string, readonly FileSubject[]>>;
  /** What the language server says of every schema; that it is compatible where absent. */
  readonly judged?: { readonly state: VerdictSummary['state']; readonly text: string; readonly problems?: readonly JudgedProblem[] };
}

export interface SchemaCommands extends FakeContext {
  /** What the language server was asked to judge. */
  readonly judgements: JudgeParams[];
  /** Runs the command; others that it runs in turn are told in `events` alone. */
  readonly runOne: (command: Command, ...args: readonly unknown[]) => Promise<void>;
}

/** What commands about schema files and their subjects are tested with: registries in memory, and verdicts that the test writes. */
export function createSchemaCommands(options: SchemaCommandOptions = {}): SchemaCommands {
  const fake = createFakeContext(options);
  const judgements: JudgeParams[] = [];
  const context: CommandContext = {
    ...fake.context,
    baselines: createFakeBaselines(fake.context, options.own ?? {}),
    languageServer: {
      ...fake.context.languageServer,
      judge: (params) => {
        judgements.push(params);
        return Promise.resolve(judge(params, options.judged));
      },
    },
    run: (id, ...args) => {
      fake.events.push(`run ${id} ${JSON.stringify(args)}`);
      return Promise.resolve();
    },
  };
  return { ...fake, context, judgements, runOne: (command, ...args) => runCommand(context, command, args) };
}

/** Of its methods, those that ask for subjects. */
function createFakeBaselines(
  { registries }: Pick<CommandContext, 'registries'>,
  own: Readonly<Record<string, readonly FileSubject[]>>,
): Baselines {
  const notHere = (): never => {
    throw new Error('The fake has no such baselines.');
  };
  return {
    find: ({ uri }) => ({
      baselines: (own[uri] ?? []).map(({ connection, subject }) => {
        return { kind: 'registry', label: subject, connection, level: 'BACKWARD', versions: [] };
      }),
    }),
    subjectsOf: (uri) => Promise.resolve(own[uri] ?? []),
    ofSubject: async ({ connection, subject }, _uri, signal) => {
      const session = await registries.open(connection, { ask: true }, signal);
      return fetchSubjectBaseline(session, { connection, subject }, 'fromRegistry', signal);
    },
    fittingSubjects: notHere,
    ofText: notHere,
    choose: notHere,
    chosen: notHere,
    refsOf: notHere,
    onDidChange: notHere,
  };
}

function judge({ baseline }: JudgeParams, judged: SchemaCommandOptions['judged']): JudgeResult {
  const last = baseline?.versions.at(-1);
  const {
    state,
    text,
    problems = [],
  } = judged ?? {
    state: 'compatible',
    text: `${baseline?.level ?? ''} with ${baseline?.label ?? ''} v${last?.version ?? 0}`,
  };
  const verdict = {
    state,
    text,
    problems,
    detail: undefined,
    connection: baseline?.connection,
    subject: baseline?.label,
    version: last?.version,
    versionUri: last?.uri,
    firstProblem: undefined,
    isOld: false,
  };
  return { ok: true, verdicts: [verdict] };
}
