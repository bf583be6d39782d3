import { explainError as explain, type ErrorExplanation, type ExplainedError } from '../../shared/diagnosis/errors/explainError.ts';
import { capital } from '../../shared/diagnosis/reportTexts.ts';
import { escapeLine } from '../../shared/markdown.ts';
import { chooseTopic } from './chooseTopic.ts';
import type { Command, CommandContext } from './context.ts';

const title = 'Explain Error';
const diagnose = 'Diagnose Topic…';
const more = 'Show All';

/**
 * Says what an exception means that software reading or writing a topic has thrown: of the selection, the clipboard, or a
 * text that is pasted. Where the bytes on a topic say more, it leads to their diagnosis.
 */
export const explainError: Command = {
  failure: "Can't explain the error",
  create:
    (context) =>
    async (...args) => {
      const text = await findText(context, args.length > 0);
      const explanation = explain(text);
      const [first] = explanation.found;
      if (first === undefined) return tellUnknown(context, explanation);
      const isMore = explanation.found.length > 1;
      const message = `${first.quoted}: ${first.means}`;
      const buttons = [...(first.onTopic ? [diagnose] : []), ...(isMore || !first.onTopic ? [more] : [])];
      const answer = await context.ui.notify('info', message, buttons);
      if (answer === diagnose) await diagnoseOne(context, explanation);
      if (answer === more) await showAll(context, explanation.found);
    },
};

/** A single line is enough of a pasted text, since that is what an input takes. */
async function findText({ ui }: CommandContext, isSelectionMeant: boolean): Promise<string> {
  const selection = ui.activeEditor()?.selection.trim() ?? '';
  if (selection !== '' && (isSelectionMeant || explain(selection).found.length > 0)) return selection;
  const clipboard = (await ui.readClipboard()).trim();
  const [found] = explain(clipboard).found;
  if (found !== undefined) {
    const isClipboard = await ui.pick({
      title,
      placeholder: 'Choose the text that is explained',
      choices: [
        { label: 'What Is on the Clipboard', detail: found.quoted, value: true, icon: 'clippy' },
        { label: 'Paste or Type a Text…', value: false, icon: 'edit' },
      ],
    });
    if (isClipboard) return clipboard;
  }
  return ui.input({
    title,
    prompt: 'An exception or a line of a log, as it was printed',
    placeholder: 'SerializationException: Unknown magic byte!',
    validate: (text) => (text.trim() === '' ? 'Paste what was printed.' : undefined),
  });
}

async function tellUnknown(context: CommandContext, explanation: ErrorExplanation): Promise<void> {
  const message = 'This text is not known here. If it comes from reading a topic, the diagnosis of the topic says who can read it.';
  if ((await context.ui.notify('info', message, [diagnose])) === diagnose) await diagnoseOne(context, explanation);
}

/** The topic that the text names stands first. */
async function diagnoseOne(context: CommandContext, { topic }: ErrorExplanation): Promise<void> {
  const chosen = await chooseTopic(context, {
    title: 'Diagnose Topic',
    preferred: (_session, topics) => Promise.resolve(topics.find((name) => name === topic)),
  });
  await context.run('diagnoseTopicItem', { connection: chosen.connection, topic: chosen.topic });
}

async function showAll({ ui }: CommandContext, found: readonly ExplainedError[]): Promise<void> {
  const parts = found.map(
    ({ quoted, of, means, remedy }) =>
      `## ${escapeLine(quoted)}\n\n*Said by ${escapeLine(of)}.* ${escapeLine(capital(means))}\n\n${escapeLine(remedy)}\n`,
  );
  await ui.showText({
    title: 'Explained Error.md',
    language: 'markdown',
    text: `# What the error means\n\n${parts.join('\n')}`,
    asPage: true,
  });
}
