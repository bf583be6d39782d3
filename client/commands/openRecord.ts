import type { Command } from './context.ts';
import { recordTarget } from './recordTarget.ts';

/** Opens a record of a records page as a read-only JSON document. */
export const openRecord: Command = {
  failure: "Can't open the record",
  create:
    (context) =>
    async (...args) => {
      const { page, place } = recordTarget(context, args);
      await page.openDocument(place);
    },
};
