import { property } from '../../shared/schemaSettings.ts';
import type { Command } from './context.ts';

/** Opens a file's problems: at the first where that is handed over, else the list of them. */
export const showProblemsItem: Command = {
  failure: "Can't show the problems",
  create:
    ({ ui }) =>
    async (...[uri, place]) => {
      if (typeof uri !== 'string') return;
      const [start, end] = [property(place, 'start'), property(place, 'end')];
      if (typeof start === 'number' && typeof end === 'number') await ui.reveal(uri, { start, end });
      else await ui.showProblems(uri);
    },
};
