import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBytesText } from '../../../shared/wire/bytesText.ts';

/** A framed message: schema id 21, "field_1_1", 1, [10]. */
const framed = '0000000015126669656c645f315f3102021400';

/** The dumps below are what xxd 2022-01-14, hexdump (util-linux 2.38) and od (coreutils 9.1) print of these 107 bytes. */
const dumped = `${framed.slice(0, 36)}${'00'.repeat(71)}61627c63643e656620206768203132203334`;

for (const { name, text, notation, bytes } of [
  { name: 'digits', text: framed, notation: 'hex', bytes: framed },
  { name: 'capital digits', text: framed.toUpperCase(), notation: 'hex', bytes: framed },
  { name: 'blanks', text: ' 00 00 00 00 15 12 ', notation: 'hex', bytes: '000000001512' },
  { name: 'groups and lines', text: '0000 0000\n1512\r\n', notation: 'hex', bytes: '000000001512' },
  { name: 'colons', text: '00:00:00:00:15', notation: 'hex', bytes: '0000000015' },
  { name: 'a UUID', text: '6f1c0bf2-14b7-4d8e-9a51-0c3f1f6f2a77', notation: 'hex', bytes: '6f1c0bf214b74d8e9a510c3f1f6f2a77' },
  { name: 'one 0x', text: '0x0000000015', notation: 'hex', bytes: '0000000015' },
  { name: '0x for each', text: '0x00, 0x15,0xFF', notation: 'decimal', bytes: '0015ff' },
  { name: '0x for each, with blanks', text: '0x00 0x15 0xff', notation: 'hex', bytes: '0015ff' },
  { name: '\\x for each', text: '\\x00\\x15\\xff', notation: 'hex', bytes: '0015ff' },
  { name: 'as Postgres shows it', text: '\\x0000000015', notation: 'hex', bytes: '0000000015' },
  { name: 'as SQL writes it', text: "X'00ff'", notation: 'hex', bytes: '00ff' },
  { name: 'in quotes', text: '"00ff",', notation: 'hex', bytes: '00ff' },
  { name: 'as message documents write it', text: 'hex:00ff0a', notation: 'hex', bytes: '00ff0a' },
  { name: 'no bytes at all', text: 'hex:', notation: 'hex', bytes: '' },
  { name: 'as Node shows it', text: '<Buffer 00 00 15>', notation: 'hex', bytes: '000015' },
  { name: 'what is base64 too is hex', text: 'deadbeef', notation: 'hex', bytes: 'deadbeef' },
  { name: 'two digits in a list', text: '[00, 15, 10]', notation: 'hex', bytes: '001510' },
  { name: 'a list of Java', text: '[0, 0, 0, 0, 21, -10, 127, -128]', notation: 'decimal', bytes: '0000000015f67f80' },
  { name: 'an array of Java', text: 'new byte[] {0, (byte) 0xff, 0x12};', notation: 'decimal', bytes: '00ff12' },
  { name: 'a typed array of Node', text: 'Uint8Array(3) [ 0, 21, 255 ]', notation: 'decimal', bytes: '0015ff' },
  { name: 'a list of Python', text: 'bytes([0, 21, 255])', notation: 'decimal', bytes: '0015ff' },
  { name: 'numbers with commas', text: '0, 21, -1', notation: 'decimal', bytes: '0015ff' },
  { name: 'an empty list', text: '[]', notation: 'decimal', bytes: '' },
  { name: 'base64', text: 'AAAAABUSZmllbGRfMV8xAgIUAA==', notation: 'base64', bytes: framed },
  { name: 'base64 without padding', text: 'AAAAABUSZmllbGRfMV8xAgIUAA', notation: 'base64', bytes: framed },
  { name: 'base64 in lines', text: 'AAAAABUSZmll\nbGRfMV8xAgIUAA==\n', notation: 'base64', bytes: framed },
  { name: 'base64url', text: 'AP_-wg', notation: 'base64', bytes: '00fffec2' },
  { name: 'base64 in quotes', text: '"+/8="', notation: 'base64', bytes: 'fbff' },
  { name: 'as message documents write it', text: 'base64:AP8K', notation: 'base64', bytes: '00ff0a' },
  { name: 'a data URL', text: 'data:application/octet-stream;base64,AP8K', notation: 'base64', bytes: '00ff0a' },
  { name: "Python's bytes", text: "b'\\x00\\x00\\x00\\x00\\x15\\x12field_1_1\\x02\\x02\\x14\\x00'", notation: 'escaped', bytes: framed },
  { name: "Python's bytes in other quotes", text: 'b"it\'s\\n\\\\\\t"', notation: 'escaped', bytes: '697427730a5c09' },
  { name: "Python's bytes without an escape", text: "b'abc'", notation: 'escaped', bytes: '616263' },
  { name: "Python's bytearray", text: "bytearray(b'\\x00a')", notation: 'escaped', bytes: '0061' },
  { name: 'escapes of JSON', text: '"\\u0000\\u0005\\u00ffa"', notation: 'escaped', bytes: '0005ff61' },
  { name: 'escapes of C', text: '\\0\\0\\025\\r\\"', notation: 'escaped', bytes: '0000150d22' },
  {
    name: 'characters beyond one byte',
    text: '\\u20ac€\\ud83d\\ude00😀\\u{1f600}\\x00',
    notation: 'escaped',
    bytes: 'e282ace282acf09f9880f09f9880f09f988000',
  },
  {
    name: 'xxd',
    text: `00000000: 0000 0000 1512 6669 656c 645f 315f 3102  ......field_1_1.
00000010: 0214 0000 0000 0000 0000 0000 0000 0000  ................
00000020: 0000 0000 0000 0000 0000 0000 0000 0000  ................
00000030: 0000 0000 0000 0000 0000 0000 0000 0000  ................
00000040: 0000 0000 0000 0000 0000 0000 0000 0000  ................
00000050: 0000 0000 0000 0000 0061 627c 6364 3e65  .........ab|cd>e
00000060: 6620 2067 6820 3132 2033 34              f  gh 12 34
`,
    notation: 'hex',
    bytes: dumped,
  },
  {
    name: 'hexdump -C',
    text: `00000000  00 00 00 00 15 12 66 69  65 6c 64 5f 31 5f 31 02  |......field_1_1.|
00000010  02 14 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
00000020  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
*
00000050  00 00 00 00 00 00 00 00  00 61 62 7c 63 64 3e 65  |.........ab|cd>e|
00000060  66 20 20 67 68 20 31 32  20 33 34                 |f  gh 12 34|
0000006b`,
    notation: 'hex',
    bytes: dumped,
  },
  {
    name: 'od -A x -t x1z',
    text: `000000 00 00 00 00 15 12 66 69 65 6c 64 5f 31 5f 31 02  >......field_1_1.<
000010 02 14 00 00 00 00 00 00 00 00 00 00 00 00 00 00  >................<
000020 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  >................<
*
000050 00 00 00 00 00 00 00 00 00 61 62 7c 63 64 3e 65  >.........ab|cd>e<
000060 66 20 20 67 68 20 31 32 20 33 34                 >f  gh 12 34<
00006b`,
    notation: 'hex',
    bytes: dumped,
  },
  {
    name: 'od -t x1, which counts in octal',
    text: `0000000 00 00 00 00 15 12 66 69 65 6c 64 5f 31 5f 31 02
0000020 02 14 00 00 00 00 00 00 00 00 00 00 00 00 00 00
0000040 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
*
0000120 00 00 00 00 00 00 00 00 00 61 62 7c 63 64 3e 65
0000140 66 20 20 67 68 20 31 32 20 33 34
0000153`,
    notation: 'hex',
    bytes: dumped,
  },
  {
    name: 'od -A d -t x1, a single line',
    text: '0000000 00 00 00 00 15 12 66 69 65 6c 64 5f 31\n0000013\n',
    notation: 'hex',
    bytes: '0000000015126669656c645f31',
  },
  { name: 'hexdump -C, a part from within', text: '00000010  02 14 |..|', notation: 'hex', bytes: '0214' },
  {
    name: 'Wireshark',
    text: '0000   00 00 00 00 15 12 66 69 65 6c 64 5f 31 5f 31 02   ......field_1_1.\n0010   ab cd                                             ab\n',
    notation: 'hex',
    bytes: '0000000015126669656c645f315f3102abcd',
  },
]) {
  test(`bytes from text: ${name}: ${JSON.stringify(text.slice(0, 40))}`, () => {
    const parsed = parseBytesText(text);
    assert.ok('bytes' in parsed, JSON.stringify(parsed));
    assert.equal(Buffer.from(parsed.bytes).toString('hex'), bytes);
    assert.equal(parsed.notation, notation);
  });
}

for (const { text, error } of [
  { text: '  \n', error: 'There is nothing to decode.' },
  { text: '00 0g', error: '"g" at character 5 is no hex digit, and the whole is no base64 or escaped text.' },
  { text: 'hello world', error: '"h" at character 1 is no hex digit, and the whole is no base64 or escaped text.' },
  { text: '000', error: '3 hex digits are half a byte too many or too few.' },
  {
    text: '00 15 1 12',
    error: '"1" at character 7 is no whole number of bytes: each byte takes two hex digits. Put decimal numbers in brackets, with commas.',
  },
  { text: '0000 151', error: '"151" at character 6 is no whole number of bytes: each byte takes two hex digits.' },
  { text: '[0, 256]', error: '256 at character 5 is no byte: bytes go from -128 to 255.' },
  { text: '[0, -129]', error: '-129 at character 5 is no byte: bytes go from -128 to 255.' },
  { text: 'hex:0x', error: '"x" at character 6 is no hex digit, and the whole is no base64 or escaped text.' },
  { text: 'base64:A*', error: '"*" at character 9 is no base64.' },
  { text: 'base64:AAAAA', error: 'These 5 characters are not all of a base64 text.' },
  { text: "b'\\x00\\q'", error: '\\q is no escape (character 7).' },
  { text: "b'\\x0'", error: '\\x is no escape (character 3).' },
  {
    text: '\\x00\uFFFD\uFFFD',
    error: 'Character 5 stands for bytes that were lost when they were copied as text: copy them as hex or base64.',
  },
  {
    text: '0000000 0000 0000 1215 6966\n0000008',
    error: 'This is a dump of words whose bytes may be swapped: use hexdump -C, xxd, or od -t x1.',
  },
  { text: '00000000: 0000 1512  ....\n00000010: 00  .', error: 'Line 2: the dump goes on at 00000010, but 00000004 is expected.' },
  { text: '00000000: 0000 1512  ....\nzz', error: 'Line 2 does not begin with an offset as the first one does.' },
  { text: '00000000: 00  .\n*\nffffffff: 00', error: 'Line 3: the "*" above can\'t be filled in.' },
]) {
  test(`no bytes in ${JSON.stringify(text)}`, () => {
    assert.deepEqual(parseBytesText(text), { error });
  });
}

for (const [name, text] of Object.entries({
  hex: '00 '.repeat(2 ** 20),
  prose: 'A '.repeat(2 ** 20),
  list: `[${'0,'.repeat(2 ** 20)}`,
  backslashes: ' \\'.repeat(2 ** 20),
  python: `b'${'\\x00'.repeat(2 ** 20)}`,
})) {
  // What takes the square of the length would take hours.
  test(`bytes from a long text: ${name}`, { timeout: 60_000 }, () => void parseBytesText(text));
}
