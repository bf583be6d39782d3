import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { rules } from '../shared/avro/rules/index.ts';
import { textRules } from '../shared/avro/rules/textRules.ts';

/** Where the documentation of a rule is, for the link behind a finding; undefined where it can't be linked to. */
export type RuleLink = (id: string) => string | undefined;

/**
 * Links to the page of rules: with our extension a command of it, which shows the page as a person reads it, else the
 * file that is packed with the server.
 *
 * @param serverFile the server's own bundle, in the folder beside `docs/`
 */
export function createRuleLink({ workbenchCommands }: { readonly workbenchCommands: boolean }, serverFile: string): RuleLink {
  const ids = new Set([...textRules, ...rules].map(({ id }) => id));
  const file = path.resolve(path.dirname(serverFile), '../docs/rules.md');
  const page = workbenchCommands ? undefined : existsSync(file) ? pathToFileURL(file).href : undefined;
  return (id) => {
    if (!ids.has(id)) return undefined;
    if (workbenchCommands) return `command:avroWorkbench.showRules?${encodeURIComponent(JSON.stringify([id]))}`;
    return page === undefined ? undefined : `${page}#${id}`;
  };
}
