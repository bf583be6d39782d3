import type { Command } from './context.ts';
import { connectionTarget, subjectTarget, topicTarget } from './targets.ts';

/** Copies the name of the topic, of the subject or of its version, or else of the connection, that it was called on. */
export const copyName: Command = {
  failure: "Can't copy the name",
  create:
    (context) =>
    async (...args) => {
      const name = topicTarget(args)?.topic ?? subjectName(args) ?? connectionTarget(args)?.connection;
      if (name !== undefined) await context.ui.writeClipboard(name);
    },
};

/** Such as `orders-value`, of a version `orders-value v7`. */
function subjectName(args: readonly unknown[]): string | undefined {
  const target = subjectTarget(args);
  return target?.version === undefined ? target?.subject : `${target.subject} v${target.version}`;
}
