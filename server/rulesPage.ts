import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { rules } from '../shared/avro/rules/index.ts';
import { textRules } from '../shared/avro/rules/textRules.ts';

/** Where the documentation of a rule is, for the link behind a finding; undefined where it can't be linked to. */
export type RuleLink = (id: string) => string | undefined;

/**
 * Links to the page of rules: with our extension an address that it answers, by showing the page as a person reads it, else
 * the file that is packed with the server. (An editor follows no link to a command from a finding.)
 *
 * @param rulesAddress what the extension answers, with a rule's id behind it
 * @param serverFile the server's own bundle, in the folder beside `docs/`
 */
export function createRuleLink(rulesAddress: string | undefined, serverFile: string): RuleLink {
  const ids = new Set([...textRules, ...rules].map(({ id }) => id));
  const file = path.resolve(path.dirname(serverFile), '../docs/rules.md');
  const page = existsSync(file) ? `${pathToFileURL(file).href}#` : undefined;
  const address = rulesAddress ?? page;
  return (id) => {
    return address === undefined || !ids.has(id) ? undefined : `${address}${id}`;
  };
}
