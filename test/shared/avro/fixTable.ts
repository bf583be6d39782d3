export interface FixRow {
  readonly name: string;
  /** With the finding marked. */
  readonly text: string;
  /** Titles of all fixes, in their order; that which is preferred ends with a `!`. */
  readonly offers: readonly string[];
  /** The text after the first fix. */
  readonly after: string;
  /** The texts after others, by their titles. */
  readonly others?: Readonly<Record<string, string>>;
}

const record = (fields: string): string => `{"type":"record","name":"R","fields":[${fields}]}`;
const field = (type: string, more = ''): string => record(`{"name":"a","type":${type}${more}}`);
const suit = '{"type":"enum","name":"Suit","symbols":["CLUBS","HEARTS"]}';

/** For each rule what can be done about its finding. */
export const fixTable: Readonly<Record<string, readonly FixRow[]>> = {
  'json-syntax': [
    { name: 'a comma that is missing', text: '["int" <<"string">>]', offers: ['Insert ","!'], after: '["int", "string"]' },
    {
      name: 'a comma that is missing between lines',
      text: '{\n  "type": "map"\n  <<"values">>: "int"\n}',
      offers: ['Insert ","!'],
      after: '{\n  "type": "map",\n  "values": "int"\n}',
    },
    { name: 'a comma that is too much', text: '["int",<<,>>"string"]', offers: ['Remove ","!'], after: '["int","string"]' },
    { name: 'single quotes', text: "[<<'int'>>]", offers: ['Put It in Double Quotes!'], after: '["int"]' },
    { name: 'no quotes', text: '{<<type>>:"int"}', offers: ['Put It in Double Quotes!'], after: '{"type":"int"}' },
    {
      name: 'the null of another language',
      text: field('["null","int"]', ',"default":<<None>>'),
      offers: ['Change to null!', 'Put It in Double Quotes'],
      after: field('["null","int"]', ',"default":null'),
    },
    { name: 'a colon that is missing', text: '{<<"type">> "int"}', offers: ['Insert ":"!'], after: '{"type": "int"}' },
    { name: 'a key without a value', text: '{"type":"int",<<"doc">>:}', offers: ['Remove "doc"'], after: '{"type":"int"}' },
    { name: 'a bracket that is missing', text: '<<{>>"type":"int"', offers: ['Insert "}"!'], after: '{"type":"int"}' },
    { name: 'a bracket in place of a comma', text: '<<[>>"int",', offers: ['Insert "]"!'], after: '["int"]' },
    {
      name: 'brackets inside and outside',
      text: '<<[>>{"type":"array","items":"int"\n',
      offers: ['Insert "}]"!'],
      after: '[{"type":"array","items":"int"}]\n',
    },
    {
      name: 'a bracket before the next item',
      text: record('<<{>>"name":"a","type":"int",{"name":"b","type":"int"}'),
      offers: ['Insert "}"!'],
      after: record('{"name":"a","type":"int"},{"name":"b","type":"int"}'),
    },
    { name: 'a bracket that closes nothing', text: '["int"]<<]>>', offers: ['Remove "]"!'], after: '["int"]' },
    { name: 'a string that is not closed', text: '{"type":<<"int}>>', offers: ['Insert "!'], after: '{"type":"int"}' },
    {
      name: 'what is no escape',
      text: '{"type":"int","doc":"a<<\\d>>"}',
      offers: ['Change to \\\\d!'],
      after: '{"type":"int","doc":"a\\\\d"}',
    },
    { name: 'a tab in a string', text: '{"type":"int","doc":"a<<\t>>"}', offers: ['Change to \\t!'], after: '{"type":"int","doc":"a\\t"}' },
    { name: 'a plus', text: field('"int"', ',"default":<<+1>>'), offers: ['Change to 1!'], after: field('"int"', ',"default":1') },
    {
      name: 'a zero in front',
      text: '{"type":"fixed","name":"F","size":<<016>>}',
      offers: ['Change to 16!'],
      after: '{"type":"fixed","name":"F","size":16}',
    },
    {
      name: 'hexadecimal',
      text: '{"type":"fixed","name":"F","size":<<0x10>>}',
      offers: ['Change to 16!'],
      after: '{"type":"fixed","name":"F","size":16}',
    },
    {
      name: 'no digit before the point',
      text: field('"double"', ',"default":<<.5>>'),
      offers: ['Change to 0.5!'],
      after: field('"double"', ',"default":0.5'),
    },
    { name: 'foreign white space', text: '["int",<<\u00a0>>"string"]', offers: ['Change to a Space!'], after: '["int", "string"]' },
    { name: 'a comment that is not closed', text: '["int"<</* one]>>', offers: ['Insert "*/"'], after: '["int"/* one]*/' },
  ],
  'trailing-comma': [{ name: 'in an array', text: '["int"<<,>>]', offers: ['Remove ","!'], after: '["int"]' }],
  comment: [
    {
      name: 'in a line of its own',
      text: '{\n  <<// One.>>\n  "type": "int"\n}',
      offers: ['Remove the Comment'],
      after: '{\n  "type": "int"\n}',
    },
    { name: 'behind something', text: '{\n  "type": "int" <<// One.>>\n}', offers: ['Remove the Comment'], after: '{\n  "type": "int"\n}' },
    { name: 'between', text: '["int",<</* one */>> "string"]', offers: ['Remove the Comment'], after: '["int", "string"]' },
  ],
  'comment-at-end': [{ name: 'behind the schema', text: '"int" <<// A number.>>\n', offers: ['Remove the Comment!'], after: '"int"\n' }],
  'duplicate-key': [
    {
      name: 'two docs',
      text: '{"type":"int","doc":"a",<<"doc">>:"b"}',
      offers: ['Remove the First "doc"!', 'Remove the Second "doc"'],
      after: '{"type":"int","doc":"b"}',
      others: { 'Remove the Second "doc"': '{"type":"int","doc":"a"}' },
    },
  ],
  'byte-order-mark': [{ name: 'in front', text: '<<\uFEFF>>"int"', offers: ['Remove the Byte Order Mark!'], after: '"int"' }],
  'unknown-type': [
    { name: 'a slip', text: field('<<"strin">>'), offers: ['Change to "string"!'], after: field('"string"') },
    { name: 'the word of another language', text: field('<<"integer">>'), offers: ['Change to "int"!'], after: field('"int"') },
    {
      name: 'several types',
      text: record(
        `{"name":"a","type":${suit}},{"name":"b","type":{"type":"fixed","name":"Suite","size":4}},{"name":"c","type":<<"Suits">>}`,
      ),
      offers: ['Change to "Suit"!', 'Change to "Suite"'],
      after: record(`{"name":"a","type":${suit}},{"name":"b","type":{"type":"fixed","name":"Suite","size":4}},{"name":"c","type":"Suit"}`),
    },
    {
      name: 'a name without its namespace',
      text: '[{"type":"fixed","name":"a.b.Id","size":4},{"type":"record","name":"c.R","fields":[{"name":"id","type":<<"Id">>}]}]',
      offers: ['Change to "a.b.Id"!'],
      after: '[{"type":"fixed","name":"a.b.Id","size":4},{"type":"record","name":"c.R","fields":[{"name":"id","type":"a.b.Id"}]}]',
    },
    {
      name: 'a date',
      text: field('<<"date">>'),
      offers: ['Change to {"type":"int","logicalType":"date"}!'],
      after: field('{"type":"int","logicalType":"date"}'),
    },
    {
      name: 'a decimal',
      text: '{\n  "type": "array",\n  "items": <<"decimal">>\n}',
      offers: [
        'Change to {"type": "bytes", "logicalType": "decimal", "precision": …!',
        'Change to a fixed with the Logical Type "decimal"',
      ],
      after: '{\n  "type": "array",\n  "items": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}\n}',
    },
    {
      name: 'a duration',
      text: field('<<"duration">>'),
      offers: ['Change to a fixed with the Logical Type "duration"!'],
      after: field('{"type":"fixed","name":"A","size":12,"logicalType":"duration"}'),
    },
    {
      name: 'a decimal in an object',
      text: field('{"type":<<"decimal">>,"precision":5}'),
      offers: ['Change to "bytes" with the Logical Type "decimal"!'],
      after: field('{"type":"bytes","logicalType":"decimal","precision":5}'),
    },
    {
      name: 'an array whose items stand in the field',
      text: field('<<"array">>', ',"items":"int","doc":"x"'),
      offers: ['Give the Type an Object of Its Own!'],
      after: field('{"type":"array","items":"int"}', ',"doc":"x"'),
    },
    {
      name: 'an enum whose symbols stand in the field',
      text: record('{"name":"order_state","type":<<"enum">>,"symbols":["OPEN"]}'),
      offers: ['Give the Type an Object of Its Own!'],
      after: record('{"name":"order_state","type":{"type":"enum","name":"OrderState","symbols":["OPEN"]}}'),
    },
    {
      name: 'a fixed whose size and logical type stand in the field',
      text: field('<<"fixed">>', ',"size":12,"logicalType":"duration"'),
      offers: ['Give the Type an Object of Its Own!'],
      after: field('{"type":"fixed","name":"A","size":12,"logicalType":"duration"}'),
    },
    {
      name: 'a map alone',
      text: '["null",<<"map">>]',
      offers: ['Change to {"type":"map","values":"string"}'],
      after: '["null",{"type":"map","values":"string"}]',
    },
    {
      name: 'the type of an object',
      text: '{"type":<<"enumm">>,"name":"E","symbols":["A"]}',
      offers: ['Change to "enum"!'],
      after: '{"type":"enum","name":"E","symbols":["A"]}',
    },
    {
      name: 'a dot in front',
      text: `[${suit},{"type":"array","items":<<".Suit">>}]`,
      offers: ['Change to "Suit"!'],
      after: `[${suit},{"type":"array","items":"Suit"}]`,
    },
  ],
  'reference-in-object': [
    {
      name: 'a name in an object',
      text: `[${suit},{"type":"array","items":{"type":<<"Suit">>}}]`,
      offers: ['Use the Name Alone!'],
      after: `[${suit},{"type":"array","items":"Suit"}]`,
    },
    {
      name: 'with a doc, which gets lost',
      text: `[${suit},{"type":"array","items":{"type":<<"Suit">>,"doc":"x"}}]`,
      offers: ['Use the Name Alone'],
      after: `[${suit},{"type":"array","items":"Suit"}]`,
    },
  ],
  'invalid-schema': [{ name: 'null without quotes', text: '[<<null>>,"int"]', offers: ['Change to "null"!'], after: '["null","int"]' }],
  'missing-type': [
    {
      name: 'of an enum',
      text: '<<{>>"name":"A","symbols":["B"]}',
      offers: ['Add "type"'],
      after: '{"type":"enum","name":"A","symbols":["B"]}',
    },
    { name: 'of a date', text: '<<{>>"logicalType":"date"}', offers: ['Add "type"'], after: '{"type":"int","logicalType":"date"}' },
    { name: 'misspelt', text: '{<<"typ">>:"int"}', offers: ['Rename "typ" to "type"!', 'Add "type"'], after: '{"type":"int"}' },
    { name: 'null without quotes', text: '{"type":<<null>>}', offers: ['Change to "null"!'], after: '{"type":"null"}' },
  ],
  'nested-type': [
    {
      name: 'a schema in an object',
      text: '{<<"type">>:{"type":"int"}}',
      offers: ['Remove the Object Around It!'],
      after: '{"type":"int"}',
    },
    {
      name: 'with a logical type outside',
      text: '{"type":"array","items":{<<"type">>:{"type":"string"},"logicalType":"uuid"}}',
      offers: ['Remove the Object Around It!'],
      after: '{"type":"array","items":{"type":"string","logicalType":"uuid"}}',
    },
    {
      name: 'a union with a doc, which gets lost',
      text: '{"type":"map","values":{<<"type">>:["null","int"],"doc":"x"}}',
      offers: ['Remove the Object Around It'],
      after: '{"type":"map","values":["null","int"]}',
    },
  ],
  'missing-name': [
    {
      name: 'of a record',
      text: '{"type":<<"record">>,"fields":[]}',
      offers: ['Add "name"'],
      after: '{"type":"record","name":"Record","fields":[]}',
    },
    {
      name: 'of a type in a field',
      text: record('{"name":"order_lines","type":{"type":<<"enum">>,"symbols":["A"]}}'),
      offers: ['Add "name"'],
      after: record('{"name":"order_lines","type":{"type":"enum","name":"OrderLines","symbols":["A"]}}'),
    },
    { name: 'of a field', text: record('<<{>>"type":"int"}'), offers: ['Add "name"'], after: record('{"name":"field","type":"int"}') },
    {
      name: 'of a second field',
      text: record(`{"name":"suit","type":${suit}},<<{>>"type":"Suit"}`),
      offers: ['Add "name"'],
      after: record(`{"name":"suit","type":${suit}},{"name":"suit2","type":"Suit"}`),
    },
    {
      name: 'misspelt',
      text: record('{<<"nam">>:"a","type":"int"}'),
      offers: ['Rename "nam" to "name"!', 'Add "name"'],
      after: record('{"name":"a","type":"int"}'),
    },
  ],
  'invalid-name': [
    {
      name: 'of a type with what refers to it',
      text: '{"type":"record","name":<<"n.order-line">>,"fields":[{"name":"next","type":["null","order-line"]},{"name":"n","type":["null","n.order-line"]}]}',
      offers: ['Change to "n.order_line"!', 'Change to "n.orderLine"'],
      after:
        '{"type":"record","name":"n.order_line","fields":[{"name":"next","type":["null","order_line"]},{"name":"n","type":["null","n.order_line"]}]}',
    },
    {
      name: 'a digit in front',
      text: '{"type":"fixed","name":<<"1b">>,"size":4}',
      offers: ['Change to "_1b"!'],
      after: '{"type":"fixed","name":"_1b","size":4}',
    },
    {
      name: 'nothing',
      text: '{"type":"fixed","name":<<"">>,"size":4}',
      offers: ['Change to "Fixed"!'],
      after: '{"type":"fixed","name":"Fixed","size":4}',
    },
    {
      name: 'a dotted field',
      text: record('{"name":<<"a.b">>,"type":"int"}'),
      offers: ['Change to "a_b"!', 'Change to "aB"'],
      after: record('{"name":"a_b","type":"int"}'),
    },
    {
      name: 'a name that would be taken',
      text: record('{"name":"a_b","type":"int"},{"name":<<"a b">>,"type":"int"}'),
      offers: ['Change to "a_b2"!', 'Change to "aB"'],
      after: record('{"name":"a_b","type":"int"},{"name":"a_b2","type":"int"}'),
    },
  ],
  'invalid-namespace': [
    {
      name: 'as an attribute, with what refers to it',
      text: '{"type":"record","name":"R","namespace":<<"my-team">>,"fields":[{"name":"a","type":{"type":"fixed","name":"F","size":4}},{"name":"b","type":"my-team.F"}]}',
      offers: ['Change the Namespace to "my_team"!'],
      after:
        '{"type":"record","name":"R","namespace":"my_team","fields":[{"name":"a","type":{"type":"fixed","name":"F","size":4}},{"name":"b","type":"my_team.F"}]}',
    },
    {
      name: 'in a dotted name',
      text: '{"type":"fixed","name":<<"a..b.F">>,"size":4}',
      offers: ['Change the Namespace to "a.b"!'],
      after: '{"type":"fixed","name":"a.b.F","size":4}',
    },
  ],
  'invalid-alias': [
    {
      name: 'of a type',
      text: '{"type":"fixed","name":"F","aliases":["A",<<"n.a-b">>],"size":4}',
      offers: ['Change to "n.a_b"', 'Change to "n.aB"', 'Remove the Alias'],
      after: '{"type":"fixed","name":"F","aliases":["A","n.a_b"],"size":4}',
      others: { 'Remove the Alias': '{"type":"fixed","name":"F","aliases":["A"],"size":4}' },
    },
    {
      name: 'no string',
      text: record('{"name":"a","type":"int","aliases":[<<5>>]}'),
      offers: ['Remove the Alias'],
      after: record('{"name":"a","type":"int","aliases":[]}'),
    },
  ],
  'primitive-name': [
    {
      name: 'in no namespace',
      text: '{"type":"fixed","name":<<"string">>,"size":4}',
      offers: ['Change to "String"!'],
      after: '{"type":"fixed","name":"String","size":4}',
    },
  ],
  'duplicate-definition': [
    {
      name: 'another type of the same name',
      text: record(`{"name":"a","type":${suit}},{"name":"b","type":{"type":"enum","name":<<"Suit">>,"symbols":["CLUBS"]}}`),
      offers: ['Change to "Suit2"', 'Use the First Definition'],
      after: record(`{"name":"a","type":${suit}},{"name":"b","type":{"type":"enum","name":"Suit2","symbols":["CLUBS"]}}`),
      others: { 'Use the First Definition': record(`{"name":"a","type":${suit}},{"name":"b","type":"Suit"}`) },
    },
  ],
  'repeated-definition': [
    {
      name: 'the same words',
      text: record(`{"name":"a","type":${suit}},{"name":"b","type":["null",${suit.replace('"Suit"', '<<"Suit">>')}]}`),
      offers: ['Replace with Its Name!'],
      after: record(`{"name":"a","type":${suit}},{"name":"b","type":["null","Suit"]}`),
    },
    {
      name: 'in another namespace',
      text: '[{"type":"fixed","name":"n.F","size":4},{"type":"record","name":"m.R","fields":[{"name":"a","type":{"type":"fixed","name":<<"n.F">>,"size":4}}]}]',
      offers: ['Replace with Its Name!'],
      after: '[{"type":"fixed","name":"n.F","size":4},{"type":"record","name":"m.R","fields":[{"name":"a","type":"n.F"}]}]',
    },
  ],
  'attribute-kind': [
    {
      name: 'symbols',
      text: '{"type":"enum","name":"E","symbols":<<"A">>}',
      offers: ['Put It in an Array!'],
      after: '{"type":"enum","name":"E","symbols":["A"]}',
    },
    { name: 'fields', text: record('').replace('[]', '<<{}>>'), offers: ['Change to []'], after: record('') },
    {
      name: 'one field',
      text: record('').replace('[]', '<<{"name":"a","type":"int"}>>'),
      offers: ['Put It in an Array!'],
      after: record('{"name":"a","type":"int"}'),
    },
    {
      name: 'no aliases',
      text: record('{"name":"a","type":"int","aliases":<<null>>}'),
      offers: ['Remove "aliases"'],
      after: record('{"name":"a","type":"int"}'),
    },
    {
      name: 'a name',
      text: '{"type":"fixed","name":<<5>>,"size":4}',
      offers: ['Change to "Fixed"'],
      after: '{"type":"fixed","name":"Fixed","size":4}',
    },
  ],
  'ignored-attribute': [
    {
      name: 'null',
      text: '{"type":"fixed","name":"F","namespace":<<null>>,"size":4}',
      offers: ['Remove "namespace"!'],
      after: '{"type":"fixed","name":"F","size":4}',
    },
    {
      name: 'a doc of lines',
      text: record('{"name":"a","type":"int","doc":<<["One.","Two."]>>}'),
      offers: ['Join the Lines!', 'Remove "doc"'],
      after: record('{"name":"a","type":"int","doc":"One.\\nTwo."}'),
    },
    {
      name: 'a doc that is a number',
      text: record('{"name":"a","type":"int","doc":<<5>>}'),
      offers: ['Put It in Quotes!', 'Remove "doc"'],
      after: record('{"name":"a","type":"int","doc":"5"}'),
    },
  ],
  'huge-integer': [
    {
      name: 'on a record',
      text: '{"type":"record","name":"R","limit":<<9223372036854775808>>,"fields":[]}',
      offers: ['Put It in Quotes!'],
      after: '{"type":"record","name":"R","limit":"9223372036854775808","fields":[]}',
    },
  ],
  'missing-fields': [
    { name: 'none', text: '{"type":<<"record">>,"name":"R"}', offers: ['Add "fields"'], after: '{"type":"record","name":"R","fields":[]}' },
    {
      name: 'misspelt',
      text: '{"type":"record","name":"R",<<"feilds">>:[]}',
      offers: ['Rename "feilds" to "fields"!', 'Add "fields"'],
      after: '{"type":"record","name":"R","fields":[]}',
    },
  ],
  'missing-items': [
    { name: 'none', text: '{\n  "type": <<"array">>\n}', offers: ['Add "items"'], after: '{\n  "type": "array",\n  "items": "string"\n}' },
    {
      name: 'values',
      text: '{"type":<<"array">>,"values":"int"}',
      offers: ['Rename "values" to "items"!', 'Add "items"'],
      after: '{"type":"array","items":"int"}',
    },
  ],
  'missing-values': [
    { name: 'none', text: '{"type":<<"map">>}', offers: ['Add "values"'], after: '{"type":"map","values":"string"}' },
    {
      name: 'items',
      text: '{"type":<<"map">>,"items":"int"}',
      offers: ['Rename "items" to "values"!', 'Add "values"'],
      after: '{"type":"map","values":"int"}',
    },
  ],
  'missing-symbols': [
    { name: 'none', text: '{"type":<<"enum">>,"name":"E"}', offers: ['Add "symbols"'], after: '{"type":"enum","name":"E","symbols":[]}' },
    {
      name: 'misspelt',
      text: '{"type":"enum","name":"E",<<"symbol">>:["A"]}',
      offers: ['Rename "symbol" to "symbols"!', 'Add "symbols"'],
      after: '{"type":"enum","name":"E","symbols":["A"]}',
    },
  ],
  'missing-size': [
    { name: 'none', text: '{"type":<<"fixed">>,"name":"F"}', offers: ['Add "size"'], after: '{"type":"fixed","name":"F","size":16}' },
    {
      name: 'of a decimal',
      text: '{"type":<<"fixed">>,"name":"F","logicalType":"decimal","precision":10}',
      offers: ['Add "size"'],
      after: '{"type":"fixed","name":"F","logicalType":"decimal","precision":10,"size":5}',
    },
  ],
  'missing-field-type': [
    { name: 'with a name', text: record('{"name":<<"a">>}'), offers: ['Add "type"'], after: record('{"name":"a","type":"string"}') },
    {
      name: 'with a default that tells',
      text: record('{"name":<<"a">>,"default":null}'),
      offers: ['Add "type"'],
      after: record('{"name":"a","type":["null","string"],"default":null}'),
    },
    {
      name: 'with items that tell',
      text: record('{"name":<<"a">>,"default":[1]}'),
      offers: ['Add "type"'],
      after: record('{"name":"a","type":{"type":"array","items":"int"},"default":[1]}'),
    },
    {
      name: 'misspelt',
      text: record('{"name":"a",<<"tpye">>:"int"}'),
      offers: ['Rename "tpye" to "type"!', 'Add "type"'],
      after: record('{"name":"a","type":"int"}'),
    },
  ],
  'invalid-field': [
    {
      name: 'a string',
      text: record('<<"a">>,{"name":"b","type":"int"}'),
      offers: ['Make a Field "a"', 'Remove It'],
      after: record('{"name":"a","type":"string"},{"name":"b","type":"int"}'),
      others: { 'Remove It': record('{"name":"b","type":"int"}') },
    },
    { name: 'null', text: record('<<null>>'), offers: ['Remove It'], after: record('') },
  ],
  'duplicate-field': [
    {
      name: 'the same again',
      text: record('{"name":"a","type":"int"},{"name":<<"a">>, "type":"int"}'),
      offers: ['Remove the Duplicate!', 'Change to "a2"'],
      after: record('{"name":"a","type":"int"}'),
      others: { 'Change to "a2"': record('{"name":"a","type":"int"},{"name":"a2", "type":"int"}') },
    },
    {
      name: 'another type',
      text: record('{"name":"a","type":"int"},{"name":<<"a">>,"type":"long"}'),
      offers: ['Remove the Duplicate', 'Change to "a2"'],
      after: record('{"name":"a","type":"int"}'),
    },
    {
      name: 'with a definition that is used',
      text: record(`{"name":"a","type":"int"},{"name":<<"a">>,"type":${suit}},{"name":"b","type":"Suit"}`),
      offers: ['Change to "a2"'],
      after: record(`{"name":"a","type":"int"},{"name":"a2","type":${suit}},{"name":"b","type":"Suit"}`),
    },
  ],
  'invalid-order': [
    {
      name: 'a slip',
      text: record('{"name":"a","type":"int","order":<<"ascendng">>}'),
      offers: ['Change to "ascending"!', 'Remove "order"'],
      after: record('{"name":"a","type":"int","order":"ascending"}'),
    },
    {
      name: 'no string',
      text: record('{"name":"a","type":"int","order":<<1>>}'),
      offers: ['Change to "ascending"', 'Change to "descending"', 'Change to "ignore"', 'Remove "order"'],
      after: record('{"name":"a","type":"int","order":"ascending"}'),
      others: { 'Remove "order"': record('{"name":"a","type":"int"}') },
    },
  ],
  'invalid-default': [
    {
      name: 'a string for an int',
      text: field('"int"', ',"default":<<"1">>'),
      offers: ['Change to 1!', 'Change to 0', 'Remove the Default'],
      after: field('"int"', ',"default":1'),
      others: { 'Remove the Default': field('"int"') },
    },
    {
      name: 'a point and no fraction',
      text: field('"int"', ',"default":<<1.0>>'),
      offers: ['Change to 1!', 'Change the Type to "double"', 'Change to 0', 'Remove the Default'],
      after: field('"int"', ',"default":1'),
    },
    {
      name: 'a fraction',
      text: field('"int"', ',"default":<<1.5>>'),
      offers: ['Change the Type to "double"', 'Change to 0', 'Remove the Default'],
      after: field('"double"', ',"default":1.5'),
    },
    {
      name: 'more than an int',
      text: field('"int"', ',"default":<<3000000000>>'),
      offers: ['Change the Type to "long"', 'Change to 0', 'Remove the Default'],
      after: field('"long"', ',"default":3000000000'),
    },
    {
      name: 'null where null is no branch',
      text: field('"string"', ',"default":<<null>>'),
      offers: ['Make the Type Nullable!', 'Change to ""', 'Remove the Default'],
      after: field('["null","string"]', ',"default":null'),
    },
    {
      name: 'null in a union without it',
      text: field('["int","string"]', ',"default":<<null>>'),
      offers: ['Add "null" to the Type!', 'Change to 0', 'Change to ""', 'Remove the Default'],
      after: field('["null","int","string"]', ',"default":null'),
    },
    {
      name: 'null in quotes',
      text: field('["null","int"]', ',"default":<<"null">>'),
      offers: ['Change to null!', 'Change to 0', 'Remove the Default'],
      after: field('["null","int"]', ',"default":null'),
    },
    {
      name: 'a number for a string',
      text: field('"string"', ',"default":<<5>>'),
      offers: ['Change to "5"!', 'Change to ""', 'Remove the Default'],
      after: field('"string"', ',"default":"5"'),
    },
    {
      name: 'a boolean in quotes',
      text: field('"boolean"', ',"default":<<"True">>'),
      offers: ['Change to true!', 'Change to false', 'Remove the Default'],
      after: field('"boolean"', ',"default":true'),
    },
    {
      name: 'a date as a text',
      text: field('{"type":"int","logicalType":"date"}', ',"default":<<"2020-01-01">>'),
      offers: ['Change to 18262!', 'Change to 0', 'Remove the Default'],
      after: field('{"type":"int","logicalType":"date"}', ',"default":18262'),
    },
    {
      name: 'a decimal as a number',
      text: field('{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}', ',"default":<<1.5>>'),
      offers: ['Change to "\\u0000\\u0096"!', 'Change to "\\u0000"', 'Remove the Default'],
      after: field('{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}', ',"default":"\\u0000\\u0096"'),
    },
    {
      name: 'an empty object for an array',
      text: field('{"type":"array","items":"int"}', ',"default":<<{}>>'),
      offers: ['Change to []!', 'Remove the Default'],
      after: field('{"type":"array","items":"int"}', ',"default":[]'),
    },
    {
      name: 'one item for an array',
      text: field('{"type":"array","items":"string"}', ',"default":<<"a">>'),
      offers: ['Change to ["a"]!', 'Change to []', 'Remove the Default'],
      after: field('{"type":"array","items":"string"}', ',"default":["a"]'),
    },
    {
      name: 'an empty array for a map',
      text: field('{"type":"map","values":"int"}', ',"default":<<[]>>'),
      offers: ['Change to {}!', 'Remove the Default'],
      after: field('{"type":"map","values":"int"}', ',"default":{}'),
    },
    {
      name: 'deep inside',
      text: field('["null",{"type":"array","items":"int"}]', ',"default":[1,<<"2">>]'),
      offers: ['Change to 2!', 'Change to 0', 'Remove the Default'],
      after: field('["null",{"type":"array","items":"int"}]', ',"default":[1,2]'),
    },
    {
      name: 'a field that is missing in a record',
      text: `{"type":"record","name":"n.S","fields":[{"name":"r","type":${field('"int"')},"default":<<{}>>}]}`,
      offers: ['Add "a"', 'Change to {"a":0}', 'Remove the Default'],
      after: `{"type":"record","name":"n.S","fields":[{"name":"r","type":${field('"int"')},"default":{"a":0}}]}`,
    },
    {
      name: 'two fields that are missing',
      text: `{"type":"record","name":"n.S","fields":[{"name":"r","type":${record('{"name":"a","type":"int"},{"name":"b","type":"int"},{"name":"c","type":["null","int"]}')},"default":<<{"b":1}>>}]}`,
      offers: ['Add the Missing Fields', 'Change to {"a":0,"b":0,"c":null}', 'Remove the Default'],
      after: `{"type":"record","name":"n.S","fields":[{"name":"r","type":${record('{"name":"a","type":"int"},{"name":"b","type":"int"},{"name":"c","type":["null","int"]}')},"default":{"b":1,"a":0,"c":null}}]}`,
    },
    {
      name: 'of a type defined behind',
      text: record(`{"name":"b","type":"Suit","default":<<"CLUBS">>},{"name":"a","type":${suit}}`),
      offers: ['Remove the Default'],
      after: record(`{"name":"b","type":"Suit"},{"name":"a","type":${suit}}`),
    },
    {
      name: 'of the record itself',
      text: record('{"name":"r","type":["null","R"],"default":<<{}>>}'),
      offers: ['Change to null', 'Remove the Default'],
      after: record('{"name":"r","type":["null","R"],"default":null}'),
    },
  ],
  'invalid-symbol': [
    {
      name: 'a hyphen, with what refers to it',
      text: record(
        '{"name":"a","type":["null",{"type":"enum","name":"E","symbols":["A",<<"IN-TRANSIT">>],"default":"IN-TRANSIT"}],"default":"IN-TRANSIT"}',
      ),
      offers: ['Change to "IN_TRANSIT"!', 'Change to "INTRANSIT"'],
      after: record(
        '{"name":"a","type":["null",{"type":"enum","name":"E","symbols":["A","IN_TRANSIT"],"default":"IN_TRANSIT"}],"default":"IN_TRANSIT"}',
      ),
    },
    {
      name: 'nothing',
      text: '{"type":"enum","name":"E","symbols":["A",<<"">>]}',
      offers: ['Remove the Symbol'],
      after: '{"type":"enum","name":"E","symbols":["A"]}',
    },
    {
      name: 'a boolean',
      text: '{"type":"enum","name":"E","symbols":[<<true>>,"B"]}',
      offers: ['Change to "true"!', 'Remove the Symbol'],
      after: '{"type":"enum","name":"E","symbols":["true","B"]}',
    },
    {
      name: 'a number',
      text: '{"type":"enum","name":"E","symbols":[<<1>>]}',
      offers: ['Change to "_1"!', 'Remove the Symbol'],
      after: '{"type":"enum","name":"E","symbols":["_1"]}',
    },
  ],
  'duplicate-symbol': [
    {
      name: 'the second of two',
      text: '{"type":"enum","name":"Suit","symbols":["CLUBS",<<"CLUBS">>]}',
      offers: ['Remove the Duplicate!'],
      after: '{"type":"enum","name":"Suit","symbols":["CLUBS"]}',
    },
  ],
  'enum-default': [
    {
      name: 'a slip',
      text: '{"type":"enum","name":"E","symbols":["KNOWN"],"default":<<"KNWON">>}',
      offers: ['Change to "KNOWN"!', 'Add "KNWON" to the Symbols', 'Remove the Default'],
      after: '{"type":"enum","name":"E","symbols":["KNOWN"],"default":"KNOWN"}',
      others: {
        'Add "KNWON" to the Symbols': '{"type":"enum","name":"E","symbols":["KNOWN","KNWON"],"default":"KNWON"}',
        'Remove the Default': '{"type":"enum","name":"E","symbols":["KNOWN"]}',
      },
    },
  ],
  'invalid-size': [
    {
      name: 'negative',
      text: '{"type":"fixed","name":"F","size":<<-1>>}',
      offers: ['Change to 1!'],
      after: '{"type":"fixed","name":"F","size":1}',
    },
    {
      name: 'a point',
      text: '{"type":"fixed","name":"F","size":<<4.0>>}',
      offers: ['Change to 4!'],
      after: '{"type":"fixed","name":"F","size":4}',
    },
    {
      name: 'a text',
      text: '{"type":"fixed","name":"F","size":<<"4">>}',
      offers: ['Change to 4!'],
      after: '{"type":"fixed","name":"F","size":4}',
    },
  ],
  'nested-union': [
    {
      name: 'directly',
      text: '["null",<<[>>"int","string"]]',
      offers: ['Put Its Branches into the Outer Union!'],
      after: '["null","int","string"]',
    },
    {
      name: 'with a branch that is there already',
      text: '["null",<<[>>"null","string"]]',
      offers: ['Put Its Branches into the Outer Union!'],
      after: '["null","string"]',
    },
    { name: 'with nothing new', text: '["null",<<[>>"null"]]', offers: ['Put Its Branches into the Outer Union!'], after: '["null"]' },
    { name: 'empty', text: '["null",<<[>>]]', offers: ['Put Its Branches into the Outer Union!'], after: '["null"]' },
  ],
  'duplicate-branch': [
    { name: 'a primitive type', text: '["int","null",<<"int">>]', offers: ['Remove the Duplicate!'], after: '["int","null"]' },
    {
      name: 'two arrays',
      text: '[{"type":"array","items":"int"},{"type":<<"array">>,"items":"string"}]',
      offers: ['Remove the Duplicate'],
      after: '[{"type":"array","items":"int"}]',
    },
    { name: 'a definition and its name', text: `[${suit},<<"Suit">>]`, offers: ['Remove the Duplicate!'], after: `[${suit}]` },
    {
      name: 'a name and its definition',
      text: `["Suit",${suit.replace('"Suit"', '<<"Suit">>')}]`,
      offers: ['Remove the Duplicate!'],
      after: `[${suit}]`,
    },
  ],
};
