import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { logicalTypes } from '../shared/avro/logicalTypes.ts';
import { complexTypes, primitiveTypes } from '../shared/avro/names.ts';

interface GrammarRule {
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly patterns?: readonly GrammarRule[];
}

interface Grammar extends GrammarRule {
  readonly scopeName: string;
  readonly repository?: Readonly<Record<string, GrammarRule>>;
}

interface Manifest {
  readonly contributes: {
    readonly languages: readonly { readonly id: string; readonly configuration?: string }[];
    readonly grammars: readonly { readonly language: string; readonly scopeName: string; readonly path: string }[];
  };
}

interface LanguageConfiguration {
  readonly wordPattern: string;
  readonly indentationRules: Readonly<Record<string, string>>;
}

/** The files are our own: a wrong shape shows in the test that reads it. */
function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));
}

function* rulesIn(rule: GrammarRule): Generator<GrammarRule> {
  yield rule;
  for (const inner of rule.patterns ?? []) yield* rulesIn(inner);
}

const { contributes } = readJson('package.json') as Manifest;
const schemaGrammar = 'syntaxes/avro-schema.tmLanguage.json';

for (const { language, scopeName, path } of contributes.grammars) {
  test(`grammar of ${language}: it is the one that is contributed, and holds together`, () => {
    const grammar = readJson(path) as Grammar;
    assert.equal(grammar.scopeName, scopeName);
    const all = [grammar, ...Object.values(grammar.repository ?? {})].flatMap((rule) => [...rulesIn(rule)]);
    const used = new Set(all.flatMap(({ include }) => (include?.startsWith('#') === true ? [include.slice(1)] : [])));
    assert.deepEqual([...used].sort(), Object.keys(grammar.repository ?? {}).sort());
    for (const { match, begin, end } of all) {
      for (const pattern of [match, begin, end]) if (pattern !== undefined) assert.doesNotThrow(() => new RegExp(pattern, 'u'), pattern);
      assert.equal(begin === undefined, end === undefined, begin ?? end);
    }
  });
}

test('grammar of avro-schema: every type of the specification is a word of it', () => {
  const words = new Set(readFileSync(new URL(`../${schemaGrammar}`, import.meta.url), 'utf8').split(/[()|]/));
  for (const word of [...primitiveTypes, ...complexTypes, ...logicalTypes.map(({ name }) => name)]) assert.ok(words.has(word), word);
});

for (const { id, configuration } of contributes.languages) {
  test(`language ${id}: its configuration is there, and its patterns compile`, () => {
    assert.ok(configuration !== undefined && existsSync(new URL(`../${configuration}`, import.meta.url)), configuration);
    const { wordPattern, indentationRules } = readJson(configuration) as LanguageConfiguration;
    assert.deepEqual('"com.acme.Order-1":'.match(new RegExp(wordPattern, 'g')), ['com.acme.Order-1']);
    for (const pattern of Object.values(indentationRules)) assert.doesNotThrow(() => new RegExp(pattern));
  });
}

const idl = readJson('language-configuration.idl.json') as LanguageConfiguration;

test('language avro-idl: a name in backticks is one word, and a type is one without its question mark', () => {
  const words = 'com.acme.Order? `enum` = array<`my-type`>; // -1'.match(new RegExp(idl.wordPattern, 'g'));
  assert.deepEqual(words, ['com.acme.Order', '`enum`', 'array', '`my-type`', '-1']);
});

for (const { line, more = false, less = false } of [
  { line: 'protocol P {', more: true },
  { line: '  record R { // fields', more: true },
  { line: '  void place(', more: true },
  { line: '  @aliases([', more: true },
  { line: '  string a = "{";' },
  { line: '  // not {' },
  { line: '   * neither {' },
  { line: '  union { null, string } a;' },
  { line: '}', less: true },
  { line: '  ]);', less: true },
  { line: '  string a;' },
]) {
  test(`language avro-idl: the line behind ${line} is indented ${more ? 'deeper' : 'alike'}, and the line itself ${less ? 'less' : 'as it is'}`, () => {
    const { increaseIndentPattern = '', decreaseIndentPattern = '' } = idl.indentationRules;
    assert.equal(new RegExp(increaseIndentPattern).test(line), more);
    assert.equal(new RegExp(decreaseIndentPattern).test(line), less);
  });
}
