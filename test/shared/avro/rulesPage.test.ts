import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { rules } from '../../../shared/avro/rules/index.ts';
import { textRules } from '../../../shared/avro/rules/textRules.ts';

const root = new URL('../../../', import.meta.url);
const folder = new URL('shared/avro/rules/', root);

function fileOf(id: string): string {
  return `${id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}.ts`;
}

/** The docstring of a rule, in one line. */
function docOf(id: string): string {
  const source = readFileSync(new URL(fileOf(id), folder), 'utf8');
  const doc = /\/\*\*((?:(?!\*\/)[^])*)\*\/\nexport const /.exec(source)?.[1];
  assert.ok(doc, `${fileOf(id)} has a docstring on its rule.`);
  return doc
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function page(): string {
  const rows = [
    ...textRules.map(({ id, severity, spec, doc }) => ({ id, severity, spec, doc })),
    ...rules.map(({ id, severity, spec }) => ({ id, severity, spec, doc: docOf(id) })),
  ];
  const table = rows.map(
    ({ id, severity, spec, doc }) => `| \`${id}\` | ${severity} | ${doc} | ${spec.startsWith('RFC') ? spec : `Avro 1.12, ${spec}`} |`,
  );
  return `# What is checked in a schema

An error is what Java's Avro 1.12.2 refuses; what it accepts is at most a warning. Each severity can be changed by the id, or switched off.

| id | severity | what | specification |
| --- | --- | --- | --- |
${table.join('\n')}
`;
}

// With AVRO_WORKBENCH_UPDATE=1 the page is written anew.
test('docs/rules.md is what the rules say of themselves', () => {
  const file = new URL('docs/rules.md', root);
  if (process.env['AVRO_WORKBENCH_UPDATE'] === '1') writeFileSync(file, page());
  // How wide the columns are is up to the formatter.
  const plain = (text: string): string => text.replace(/ *\| */g, '|').replace(/-{3,}/g, '---');
  assert.equal(plain(readFileSync(file, 'utf8')), plain(page()));
});

test('every rule is a file of its name, and every file is a rule', () => {
  const others = ['index.ts', 'rule.ts', 'textRules.ts'];
  const files = readdirSync(folder).filter((name) => !others.includes(name));
  assert.deepEqual(files.sort(), rules.map(({ id }) => fileOf(id)).sort());
});

test('an id is given once', () => {
  const ids = [...textRules, ...rules].map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});
