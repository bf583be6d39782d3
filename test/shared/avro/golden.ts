/**
 * Bytes written by others, with the schema they were written with and what people read and write for them.
 *
 * Those of Java come from Avro 1.12.0: `GenericDatumWriter` over `binaryEncoder`, the value out of `JsonDecoder` or, where
 * the type is a logical one or the number is none of JSON's, out of Java objects through the conversions of `Conversions`
 * and `TimeConversions`; the sized blocks come from `blockingBinaryEncoder` with a block size of 64. Those of Python come
 * from fastavro 1.13.1: `schemaless_writer`. (Java 1.12.0 writes wrong timestamp-nanos before 1970, so there are none.)
 */
export interface GoldenRow {
  readonly name: string;
  readonly by: 'Java' | 'Python';
  readonly schema: string;
  readonly hex: string;
  /** Compact; what was given to the writer, in the way of message documents. */
  readonly json: string;
  /** Absent where writing it again gives the same bytes, else why it does not. */
  readonly differs?: string;
}

export const goldenRows: readonly GoldenRow[] = [
  {
    name: 'ints at their limits',
    by: 'Java',
    schema: '{"type":"array","items":"int"}',
    hex: '160001027e7f80018101fe7f808001feffffff0fffffffff0f00',
    json: '[0,-1,1,63,-64,64,-65,8191,8192,2147483647,-2147483648]',
  },
  {
    name: 'longs at their limits',
    by: 'Java',
    schema: '{"type":"array","items":"long"}',
    hex: '1a0001feffffff018080808002feffffffffffff1f80808080808080208280808080808020fdffffffffffff1f8180808080808020feffffffffffff7f808080808080808001feffffffffffffffff01ffffffffffffffffff0100',
    json: '[0,-1,268435455,268435456,9007199254740991,9007199254740992,9007199254740993,-9007199254740991,-9007199254740993,36028797018963967,36028797018963968,9223372036854775807,-9223372036854775808]',
  },
  {
    name: 'floats',
    by: 'Java',
    schema: '{"type":"array","items":"float"}',
    hex: '140000000000000080cdcccc3df90215500000804b01000000ffff7f7f0000c07f0000807f000080ff00',
    json: '[0.0,-0.0,0.1,10000000000.0,16777216.0,1e-45,3.4028235e+38,"NaN","Infinity","-Infinity"]',
  },
  {
    name: 'doubles',
    by: 'Java',
    schema: '{"type":"array","items":"double"}',
    hex: '14000000000000000000000000000000809a9999999999b93f50efe2d6e41a4b4400000000000014400100000000000000ffffffffffffef7f000000000000f87f000000000000f07f000000000000f0ff00',
    json: '[0.0,-0.0,0.1,1e+21,5.0,5e-324,1.7976931348623157e+308,"NaN","Infinity","-Infinity"]',
  },
  {
    name: 'strings',
    by: 'Java',
    schema: '{"type":"array","items":"string"}',
    hex: '120002610e5ac3bc726963680ce697a5e69cac08f09f98800cefbbbf626f6d06000a224a65786163746c79207468697274792d736978204153434949206368617261637465727321218c01612074657874206f66206d6f7265207468616e207468697274792d73697820636861726163746572732c207768696368206973206465636f64656420617320612077686f6c6500',
    json: '["","a","Zürich","日本","😀","\uFEFFbom","\\u0000\\n\\"","exactly thirty-six ASCII characters!!","a text of more than thirty-six characters, which is decoded as a whole"]',
  },
  {
    name: 'booleans and null',
    by: 'Java',
    schema:
      '{"type":"record","name":"R","fields":[{"name":"t","type":"boolean"},{"name":"f","type":"boolean"},{"name":"n","type":"null"}]}',
    hex: '0100',
    json: '{"t":true,"f":false,"n":null}',
  },
  {
    name: 'nullable, null first',
    by: 'Java',
    schema: '{"type":"array","items":["null","string"]}',
    hex: '040002086c61746500',
    json: '[null,"late"]',
  },
  {
    name: 'nullable, null last',
    by: 'Java',
    schema: '{"type":"array","items":["long","null"]}',
    hex: '0402000e00',
    json: '[null,7]',
  },
  {
    name: 'union of many',
    by: 'Java',
    schema:
      '{"type":"array","items":["null","boolean","int","long","float","double","bytes","string",{"type":"array","items":"int"},{"type":"map","values":"long"},{"type":"enum","name":"Suit","namespace":"a.b","symbols":["CLUBS","HEARTS"]},{"type":"fixed","name":"Two","size":2},{"type":"record","name":"Point","fields":[{"name":"x","type":"int"}]}]}',
    hex: '1a00020104020602080000c03f0a000000000000f83f0c02ff0e0a434c55425310040204001202026b06001402160102180a00',
    json: '[null,true,{"int":1},{"long":1},{"float":1.5},{"double":1.5},{"bytes":"hex:ff"},{"string":"CLUBS"},[1,2],{"k":3},{"a.b.Suit":"HEARTS"},{"Two":"hex:0102"},{"Point":{"x":5}}]',
  },
  {
    name: 'recursion',
    by: 'Java',
    schema:
      '{"type":"record","name":"Node","fields":[{"name":"value","type":"int"},{"name":"next","type":["null","Node"]},{"name":"others","type":{"type":"array","items":"Node"}}]}',
    hex: '0202040000020600020800000000',
    json: '{"value":1,"next":{"value":2,"next":null,"others":[]},"others":[{"value":3,"next":null,"others":[{"value":4,"next":null,"others":[]}]}]}',
  },
  {
    name: 'enum and fixed',
    by: 'Java',
    schema:
      '{"type":"record","name":"R","fields":[{"name":"e","type":{"type":"enum","name":"E","symbols":["A","B","C"]}},{"name":"again","type":"E"},{"name":"f","type":{"type":"fixed","name":"F","size":3}},{"name":"zero","type":{"type":"fixed","name":"Z","size":0}}]}',
    hex: '04000080ff',
    json: '{"e":"C","again":"A","f":"hex:0080ff","zero":"hex:"}',
  },
  {
    name: 'empty array, map, bytes and record',
    by: 'Java',
    schema:
      '{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"array","items":"int"}},{"name":"m","type":{"type":"map","values":"int"}},{"name":"b","type":"bytes"},{"name":"e","type":{"type":"record","name":"Empty","fields":[]}}]}',
    hex: '000000',
    json: '{"a":[],"m":{},"b":"hex:","e":{}}',
  },
  {
    name: 'decimals on bytes',
    by: 'Java',
    schema: '{"type":"array","items":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}}',
    hex: '1a02000404e204fb1e027f040080028004ff7f047fff06008000083b9ac9ff08c4653601020502fb00',
    json: '[0.00,12.50,-12.50,1.27,1.28,-1.28,-1.29,327.67,327.68,9999999.99,-9999999.99,0.05,-0.05]',
  },
  {
    name: 'decimals on a fixed',
    by: 'Java',
    schema:
      '{"type":"array","items":{"type":"fixed","name":"Money","namespace":"a","size":5,"logicalType":"decimal","precision":9,"scale":2}}',
    hex: '1a000000000000000004e2fffffffb1e000000007f0000000080ffffffff80ffffffff7f0000007fff0000008000003b9ac9ffffc46536010000000005fffffffffb00',
    json: '[0.00,12.50,-12.50,1.27,1.28,-1.28,-1.29,327.67,327.68,9999999.99,-9999999.99,0.05,-0.05]',
  },
  {
    name: 'big-decimals',
    by: 'Java',
    schema: '{"type":"array","items":{"type":"bytes","logicalType":"big-decimal"}}',
    hex: '0c06020000080404e2040804fb1e0424205ce0e9a56015fec5aadfa328ae39811512060201060602010500',
    json: '[0,12.50,-12.50,123456789012345678901234567890.123456789,0.001,"hex:020105"]',
  },
  {
    name: 'uuid on a string',
    by: 'Java',
    schema: '{"type":"string","logicalType":"uuid"}',
    hex: '4836663163326433652d346135622d346336642d386537662d393031613262336334643565',
    json: '"6f1c2d3e-4a5b-4c6d-8e7f-901a2b3c4d5e"',
  },
  {
    name: 'uuid on a fixed',
    by: 'Java',
    schema: '{"type":"fixed","name":"Id","namespace":"a","size":16,"logicalType":"uuid"}',
    hex: '6f1c2d3e4a5b4c6d8e7f901a2b3c4d5e',
    json: '"6f1c2d3e-4a5b-4c6d-8e7f-901a2b3c4d5e"',
  },
  {
    name: 'date',
    by: 'Java',
    schema: '{"type":"array","items":{"type":"int","logicalType":"date"}}',
    hex: '06bec40201bd8f0300',
    json: '["2026-11-10","1969-12-31","1900-01-01"]',
  },
  {
    name: 'time-millis',
    by: 'Java',
    schema: '{"type":"array","items":{"type":"int","logicalType":"time-millis"}}',
    hex: '06a6b4e02cfeefb2520000',
    json: '["13:02:07.123","23:59:59.999","00:00:00.000"]',
  },
  {
    name: 'time-micros',
    by: 'Java',
    schema: '{"type":"array","items":{"type":"long","logicalType":"time-micros"}}',
    hex: '0680d098d1dd02feffbadd83050000',
    json: '["13:02:07.123456","23:59:59.999999","00:00:00.000000"]',
  },
  {
    name: 'timestamp-millis',
    by: 'Java',
    schema: '{"type":"array","items":{"type":"long","logicalType":"timestamp-millis"}}',
    hex: '06a6c4e9d8b86801ff8ff19fca800100',
    json: '["2026-11-10T13:02:07.123Z","1969-12-31T23:59:59.999Z","1900-01-01T00:00:00.000Z"]',
  },
  {
    name: 'timestamp-micros',
    by: 'Java',
    schema: '{"type":"array","items":{"type":"long","logicalType":"timestamp-micros"}}',
    hex: '0680d0bdf8f5faaf0601ffffe48b89c4ec0700',
    json: '["2026-11-10T13:02:07.123456Z","1969-12-31T23:59:59.999999Z","1900-01-01T00:00:00.000000Z"]',
  },
  {
    name: 'timestamp-nanos',
    by: 'Java',
    schema: '{"type":"array","items":{"type":"long","logicalType":"timestamp-nanos"}}',
    hex: '04aa8cb9a1b5a9d8e631ffff878d84e7f3a73d00',
    json: '["2026-11-10T13:02:07.123456789Z","1900-01-01T00:00:00.000000000Z"]',
  },
  {
    name: 'local-timestamp-millis',
    by: 'Java',
    schema: '{"type":"array","items":{"type":"long","logicalType":"local-timestamp-millis"}}',
    hex: '06a6c4e9d8b86801ff8ff19fca800100',
    json: '["2026-11-10T13:02:07.123","1969-12-31T23:59:59.999","1900-01-01T00:00:00.000"]',
  },
  {
    name: 'local-timestamp-micros',
    by: 'Java',
    schema: '{"type":"array","items":{"type":"long","logicalType":"local-timestamp-micros"}}',
    hex: '0680d0bdf8f5faaf0601ffffe48b89c4ec0700',
    json: '["2026-11-10T13:02:07.123456","1969-12-31T23:59:59.999999","1900-01-01T00:00:00.000000"]',
  },
  {
    name: 'local-timestamp-nanos',
    by: 'Java',
    schema: '{"type":"array","items":{"type":"long","logicalType":"local-timestamp-nanos"}}',
    hex: '04aa8cb9a1b5a9d8e631ffff878d84e7f3a73d00',
    json: '["2026-11-10T13:02:07.123456789","1900-01-01T00:00:00.000000000"]',
  },
  {
    name: 'array in sized blocks',
    by: 'Java',
    schema: '{"type":"array","items":"int"}',
    hex: '2f7c00d00fa01ff02ec03e904ee05db06d807dd08c01a09c01f0ab01c0bb0190cb01e0da01b0ea0180fa01d08902a09902f0a802c0b80290c802e0d702b0e7020280f7022778d08603a09603f0a503c0b50390c503e0d403b0e40380f403d08304a09304f0a204c0b20490c204e0d104b0e10480f104d08005a09005f09f05c0af050290bf051b54e0ce05b0de0580ee05d0fd05a08d06f09c06c0ac0690bc06e0cb06b0db0680eb06d0fa06a08a07f0990700',
    json: '[0,1000,2000,3000,4000,5000,6000,7000,8000,9000,10000,11000,12000,13000,14000,15000,16000,17000,18000,19000,20000,21000,22000,23000,24000,25000,26000,27000,28000,29000,30000,31000,32000,33000,34000,35000,36000,37000,38000,39000,40000,41000,42000,43000,44000,45000,46000,47000,48000,49000,50000,51000,52000,53000,54000,55000,56000,57000,58000,59000]',
    differs: 'we write one block without its size',
  },
  {
    name: 'map in sized blocks',
    by: 'Java',
    schema: '{"type":"map","values":"string"}',
    hex: '0768086b6579300e76616c75652030086b6579310e76616c75652031086b6579320e76616c75652032086b6579330e76616c7565203302086b6579340e76616c756520340768086b6579350e76616c75652035086b6579360e76616c75652036086b6579370e76616c75652037086b6579380e76616c7565203802086b6579390e76616c75652039033c0a6b657931301076616c75652031300a6b657931311076616c756520313100',
    json: '{"key0":"value 0","key1":"value 1","key2":"value 2","key3":"value 3","key4":"value 4","key5":"value 5","key6":"value 6","key7":"value 7","key8":"value 8","key9":"value 9","key10":"value 10","key11":"value 11"}',
    differs: 'we write one block without its size',
  },
  {
    name: 'ExampleMessage',
    by: 'Python',
    schema:
      '{"type":"record","name":"ExampleMessage","namespace":"example.avro","fields":[{"name":"field_1","type":"string"},{"name":"field_2","type":"long"},{"name":"field_3","type":{"type":"array","items":"long"}}]}',
    hex: '126669656c645f315f3102021400',
    json: '{"field_1":"field_1_1","field_2":1,"field_3":[10]}',
  },
  {
    name: 'map keys that look like numbers, and __proto__',
    by: 'Python',
    schema: '{"type":"map","values":"int"}',
    hex: '0c02620204313004023906125f5f70726f746f5f5f08000a04c3bc0c00',
    json: '{"b":1,"10":2,"9":3,"__proto__":4,"":5,"ü":6}',
  },
  {
    name: 'fields named __proto__ and constructor',
    by: 'Python',
    schema:
      '{"type":"record","name":"R","fields":[{"name":"__proto__","type":"int"},{"name":"constructor","type":"string"},{"name":"toString","type":["null","int"]}]}',
    hex: '02026300',
    json: '{"__proto__":1,"constructor":"c","toString":null}',
  },
  {
    name: 'duration on a fixed',
    by: 'Python',
    schema: '{"type":"fixed","name":"D","size":12,"logicalType":"duration"}',
    hex: '0100000002000000b80b0000',
    json: '{"months":1,"days":2,"millis":3000}',
  },
  {
    name: 'nested maps and arrays',
    by: 'Python',
    schema: '{"type":"map","values":{"type":"array","items":{"type":"map","values":["null","double"]}}}',
    hex: '0402780402026102000000000000f83f00000002790000',
    json: '{"x":[{"a":1.5},{}],"y":[]}',
  },
  {
    name: 'ambiguous plain: two records alike',
    by: 'Python',
    schema:
      '{"type":"array","items":[{"type":"record","name":"Card","namespace":"com.acme","fields":[{"name":"last4","type":"string"}]},{"type":"record","name":"Gift","namespace":"com.acme","fields":[{"name":"last4","type":"string"}]}]}',
    hex: '0400083432343202023100',
    json: '[{"com.acme.Card":{"last4":"4242"}},{"com.acme.Gift":{"last4":"1"}}]',
  },
];
