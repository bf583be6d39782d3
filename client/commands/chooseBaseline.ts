import { textName } from '../../shared/textNames.ts';
import { BaselineError } from '../baselines/baselineError.ts';
import { chooseSchemaFile } from './chooseSchemaFile.ts';
import { pickBaselineText } from './pickBaseline.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';

const title = 'Choose Baseline';

/** Chooses what the schemas of the workspace are compared with, and switches the comparison on where it is off. */
export const chooseBaseline: Command = {
  failure: "Can't choose the baseline",
  create:
    (context) =>
    async (...args) => {
      if (!context.isTrusted()) {
        throw new BaselineError('baseline/untrusted', 'This workspace is not trusted, so a baseline in its settings does not count.');
      }
      const uri = await chooseSchemaFile(context, args, title);
      const text = await pickBaselineText(context, uri, {
        title,
        placeholder: 'Choose what schemas are compared with',
        first: context.settings.compatibility(uri).baseline,
        withRegistry: true,
      });
      await useBaseline(context, uri, text);
    },
};

/**
 * Makes a text such as `git:HEAD` the baseline of the workspace that a file is in.
 *
 * @throws a `Failure` where there is no such baseline
 */
export async function useBaseline(context: CommandContext, uri: string, text: string): Promise<void> {
  const { baselines, ui, settings } = context;
  if (text !== 'registry') {
    await failingAs(`Can't compare ${textName(uri)} with ${text}`, undefined, () =>
      ui.progress(`Reading ${text}`, (_report, signal) => baselines.ofText(text, uri, signal)),
    );
  }
  // What is so anyway need not stand in the settings.
  const set = async (id: string, value: unknown, counts: () => boolean): Promise<void> => {
    await context.changeSetting(id, uri, () => undefined);
    if (!counts()) await context.changeSetting(id, uri, () => value);
  };
  if (settings.compatibility(uri).baseline !== text) {
    await set('compatibility.baseline', text, () => settings.compatibility(uri).baseline === text);
  }
  if (!settings.compatibility(uri).enabled) await set('compatibility.enabled', true, () => settings.compatibility(uri).enabled);
  ui.showStatus(`Schemas are compared with ${text === 'registry' ? 'the registry' : text} now.`);
}
