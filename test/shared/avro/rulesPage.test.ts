import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkSchema } from '../../../shared/avro/check.ts';
import { rules } from '../../../shared/avro/rules/index.ts';
import { textRules } from '../../../shared/avro/rules/textRules.ts';
import { mark } from '../../mark.ts';
import { parserOf } from './ruleRows/rows.ts';
import { ruleTable } from './ruleTable.ts';

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

interface PageRule {
  readonly id: string;
  readonly severity: string;
  readonly spec: string;
  readonly doc: string;
}

function pageRules(): PageRule[] {
  return [
    ...textRules.map(({ id, severity, spec, doc }) => ({ id, severity, spec, doc })),
    ...rules.map(({ id, severity, spec, isOff }) => ({
      id,
      severity: isOff === true ? `off (${severity})` : severity,
      spec,
      doc: docOf(id),
    })),
  ];
}

function page(): string {
  const all = pageRules();
  const table = all.map(({ id, severity, doc }) => `| [\`${id}\`](#${id}) | ${severity} | ${doc.replace(/(?<=[.?]) .*/s, '')} |`);
  return `# What is checked in a schema or protocol

An error is what Java's Avro 1.12.2 refuses; what it accepts is at most a warning. Taste is off until you give it a severity.

- \`avroWorkbench.rules\` changes a severity, or switches a rule off: \`{ "single-branch-union": "off", "missing-doc": "information" }\`.
- \`avroWorkbench.suppressions\` accepts findings in some files, all of a rule or those at one place: \`{ "legacy/**": [{ "rule": "invalid-name" }, { "rule": "comment", "path": "com.example.Order.total" }] }\`. The quick fix "Suppress" writes it for you.
- \`avroWorkbench.targets\` names software that must read the schemas; what it can't is a finding of \`portability\`.
- \`avro-workbench lint\` finds the same at a terminal, by the same settings in \`.vscode/settings.json\`.

| rule | severity | what |
| --- | --- | --- |
${table.join('\n')}

${all.map(section).join('\n\n')}
`;
}

function section({ id, severity, spec, doc }: PageRule): string {
  const parts = [`## ${id}`, doc, `Severity: ${severity}. Specification: ${spec.startsWith('RFC') ? spec : `Avro 1.12, ${spec}`}.`];
  const example = exampleOf(id);
  if (example !== undefined) parts.push(`\`\`\`text\n${example}\n\`\`\``);
  return parts.join('\n\n');
}

/** The plainest text in which the rule finds something: one line, the place underlined, and what is said there. */
function exampleOf(id: string): string | undefined {
  for (const row of ruleTable[id] ?? []) {
    const { text } = row;
    const { text: schema } = mark(text);
    if (schema.length === 0 || schema.length > 110 || /[^\x20-\x7e]/.test(schema)) continue;
    const problem = checkSchema(parserOf(row)(schema), { severities: { [id]: 'warning' }, targets: row.targets ?? [] }).find(
      ({ code }) => code === id,
    );
    if (problem === undefined) continue;
    const { start, end } = problem.span;
    const from = schema.length <= widest ? 0 : Math.max(0, Math.min(start - 20, schema.length - widest));
    const shown = `${from > 0 ? '…' : ''}${schema.slice(from, from + widest)}${from + widest < schema.length ? '…' : ''}`;
    const before = start - from + (from > 0 ? 1 : 0);
    const marks = Math.max(1, Math.min(end, from + widest) - start);
    return `${shown}\n${' '.repeat(before)}${'^'.repeat(marks)}\n${problem.message}`;
  }
  return undefined;
}

/** Longer lines are broken where the page is shown beside a schema, and the marks would stand under something else. */
const widest = 80;

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

// With AVRO_WORKBENCH_UPDATE=1 they are written anew.
test('the settings offer every rule', () => {
  const file = new URL('package.json', root);
  const text = readFileSync(file, 'utf8');
  const ids = pageRules().map(({ id }) => id);
  const listed = /(?<="avroWorkbench\.rules": \{[^]*?"propertyNames": \{\s*"enum": )\[[^\]]*\]/;
  const accepted = /(?<="avroWorkbench\.suppressions": \{[^]*?"rule": \{\s*"type": "string",\s*"enum": )\[[^\]]*\]/;
  if (process.env['AVRO_WORKBENCH_UPDATE'] === '1') {
    const lines = (indent: number): string =>
      `[\n${ids.map((id) => `${' '.repeat(indent + 2)}"${id}"`).join(',\n')}\n${' '.repeat(indent)}]`;
    writeFileSync(file, text.replace(listed, lines(14)).replace(accepted, lines(20)));
    return;
  }
  for (const pattern of [listed, accepted]) assert.deepEqual(JSON.parse(pattern.exec(text)?.[0] ?? '[]'), ids);
});
