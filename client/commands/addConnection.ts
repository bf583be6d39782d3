import { emptyDraft } from './connectionSteps.ts';
import type { Command } from './context.ts';
import { askAndSave } from './saveConnection.ts';

/** Asks for a new connection, tries it, and stores it. */
export const addConnection: Command = {
  failure: "Can't add the connection",
  create: (context) => () => askAndSave(context, { title: 'Add Connection', draft: emptyDraft, previousName: undefined }),
};
