export interface RuleRow {
  readonly name: string;
  /** With every finding marked, in the order of the text. */
  readonly text: string;
  /** All findings; the rule itself once for each mark where nothing else is said. */
  readonly finds?: readonly string[];
  /** What one message must say. */
  readonly says?: string;
}

const record = (fields: string, more = ''): string => `{"type":"record","name":"R"${more},"fields":[${fields}]}`;
const field = (type: string, more = ''): string => record(`{"name":"a","type":${type}${more}}`);
const suit = '{"type":"enum","name":"Suit","symbols":["CLUBS","HEARTS"]}';
const deep = (depth: number): string => `${'{"type":"array","items":'.repeat(depth)}"int"${'}'.repeat(depth)}`;

/** For each rule what it finds, and what looks alike and is right. */
export const ruleTable: Readonly<Record<string, readonly RuleRow[]>> = {
  'json-syntax': [
    { name: 'nothing at all', text: '<<>>', says: 'There is nothing here: a JSON value is expected.' },
    { name: 'a comma that is missing', text: '["int" <<"string">>]', says: 'A comma is missing before this.' },
    { name: 'a key without a value', text: '{"type":"array",<<"items">>:}', says: '"items" has no value.' },
    { name: 'something behind the end', text: '"int" <<"string">>' },
    { name: 'single quotes', text: "<<'int'>>", says: 'A string must stand in double quotes.' },
    { name: 'white space of all kinds', text: ' \t\r\n"int"\n' },
  ],
  'trailing-comma': [
    { name: 'in an array', text: '["int"<<,>>]', says: 'JSON allows no comma before "]".' },
    { name: 'in an object', text: '{"type":"int"<<,>>}' },
    { name: 'between two', text: '["int","string"]' },
  ],
  comment: [
    { name: 'in front', text: '<<// A number.>>\n"int"' },
    { name: 'inside', text: '{"type":<</* a number */>>"int"}' },
    { name: 'slashes in a string', text: '{"type":"int","doc":"// none /* at all */"}' },
  ],
  'comment-at-end': [
    { name: 'behind the schema', text: '"int" <<// A number.>>' },
    { name: 'before the last bracket', text: '["int" <</* x */>>]', finds: ['comment'] },
    { name: 'white space behind the schema', text: '"int" \n' },
  ],
  'duplicate-key': [
    {
      name: 'the second of two',
      text: '{"type":"int","doc":"a",<<"doc">>:"b"}',
      says: '"doc" is given twice here; only the last one counts.',
    },
    { name: 'spelt with an escape', text: '{"type":"int",<<"\\u0074ype">>:"long"}' },
    { name: 'the last one counts', text: '{"type":"Nope",<<"type">>:"int"}' },
    { name: 'the same key in another object', text: '{"type":"array","items":{"type":"int"}}' },
  ],
  'byte-order-mark': [
    { name: 'in front', text: '<<\uFEFF>>"int"' },
    { name: 'in a string', text: '{"type":"int","doc":"\uFEFF"}' },
  ],
  'nesting-too-deep': [
    { name: 'one level more than Java reads', text: deep(1000).replace('"int"', '<<{>>"type":"array","items":"int"}') },
    { name: 'as deep as Java reads', text: deep(1000) },
  ],
  'unknown-type': [
    { name: 'a slip', text: field('<<"strin">>'), says: '"strin" is not a type. Did you mean "string"?' },
    { name: 'case', text: field('<<"String">>'), says: '"String" is not a type. Did you mean "string"?' },
    { name: 'the word of another language', text: field('<<"integer">>'), says: '"integer" is not a type. Did you mean "int"?' },
    { name: 'nothing alike', text: field('<<"Customer">>'), says: '"Customer" is not a type.' },
    { name: 'nothing', text: field('<<"">>'), says: 'An empty name is not a type.' },
    { name: 'a complex type without its object', text: field('<<"array">>', ',"items":"int"'), says: 'is not a type by itself' },
    { name: 'a logical type', text: field('<<"date">>'), says: 'write {"type": "int", "logicalType": "date"}.' },
    { name: 'the type of an object', text: '{"type":<<"enumm">>,"name":"E","symbols":[]}', says: 'Did you mean "enum"?' },
    { name: 'a type that only its attributes tell', text: '{"type":<<"x">>,"name":"E","symbols":[]}', says: 'Did you mean "enum"?' },
    { name: 'what an unknown one defines is known', text: `[{"type":<<"recod">>,"name":"A","fields":[]},"A"]` },
    {
      name: 'a name without its namespace',
      text: `[{"type":"fixed","name":"a.b.Id","size":4},{"type":"record","name":"c.R","fields":[{"name":"id","type":<<"Id">>}]}]`,
      says: '"Id" is not a type. Did you mean "a.b.Id"?',
    },
    {
      name: 'a slip in a name of the same namespace',
      text: `[{"type":"fixed","name":"a.Identifier","size":4},{"type":"record","name":"a.R","fields":[{"name":"id","type":<<"Identifer">>}]}]`,
      says: '"Identifer" is not a type. Did you mean "Identifier"?',
    },
    {
      name: 'the null namespace before the end of a definition',
      text: `{"type":"record","name":"A","fields":[{"name":"b","type":{"type":"record","name":"n.B","fields":[{"name":"a","type":<<"A">>}]}}]}`,
      says: '"A" is defined in no namespace; from "n" it can be used only behind the end of its definition.',
    },
    { name: 'a dot in front', text: `[${suit},{"type":"array","items":<<".Suit">>}]`, says: 'begins with a dot' },
    { name: 'a name from an enclosing namespace', text: `{"type":"record","name":"n.R","fields":[{"name":"r","type":["null","R"]}]}` },
    { name: 'used before it is defined', text: record(`{"name":"a","type":"Suit"},{"name":"b","type":${suit}}`) },
    {
      name: 'the null namespace behind the definition',
      text: `[${suit},{"type":"record","name":"n.R","fields":[{"name":"s","type":"Suit"}]}]`,
    },
  ],
  'reference-in-object': [
    {
      name: 'a name in an object',
      text: `[${suit},{"type":"array","items":{"type":<<"Suit">>}}]`,
      says: 'The name "Suit" stands alone, without an object around it.',
    },
    { name: 'as the type of a field', text: record(`{"name":"a","type":${suit}},{"name":"b","type":"Suit"}`) },
    { name: 'a primitive type in an object', text: '{"type":"array","items":{"type":"int"}}' },
  ],
  'invalid-schema': [
    { name: 'a number', text: '<<5>>', says: 'A number is not a schema.' },
    { name: 'null without quotes', text: '[<<null>>,"int"]', says: 'A bare null is not a schema. The type of null is "null", in quotes.' },
    { name: 'a boolean as items', text: '{"type":"array","items":<<true>>}' },
    { name: 'an empty union', text: '[]' },
  ],
  'missing-type': [
    { name: 'no type', text: '<<{>>}', says: 'This schema has no "type".' },
    { name: 'a type that is a number', text: '{"type":<<5>>}', says: 'A "type" must be a string, not a number.' },
    { name: 'what its attributes define is known', text: `[<<{>>"name":"A","symbols":[]},{"type":"array","items":"A"}]` },
    { name: 'half-typed', text: '{<<"type">>:}', finds: ['json-syntax'] },
    { name: 'a type', text: '{"type":"int"}' },
  ],
  'nested-type': [
    { name: 'a schema in an object', text: '{<<"type">>:{"type":"int"}}' },
    { name: 'a union in an object', text: '{"type":"map","values":{<<"type">>:["null","int"]}}' },
    {
      name: 'what is inside is checked',
      text: '{<<"type">>:{"type":"array","items":<<"strin">>}}',
      finds: ['nested-type', 'unknown-type'],
    },
    { name: 'a schema as the type of a field', text: field('{"type":"int"}') },
  ],
  'missing-name': [
    { name: 'of a record', text: '{"type":<<"record">>,"fields":[]}', says: 'This record has no "name".' },
    { name: 'of a field', text: record('<<{>>"type":"int"}'), says: 'This field has no "name".' },
    { name: 'half-typed', text: '{"type":"enum",<<"name">>:,"symbols":[]}', finds: ['json-syntax'] },
    { name: 'of an array, which has none', text: '{"type":"array","items":"int"}' },
  ],
  'invalid-name': [
    { name: 'of a type', text: '{"type":"fixed","name":<<"order-id">>,"size":4}', says: '"order-id" is not a valid name' },
    { name: 'a digit in front', text: '{"type":"fixed","name":<<"a.1b">>,"size":4}' },
    { name: 'nothing', text: '{"type":"fixed","name":<<"">>,"size":4}', says: 'A name may not be empty.' },
    { name: 'nothing behind the namespace', text: '{"type":"fixed","name":<<"a.">>,"size":4}' },
    { name: 'of a field', text: record('{"name":<<"a b">>,"type":"int"}') },
    { name: 'a dotted field', text: record('{"name":<<"a.b">>,"type":"int"}'), says: 'only types have dots in their names' },
    { name: 'letters beyond U+FFFF', text: '{"type":"fixed","name":<<"𝒜">>,"size":4}' },
    { name: 'letters and digits of any script', text: '{"type":"fixed","name":"a.Größe٣","size":4}' },
  ],
  'invalid-namespace': [
    {
      name: 'as an attribute',
      text: '{"type":"fixed","name":"F","namespace":<<"a..b">>,"size":4}',
      says: '"a..b" is not a valid namespace',
    },
    { name: 'in a dotted name', text: '{"type":"fixed","name":<<"my-team.F">>,"size":4}', says: '"my-team" is not a valid namespace' },
    { name: 'beside a dotted name, where it does not count', text: '{"type":"fixed","name":"a.F","namespace":"1","size":4}' },
    { name: 'the null namespace', text: '{"type":"fixed","name":"F","namespace":"","size":4}' },
    { name: 'the null namespace by a dot', text: '{"type":"fixed","name":".F","namespace":"1","size":4}' },
  ],
  'invalid-alias': [
    { name: 'of a type', text: '{"type":"fixed","name":"F","aliases":["A",<<"a-b">>],"size":4}', says: '"a-b" is not a valid name' },
    { name: 'no string', text: record('{"name":"a","type":"int","aliases":[<<5>>]}'), says: 'An alias must be a string, not a number.' },
    { name: 'in a namespace that Java does not look at', text: '{"type":"fixed","name":"n.F","aliases":["1.A",".A","m.A"],"size":4}' },
    { name: 'of a field, which Java does not look at', text: record('{"name":"a","type":"int","aliases":["a-b"]}') },
  ],
  'primitive-name': [
    { name: 'in no namespace', text: '{"type":"fixed","name":<<"string">>,"size":4}', says: '"string" is a primitive type' },
    { name: 'in a namespace', text: '{"type":"fixed","name":"n.string","size":4}' },
    {
      name: 'out of its namespace',
      text: '{"type":"record","name":"n.R","fields":[{"name":"a","type":{"type":"fixed","name":<<".int">>,"size":4}}]}',
    },
    { name: 'a complex type', text: '{"type":"fixed","name":"record","size":4}' },
  ],
  'duplicate-definition': [
    {
      name: 'another type of the same name',
      text: record(`{"name":"a","type":${suit}},{"name":"b","type":{"type":"enum","name":<<"Suit">>,"symbols":["CLUBS"]}}`),
      says: '"Suit" is already defined here, and differently.',
    },
    {
      name: 'by way of a namespace',
      text: '{"type":"record","name":"R","namespace":"n","fields":[{"name":"a","type":{"type":"fixed","name":<<"n.R">>,"size":4}}]}',
    },
    {
      name: 'in another namespace',
      text: '{"type":"record","name":"n.R","fields":[{"name":"a","type":{"type":"fixed","name":"R","namespace":"m","size":4}}]}',
    },
    {
      name: 'the same words, but with itself inside',
      text: '[{"type":"map","values":{"type":"record","name":"N","fields":[{"name":"n","type":["null","N"]}]}},{"type":"array","items":{"type":"record","name":<<"N">>,"fields":[{"name":"n","type":["null","N"]}]}}]',
    },
  ],
  'repeated-definition': [
    {
      name: 'the same words',
      text: record(
        `{"name":"a","type":${suit}},{"name":"b","type":{"type":"enum","name":<<"Suit">>,"symbols":["CLUBS","HEARTS"],"doc":"again"}}`,
      ),
      says: '"Suit" is defined a second time; its name is enough here.',
    },
    {
      name: 'the same words, and another attribute',
      text: record(`{"name":"a","type":${suit}},{"name":"b","type":{"type":"enum","name":<<"Suit">>,"symbols":["CLUBS","HEARTS"],"x":1}}`),
      finds: ['duplicate-definition'],
    },
    { name: 'the name alone', text: record(`{"name":"a","type":${suit}},{"name":"b","type":"Suit"}`) },
  ],
  'attribute-kind': [
    { name: 'a name', text: '{"type":"fixed","name":<<5>>,"size":4}', says: '"name" must be a string.' },
    { name: 'fields', text: '{"type":"record","name":"R","fields":<<{}>>}', says: '"fields" must be an array.' },
    { name: 'symbols', text: '{"type":"enum","name":"E","symbols":<<"A">>}' },
    { name: 'aliases of a field', text: record('{"name":"a","type":"int","aliases":<<"b">>}') },
    { name: 'an attribute of one’s own', text: '{"type":"fixed","name":"F","size":4,"symbols":5,"owner":{}}' },
  ],
  'ignored-attribute': [
    {
      name: 'a namespace',
      text: '{"type":"fixed","name":"F","namespace":<<5>>,"size":4}',
      says: '"namespace" is ignored, because it is not a string.',
    },
    { name: 'the doc of a field', text: record('{"name":"a","type":"int","doc":<<["a"]>>}') },
    { name: 'the default of an enum', text: '{"type":"enum","name":"E","symbols":["A"],"default":<<null>>}' },
    { name: 'the default of a fixed, which is an attribute of one’s own', text: '{"type":"fixed","name":"F","size":4,"default":5}' },
  ],
  'huge-integer': [
    {
      name: 'on a record',
      text: record('', ',"limit":<<9223372036854775808>>'),
      says: 'The value of "limit" is out of the range of long.',
    },
    { name: 'the largest long', text: record('', ',"limit":9223372036854775807') },
    { name: 'on an enum, which is not copied', text: '{"type":"enum","name":"E","symbols":[],"limit":9223372036854775808}' },
  ],
  'missing-fields': [
    { name: 'none', text: '{"type":<<"record">>,"name":"R"}', says: 'This record has no "fields".' },
    { name: 'half-typed', text: '{"type":"record","name":"R",<<"fields">>:}', finds: ['json-syntax'] },
    { name: 'an empty array', text: record('') },
  ],
  'missing-items': [
    { name: 'none', text: '{"type":<<"array">>}', says: 'This array has no "items".' },
    { name: 'in a field', text: field('{"type":<<"array">>,"values":"int"}') },
    { name: 'some', text: '{"type":"array","items":"int"}' },
  ],
  'missing-values': [
    { name: 'none', text: '{"type":<<"map">>}', says: 'This map has no "values".' },
    { name: 'some', text: '{"type":"map","values":"int"}' },
  ],
  'missing-symbols': [
    { name: 'none', text: '{"type":<<"enum">>,"name":"E"}', says: 'This enum has no "symbols".' },
    { name: 'an empty array', text: '{"type":"enum","name":"E","symbols":[]}' },
  ],
  'missing-size': [
    { name: 'none', text: '{"type":<<"fixed">>,"name":"F"}', says: 'This fixed has no "size".' },
    { name: 'zero', text: '{"type":"fixed","name":"F","size":0}' },
  ],
  'missing-field-type': [
    { name: 'with a name', text: record('{"name":<<"a">>}'), says: 'The field "a" has no "type".' },
    { name: 'without a name', text: record('<<<<{>>>>}'), finds: ['missing-name', 'missing-field-type'] },
    { name: 'half-typed', text: record('{"name":"a",<<"type">>:}'), finds: ['json-syntax'] },
    { name: 'null, which is a type', text: field('"null"') },
  ],
  'invalid-field': [
    { name: 'a string', text: record('<<"a">>,{"name":"b","type":"int"}'), says: 'A field is an object with a "name" and a "type".' },
    { name: 'an object', text: record('{"name":"b","type":"int"}') },
  ],
  'duplicate-field': [
    {
      name: 'the second of two',
      text: record('{"name":"a","type":"int"},{"name":<<"a">>,"type":"int"}'),
      says: '"a" is already a field here.',
    },
    { name: 'case tells them apart', text: record('{"name":"a","type":"int"},{"name":"A","type":"int"}') },
    { name: 'in a record inside', text: `{"type":"record","name":"S","fields":[{"name":"a","type":${field('"int"')}}]}` },
    { name: 'a name of JavaScript’s own', text: record('{"name":"__proto__","type":"int"},{"name":"constructor","type":"int"}') },
  ],
  'invalid-order': [
    { name: 'a slip', text: record('{"name":"a","type":"int","order":<<"ascendng">>}'), says: 'Did you mean "ascending"?' },
    { name: 'no string', text: record('{"name":"a","type":"int","order":<<1>>}') },
    { name: 'upper case', text: record('{"name":"a","type":"int","order":"IGNORE"}') },
  ],
  'invalid-default': [
    { name: 'a string for an int', text: field('"int"', ',"default":<<"1">>'), says: '"1" is not an int.' },
    { name: 'a fraction for an int', text: field('"int"', ',"default":<<1.5>>') },
    { name: 'an exponent for a long', text: field('"long"', ',"default":<<1e3>>'), says: '1e3 is not a long.' },
    {
      name: 'one more than an int',
      text: field('"int"', ',"default":<<2147483648>>'),
      says: 'out of the range of int, -2147483648 to 2147483647.',
    },
    { name: 'the least int', text: field('"int"', ',"default":-2147483648') },
    { name: 'one more than a long', text: field('"long"', ',"default":<<9223372036854775808>>') },
    { name: 'the greatest long', text: field('"long"', ',"default":9223372036854775807') },
    {
      name: 'a date as a text',
      text: field('{"type":"int","logicalType":"date"}', ',"default":<<"2020-01-01">>'),
      says: '"2020-01-01" is not an int, the underlying type of date.',
    },
    { name: 'null where null is no branch', text: field('"string"', ',"default":<<null>>'), says: 'null is not a string.' },
    { name: 'a text that is a number', text: field('"double"', ',"default":"NaN"') },
    { name: 'a text that is no number', text: field('"double"', ',"default":<<"none">>') },
    {
      name: 'a text in a union of a number',
      text: field('["double","null"]', ',"default":<<"NaN">>'),
      says: '"NaN" fits no branch of double | null.',
    },
    { name: 'the second branch of a union', text: field('["null","int"]', ',"default":1') },
    {
      name: 'deep in an array',
      text: field('{"type":"array","items":{"type":"map","values":"int"}}', ',"default":[{"a":1},{"b":<<true>>}]'),
    },
    {
      name: 'deep in the only branch of its kind',
      text: field('["null",{"type":"array","items":"int"}]', ',"default":[1,<<"2">>]'),
      says: '"2" is not an int.',
    },
    {
      name: 'a field that is missing in a record',
      text: `{"type":"record","name":"n.S","fields":[{"name":"r","type":${field('"int"')},"default":<<{}>>}]}`,
      says: '"a" is missing here: it is a field of R and has no default.',
    },
    {
      name: 'a field that has a default',
      text: `{"type":"record","name":"n.S","fields":[{"name":"r","type":${field('"int"', ',"default":1')},"default":{}}]}`,
    },
    {
      name: 'of a type defined before',
      text: record(`{"name":"a","type":${suit}},{"name":"b","type":"Suit","default":<<1>>}`),
      says: '1 is not a Suit.',
    },
    {
      name: 'of a type defined behind',
      text: record(`{"name":"b","type":"Suit","default":<<"CLUBS">>},{"name":"a","type":${suit}}`),
      says: "A default of type Suit may not stand before the end of that type's definition.",
    },
    {
      name: 'of the record itself',
      text: record('{"name":"r","type":["null","R"],"default":<<{}>>}'),
      says: 'A default of type R may not stand in what R itself is made of.',
    },
    { name: 'of the record itself, but null', text: record('{"name":"r","type":["null","R"],"default":null}') },
    {
      name: 'any text for bytes, fixed and enum',
      text: record(`{"name":"a","type":"bytes","default":"Ā"},{"name":"b","type":${suit},"default":"SPADES"}`),
    },
    { name: 'of a type that is unknown', text: field('<<"Nope">>', ',"default":1'), finds: ['unknown-type'] },
  ],
  'invalid-symbol': [
    { name: 'a hyphen', text: '{"type":"enum","name":"E","symbols":["A",<<"IN-TRANSIT">>]}', says: '"IN-TRANSIT" is not a valid symbol' },
    { name: 'nothing', text: '{"type":"enum","name":"E","symbols":[<<"">>]}', says: 'A symbol may not be empty.' },
    { name: 'null', text: '{"type":"enum","name":"E","symbols":[<<null>>]}', says: 'A symbol must be a string, not null.' },
    { name: 'letters of any script', text: '{"type":"enum","name":"E","symbols":["ÄÖ","_1"]}' },
  ],
  'duplicate-symbol': [
    {
      name: 'the second of two',
      text: '{"type":"enum","name":"Suit","symbols":["CLUBS",<<"CLUBS">>]}',
      says: '"CLUBS" is already a symbol here.',
    },
    { name: 'case tells them apart', text: '{"type":"enum","name":"Suit","symbols":["CLUBS","Clubs"]}' },
  ],
  'enum-default': [
    {
      name: 'a slip',
      text: '{"type":"enum","name":"E","symbols":["KNOWN"],"default":<<"KNWON">>}',
      says: '"KNWON" is not a symbol of this enum. Did you mean "KNOWN"?',
    },
    { name: 'a symbol', text: '{"type":"enum","name":"E","symbols":["KNOWN"],"default":"KNOWN"}' },
  ],
  'invalid-size': [
    { name: 'negative', text: '{"type":"fixed","name":"F","size":<<-1>>}', says: 'A size is an integer from 0 to 2147483639, in bytes.' },
    { name: 'a fraction', text: '{"type":"fixed","name":"F","size":<<4.0>>}' },
    { name: 'a text', text: '{"type":"fixed","name":"F","size":<<"4">>}' },
    { name: 'more than an array of Java', text: '{"type":"fixed","name":"F","size":<<2147483640>>}' },
    { name: 'as much as an array of Java', text: '{"type":"fixed","name":"F","size":2147483639}' },
  ],
  'nested-union': [
    { name: 'directly', text: '["null",<<[>>"int","string"]]' },
    { name: 'in an array in a union', text: '["null",{"type":"array","items":["int","string"]}]' },
  ],
  'duplicate-branch': [
    { name: 'a primitive type', text: '["int","null",<<"int">>]', says: '"int" is already a branch of this union.' },
    { name: 'a logical type makes no difference', text: '["long",{"type":<<"long">>,"logicalType":"timestamp-millis"}]' },
    { name: 'two arrays', text: '[{"type":"array","items":"int"},{"type":<<"array">>,"items":"string"}]' },
    { name: 'a definition and its name', text: `[${suit},<<"Suit">>]` },
    {
      name: 'one type by two names',
      text: '{"type":"record","name":"n.R","fields":[{"name":"a","type":["R",<<"n.R">>]}]}',
      says: '"n.R" is already a branch of this union.',
    },
    {
      name: 'two fixed of two namespaces',
      text: '[{"type":"fixed","name":"n.F","size":4},{"type":"fixed","name":"m.F","size":4}]',
    },
    { name: 'a type that is called as a kind of type', text: '[{"type":"fixed","name":"map","size":4},{"type":<<"map">>,"values":"int"}]' },
    { name: 'an array and a map', text: '[{"type":"array","items":"int"},{"type":"map","values":"int"}]' },
  ],
};
