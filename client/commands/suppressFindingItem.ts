import { escapeGlob } from '../../shared/globs.ts';
import { property } from '../../shared/schemaSettings.ts';
import type { Command } from './context.ts';

/** Accepts findings of a rule in a file, all or those at one path, by writing it into the workspace's settings. */
export const suppressFindingItem: Command = {
  failure: "Can't suppress the finding",
  create:
    (context) =>
    async (...[uri, rule, path]) => {
      if (typeof uri !== 'string' || typeof rule !== 'string') return;
      const accepted = { rule, ...(typeof path === 'string' && { path }) };
      const glob = escapeGlob(context.files.relativePath(uri).replaceAll('\\', '/'));
      await context.changeSetting('suppressions', uri, (value) => withSuppression(value, glob, accepted));
    },
};

function withSuppression(value: unknown, glob: string, accepted: Readonly<Record<string, string>>): unknown {
  const before = property(value, glob);
  const others = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const known: readonly unknown[] = Array.isArray(before) ? before : [];
  const isKnown = known.some((each) => property(each, 'rule') === accepted['rule'] && property(each, 'path') === accepted['path']);
  return isKnown ? value : { ...others, [glob]: [...known, accepted] };
}
