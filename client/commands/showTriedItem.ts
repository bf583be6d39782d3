import { property } from '../../shared/schemaSettings.ts';
import type { Command } from './context.ts';

/** Opens again what could not be read when a schema was tried on real messages. */
export const showTriedItem: Command = {
  failure: "Can't show what could not be read",
  create:
    ({ ui }) =>
    async (report) => {
      const [title, text] = [property(report, 'title'), property(report, 'text')];
      if (typeof title === 'string' && typeof text === 'string') await ui.showText({ title, language: 'plaintext', text });
    },
};
