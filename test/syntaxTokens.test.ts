import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mark } from './mark.ts';
import type { TextToken } from './tokenize.ts';
import { createTokenizer } from './tokenize.ts';

interface Row {
  readonly name: string;
  /** With what is coloured marked. */
  readonly text: string;
  /** For each mark the scope that it has, and nothing directly beside it. */
  readonly scopes: readonly string[];
}

const table: Readonly<Record<string, readonly Row[]>> = {
  'avro-schema': [
    { name: 'a primitive type', text: '"<<string>>"', scopes: ['storage.type.avro'] },
    { name: 'a name of a type', text: '["<<null>>", "<<com.acme.Order>>"]', scopes: ['storage.type.avro', 'entity.name.type.avro'] },
    {
      name: 'words where they mean something',
      text: '{ "<<type>>": "<<record>>", "name": <<"record">>, "<<fields>>": [{ "name": "type", "type": "<<int>>" }] }',
      scopes: [
        'support.type.property-name.json',
        'storage.type.avro',
        'string.quoted.double.json',
        'support.type.property-name.json',
        'storage.type.avro',
      ],
    },
    {
      name: 'symbols, and their default that is none',
      text: '{"type":"enum","symbols":["<<A>>","<<B>>"],"default":<<"A">>}',
      scopes: ['variable.other.enummember.avro', 'variable.other.enummember.avro', 'string.quoted.double.json'],
    },
    {
      name: 'a logical type, and one that nobody knows',
      text: '[{"type":"int","logicalType":"<<date>>"},{"type":"int","logicalType":<<"dates">>}]',
      scopes: ['support.type.avro', 'string.quoted.double.json'],
    },
    { name: 'an order', text: '{"fields":[{"name":"a","order":"<<ignore>>"}]}', scopes: ['constant.language.avro'] },
    {
      name: 'a default, which is a value',
      text: '{"fields":[{"default":{"type":<<"string">>,"a":<<-1.5e3>>,"b":<<null>>}}]}',
      scopes: ['string.quoted.double.json', 'constant.numeric.json', 'constant.language.json'],
    },
    {
      name: 'escapes and comments',
      text: '<<// one>>\n{"doc":"<<\\n>><<\\x>>", <</* two\nthree */>>"type":"int"}',
      scopes: [
        'comment.line.double-slash.json',
        'constant.character.escape.json',
        'invalid.illegal.unrecognized-string-escape.json',
        'comment.block.json',
      ],
    },
  ],
  'avro-protocol': [
    {
      name: 'a protocol',
      text: '{ "<<protocol>>": "<<com.acme.Orders>>", "<<namespace>>": <<"error">>, "<<types>>": [], "<<messages>>": {} }',
      scopes: [
        'support.type.property-name.json',
        'entity.name.type.avro',
        'support.type.property-name.json',
        'string.quoted.double.json',
        'support.type.property-name.json',
        'support.type.property-name.json',
      ],
    },
    {
      name: 'types, as in a schema',
      text: '{ "types": [{ "type": "<<error>>", "fields": [{ "type": ["<<null>>", "<<Order>>"] }] }, { "symbols": ["<<A>>"] }] }',
      scopes: ['storage.type.avro', 'storage.type.avro', 'entity.name.type.avro', 'variable.other.enummember.avro'],
    },
    {
      name: 'messages by their names, whatever these are',
      text: '{ "messages": { "<<place>>": {}, "<<request>>": {} } }',
      scopes: ['entity.name.function.avro', 'entity.name.function.avro'],
    },
    {
      name: 'a message',
      text: '{"messages":{"m":{"doc":"d","request":[{"type":"<<long>>"}],"response":"<<Order>>","errors":["<<Refused>>"],"one-way":<<true>>}}}',
      scopes: ['storage.type.avro', 'entity.name.type.avro', 'entity.name.type.avro', 'constant.language.json'],
    },
    {
      name: 'what is no part of a protocol',
      text: '{ "custom": { "messages": { <<"m">>: "int" }, "type": <<"int">> } }',
      scopes: ['support.type.property-name.json', 'string.quoted.double.json'],
    },
    {
      name: 'comments',
      text: '{ <<// one>>\n"protocol": <</* two */>> "P" }',
      scopes: ['comment.line.double-slash.json', 'comment.block.json'],
    },
  ],
  'avro-message': [{ name: 'JSON with comments', text: '<<{ "topic": "orders" }>>', scopes: ['source.stand-in'] }],
  'avro-idl': [
    {
      name: 'what stands at the top since 1.12',
      text: '<<namespace>> <<com.acme>>; <<schema>> <<array>><<<>><<Order>>>;',
      scopes: [
        'keyword.declaration.namespace.avro-idl',
        'entity.name.namespace.avro-idl',
        'keyword.declaration.schema.avro-idl',
        'support.type.complex.avro-idl',
        'punctuation.definition.typeparameters.begin.avro-idl',
        'entity.name.type.avro-idl',
      ],
    },
    {
      name: 'imports of all kinds',
      text: '<<import>> <<idl>> <<"a.avdl">>; import <<protocol>> "b.avpr"; import <<schema>> "c.avsc";',
      scopes: [
        'keyword.control.import.avro-idl',
        'keyword.control.import.kind.avro-idl',
        'string.quoted.double.avro-idl',
        'keyword.control.import.kind.avro-idl',
        'keyword.control.import.kind.avro-idl',
      ],
    },
    {
      name: 'comments of all kinds',
      text: '<</** doc\n * more */>> <</**/>> <</* block */>> record R {} <<// line>>\nrecord S {}',
      scopes: [
        'comment.block.documentation.avro-idl',
        'comment.block.avro-idl',
        'comment.block.avro-idl',
        'comment.line.double-slash.avro-idl',
      ],
    },
    {
      name: 'declarations',
      text: '<<protocol>> <<P>> { <<record>> <<R>> {} <<error>> <<E>> {} <<enum>> <<S>> { <<A>>, <<B>> } = <<A>>; <<fixed>> <<F>>(<<16>>); }',
      scopes: [
        'keyword.declaration.protocol.avro-idl',
        'entity.name.type.protocol.avro-idl',
        'keyword.declaration.record.avro-idl',
        'entity.name.type.record.avro-idl',
        'keyword.declaration.record.avro-idl',
        'entity.name.type.record.avro-idl',
        'keyword.declaration.enum.avro-idl',
        'entity.name.type.enum.avro-idl',
        'variable.other.enummember.avro-idl',
        'variable.other.enummember.avro-idl',
        'variable.other.enummember.avro-idl',
        'keyword.declaration.fixed.avro-idl',
        'entity.name.type.fixed.avro-idl',
        'constant.numeric.avro-idl',
      ],
    },
    {
      name: 'an enum’s default on a line of its own, and an enum without one',
      text: 'enum S {\n  A\n}\n  = <<A>>;\nenum T { B }\n<<record>> R {}',
      scopes: ['variable.other.enummember.avro-idl', 'keyword.declaration.record.avro-idl'],
    },
    {
      name: 'types of fields',
      text: 'record R { <<string>> a; <<com.acme.X>><<?>> b; <<union>> { <<null>>, <<uuid>> } c; <<map>>< array< <<double>> > > d; <<decimal>>(<<9>>, <<2>>) e; }',
      scopes: [
        'support.type.primitive.avro-idl',
        'entity.name.type.avro-idl',
        'keyword.operator.nullable.avro-idl',
        'support.type.complex.avro-idl',
        'support.type.primitive.avro-idl',
        'support.type.logical.avro-idl',
        'support.type.complex.avro-idl',
        'support.type.primitive.avro-idl',
        'support.type.logical.avro-idl',
        'constant.numeric.avro-idl',
        'constant.numeric.avro-idl',
      ],
    },
    {
      name: 'logical types',
      text: 'record R { <<date>> a; <<time_ms>> b; <<timestamp_ms>> c; <<local_timestamp_ms>> d; <<uuid>> e; }',
      scopes: Array.from({ length: 5 }, () => 'support.type.logical.avro-idl'),
    },
    {
      name: 'names of fields, also those that are words of the language',
      text: 'record R { int <<a>>, <<b>> = 1; string <<record>>; array<int> <<array>>; Money\n  <<amount>>; `enum` <<`error`>>; x-y.`z` <<string>>; }',
      scopes: Array.from({ length: 7 }, () => 'variable.other.member.avro-idl'),
    },
    {
      name: 'names that begin like words of the language',
      text: 'record R { <<intern>> a; <<date-range>> b; <<a.string>> c; <<nullable>> d; }',
      scopes: Array.from({ length: 4 }, () => 'entity.name.type.avro-idl'),
    },
    {
      name: 'defaults as JSON',
      text: 'record R { X a = {<<"k">>: [<<"v">>, <<-1>>, <<2.5e3>>, <<0x1F>>, <<true>>, <<null>>]}; float b = <<NaN>>; double c = <<-Infinity>>; long d = <<10L>>; string e = "<<\\u00e9>><<\\q>>"; }',
      scopes: [
        'support.type.property-name.avro-idl',
        'string.quoted.double.avro-idl',
        'constant.numeric.avro-idl',
        'constant.numeric.avro-idl',
        'constant.numeric.avro-idl',
        'constant.language.avro-idl',
        'constant.language.avro-idl',
        'constant.numeric.avro-idl',
        'constant.numeric.avro-idl',
        'constant.numeric.avro-idl',
        'constant.character.escape.avro-idl',
        'invalid.illegal.unrecognized-string-escape.avro-idl',
      ],
    },
    {
      name: 'annotations with JSON values, everywhere',
      text: '@<<namespace>>("a.b") protocol P { @<<aliases>>(["x)"]) record R { @<<logicalType>>("timestamp-micros") <<long>> @<<order>>("ignore") <<at>>; } enum E { @<<java-class>>({"a": 1})\n<<A>> } }',
      scopes: [
        'storage.type.annotation.avro-idl',
        'storage.type.annotation.avro-idl',
        'storage.type.annotation.avro-idl',
        'support.type.primitive.avro-idl',
        'storage.type.annotation.avro-idl',
        'variable.other.member.avro-idl',
        'storage.type.annotation.avro-idl',
        'variable.other.enummember.avro-idl',
      ],
    },
    {
      name: 'messages',
      text: 'protocol P { <<void>> <<ping>>() <<oneway>>; <<Order>> <<find>>(<<long>> <<id>>, <<Kind>> <<kind>> = <<"A">>) <<throws>> <<NotFound>>, <<a.Gone>>; <<array>><int> <<all>>(); }',
      scopes: [
        'support.type.void.avro-idl',
        'entity.name.function.avro-idl',
        'keyword.other.oneway.avro-idl',
        'entity.name.type.avro-idl',
        'entity.name.function.avro-idl',
        'support.type.primitive.avro-idl',
        'variable.parameter.avro-idl',
        'entity.name.type.avro-idl',
        'variable.parameter.avro-idl',
        'string.quoted.double.avro-idl',
        'keyword.other.throws.avro-idl',
        'entity.name.type.error.avro-idl',
        'entity.name.type.error.avro-idl',
        'support.type.complex.avro-idl',
        'entity.name.function.avro-idl',
      ],
    },
    {
      name: 'messages that are called like words of the language',
      text: 'protocol P { int <<throws>>(int <<oneway>>); string <<schema>>(); }',
      scopes: ['entity.name.function.avro-idl', 'variable.parameter.avro-idl', 'entity.name.function.avro-idl'],
    },
    {
      name: 'what stands behind something half-typed',
      text: 'protocol P { record R { array<string } <<enum>> E { A } int m( ; <<fixed>> F(4); }',
      scopes: ['keyword.declaration.enum.avro-idl', 'keyword.declaration.fixed.avro-idl'],
    },
  ],
};

// VS Code's own grammar of JSON is no part of this repository: it is enough to know that it is asked.
const jsonOfEditor = { name: 'stand-in', scopeName: 'source.json.comments', patterns: [{ match: '.+', name: 'source.stand-in' }] };
const tokenize = createTokenizer({
  'source.json.comments': { ...jsonOfEditor, repository: { $self: {}, $base: {} } },
});

for (const [language, rows] of Object.entries(table)) {
  for (const { name, text: withMarks, scopes } of rows) {
    test(`colours of ${language}: ${name}`, async () => {
      const { text, ranges } = mark(withMarks);
      assert.equal(ranges.length, scopes.length, 'There are as many marks as scopes.');
      const tokens = await tokenize(text, language);
      for (const [index, { start, end }] of ranges.entries()) expectScope(text, tokens, { start, end, scope: scopes[index] ?? '' });
    });
  }
}

/** Asserts that all of a range has a scope, and that it ends where the range does. */
function expectScope(text: string, tokens: readonly TextToken[], expected: { start: number; end: number; scope: string }): void {
  const { start, end, scope } = expected;
  const covered = tokens.filter(({ span }) => span.start < end && span.end > start);
  const shown = covered.map(({ span, scopes }) => `${text.slice(span.start, span.end)}: ${scopes.join(' ')}`).join('\n');
  assert.ok(covered.length > 0, text.slice(start, end));
  assert.ok(
    covered.every(({ span, scopes }) => scopes.includes(scope) && span.start >= start && span.end <= end),
    `${text.slice(start, end)} should be ${scope}, but is\n${shown}`,
  );
}
