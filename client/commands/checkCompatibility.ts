import { isCancelled, KnownError } from '../../shared/errors.ts';
import type { Baseline, JudgeResult } from '../../shared/protocol.ts';
import { textName } from '../../shared/textNames.ts';
import type { FileSubject } from '../baselines/baselines.ts';
import { parseBaselineText } from '../baselines/baselineText.ts';
import type { Choice } from '../ui.ts';
import { useBaseline } from './chooseBaseline.ts';
import { chooseSchemaFile, topFullname } from './chooseSchemaFile.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { pickBaselineText } from './pickBaseline.ts';
import { tellRefusal } from './refusal.ts';

const title = 'Check Compatibility';
const failure = "Can't check compatibility";

/** Checks a schema file with a baseline as it is now: its own, or another one. */
export const checkCompatibility: Command = {
  failure,
  create:
    (context) =>
    async (...args) => {
      const uri = await chooseSchemaFile(context, args, title);
      const picked = await pickBaseline(context, uri);
      if (picked.kind === 'unavailable') throw picked.error;
      const meant = picked.kind === 'other' ? ({ kind: 'text', text: await askForOther(context, uri), isOwn: false } as const) : picked;
      const name = meant.kind === 'subject' ? meant.subject.subject : meant.text;
      const connection = meant.kind === 'subject' ? meant.subject.connection : undefined;
      const { baseline, judged } = await failingAs(`Can't check ${textName(uri)} with ${name}`, connection, () =>
        context.ui.progress(`Checking ${textName(uri)} with ${name}`, async (_report, signal) => {
          const { baselines, languageServer } = context;
          const found =
            meant.kind === 'subject'
              ? await baselines.ofSubject(meant.subject, uri, signal)
              : await baselines.ofText(meant.text, uri, signal);
          return { baseline: found, judged: await languageServer.judge({ uri, baseline: found }, signal) };
        }),
      );
      if (!judged.ok) return tellRefusal(context, failure, judged);
      await tell(context, uri, { baseline, judged, text: meant.kind === 'text' && !meant.isOwn ? meant.text : undefined });
    },
};

type Picked =
  | { readonly kind: 'subject'; readonly subject: FileSubject }
  | { readonly kind: 'text'; readonly text: string; readonly isOwn: boolean }
  | { readonly kind: 'other' }
  | { readonly kind: 'unavailable'; readonly error: Error };

function pickBaseline(context: CommandContext, uri: string): Promise<Picked> {
  const own = context.settings.compatibility(uri).baseline;
  return context.ui.pick<Picked>({
    title,
    placeholder: `Choose what ${textName(uri)} is compared with`,
    choices: async (signal) => {
      const isRegistry = parseBaselineText(own).kind === 'registry';
      const ownChoice: Choice<Picked> = {
        label: own,
        description: 'its own baseline',
        icon: 'git-commit',
        value: { kind: 'text', text: own, isOwn: true },
      };
      const hasGit = own !== 'git:HEAD' && (await context.baselines.refsOf(uri, signal)).length > 0;
      const head: Choice<Picked> = {
        label: 'git:HEAD',
        description: 'the last commit',
        icon: 'git-commit',
        value: { kind: 'text', text: 'git:HEAD', isOwn: false },
      };
      return [
        ...(isRegistry ? [] : [ownChoice]),
        ...(await subjectChoices(context, uri, isRegistry, signal)),
        ...(hasGit ? [head] : []),
        { label: 'Another Baseline…', description: 'a branch, a tag, a file or a folder', icon: 'ellipsis', value: { kind: 'other' } },
      ];
    },
  });
}

async function subjectChoices(context: CommandContext, uri: string, isOwn: boolean, signal: AbortSignal): Promise<Choice<Picked>[]> {
  try {
    const subjects = await context.baselines.subjectsOf(uri, await topFullname(context, uri, signal), signal);
    return subjects.map((subject): Choice<Picked> => {
      const description = `${subject.connection}${isOwn && subjects.length === 1 ? ', its own baseline' : ''}`;
      return { label: subject.subject, description, icon: 'symbol-interface', value: { kind: 'subject', subject } };
    });
  } catch (error) {
    // What is in git and on disk is still of use, so this is one of the choices and not the end.
    if (isCancelled(error) || !(error instanceof KnownError)) throw error;
    return [{ label: "The registry can't be asked", detail: error.message, icon: 'error', value: { kind: 'unavailable', error } }];
  }
}

function askForOther(context: CommandContext, uri: string): Promise<string> {
  return pickBaselineText(context, uri, { title, placeholder: `Choose what ${textName(uri)} is compared with`, withRegistry: false });
}

interface Outcome {
  readonly baseline: Baseline;
  readonly judged: JudgeResult & { readonly ok: true };
  /** Of a baseline that is not the file's own. */
  readonly text: string | undefined;
}

type JudgedVerdict = Outcome['judged']['verdicts'][number];

async function tell(context: CommandContext, uri: string, { baseline, judged, text }: Outcome): Promise<void> {
  const { ui } = context;
  const [verdict] = judged.verdicts;
  if (verdict === undefined) throw new Error('The language server has judged nothing.');
  if (verdict.state === 'invalid') return ui.showProblems(uri);
  const isBreak = verdict.state === 'breaks-reader' || verdict.state === 'breaks-writer';
  // Those of its own baseline are problems of the file, which the editor shows.
  if (text === undefined) return isBreak ? ui.showProblems(uri) : tellCompatible(context, uri, baseline, verdict);
  // What is allowed but loses meaning is shown too.
  if (verdict.problems.length > 0) return listProblems(context, uri, text, verdict);
  return tellCompatible(context, uri, baseline, verdict);
}

async function tellCompatible(
  context: CommandContext,
  uri: string,
  { connection, label }: Baseline,
  { state, text, detail }: JudgedVerdict,
): Promise<void> {
  const message = `${textName(uri)}: ${text}.${detail === undefined ? '' : ` ${detail}`}`;
  const canRegister =
    connection !== undefined && state === 'compatible' && context.isTrusted() && !context.registries.isReadOnly(connection);
  if (!canRegister) {
    context.ui.showStatus(message);
    return;
  }
  const answer = await context.ui.notify('info', message, ['Register Schema…']);
  if (answer === 'Register Schema…') await context.run('registerSchema', { uri, connection, subject: label });
}

/** What breaks with a baseline that the editor does not look at is a list, each line leading to its place. */
async function listProblems(context: CommandContext, uri: string, baseline: string, { text, problems }: JudgedVerdict): Promise<void> {
  const use: Choice<number> = { label: 'Use This Baseline', description: baseline, icon: 'check', group: 'Settings', value: -1 };
  const index = await context.ui.pick<number>({
    title: `${textName(uri)}: ${text}`,
    placeholder: 'Choose a problem to see its place',
    choices: [
      ...problems.map(({ message, severity }, value) => ({ label: message, icon: severity === 'error' ? 'error' : 'warning', value })),
      ...(context.isTrusted() ? [use] : []),
    ],
  });
  const problem = problems[index];
  if (problem === undefined) return useBaseline(context, uri, baseline);
  await context.ui.reveal(uri, { start: problem.start, end: problem.end });
}
