/**
 * What bytes look like that nothing reads.
 *
 * - `gzip`, `Zstandard`, `LZ4`, `Snappy`: by their first bytes, which are those of such files;
 * - `java`: written by Java's own serialization;
 * - `even`: each byte is as frequent as any other, as in what is encrypted or compressed.
 */
export type UnknownLook = 'gzip' | 'Zstandard' | 'LZ4' | 'Snappy' | 'java' | 'even';

const magics: readonly (readonly [look: UnknownLook, bytes: readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b, 0x08]],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
  ['LZ4', [0x04, 0x22, 0x4d, 0x18]],
  ['Snappy', [0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59]],
  ['java', [0xac, 0xed, 0x00, 0x05]],
];

/** So many bytes tell something of their frequencies, and no more are counted. */
const fewBytes = 512;
const mostBytes = 1 << 20;

/** What they all look like; undefined where they look like nothing that is known. */
export function lookAtUnknown(all: readonly Uint8Array[]): UnknownLook | undefined {
  if (all.length === 0) return undefined;
  const found = magics.find(([, magic]) => all.every((bytes) => magic.every((byte, at) => bytes[at] === byte)));
  return found?.[0] ?? (isEven(all) ? 'even' : undefined);
}

/** Whether their entropy is nearly that of as many random bytes. */
function isEven(all: readonly Uint8Array[]): boolean {
  const counts = new Uint32Array(256);
  let total = 0;
  for (const bytes of all) {
    for (const byte of bytes.subarray(0, mostBytes - total)) counts[byte] = (counts[byte] ?? 0) + 1;
    total += Math.min(bytes.length, mostBytes - total);
  }
  if (total < fewBytes) return false;
  const entropy = counts.reduce((sum, count) => (count === 0 ? sum : sum - (count / total) * Math.log2(count / total)), 0);
  // Of so many random bytes it is less than 8 bits by this much, on the average.
  return entropy > 8 - 255 / (2 * total * Math.LN2) - 0.12;
}

/** "compressed with gzip", to stand behind "they look". */
export function lookText(look: UnknownLook): string {
  if (look === 'even') return 'encrypted or compressed';
  return look === 'java' ? "written by Java's own serialization" : `compressed with ${look}`;
}

/** What they may be, in one or two sentences. */
export function unknownText(look: UnknownLook | undefined, hasRegistry: boolean): string {
  const schema = `written by a schema that ${hasRegistry ? 'neither the registry nor the workspace has' : 'the workspace does not have; this connection has no registry'}`;
  switch (look) {
    case undefined:
      return `They may be encrypted, compressed by the writer, or ${schema}.`;
    case 'even':
      return 'Their bytes are spread as evenly as chance would, which Avro, text and numbers are not.';
    case 'java':
      return 'They begin with the bytes with which such streams of objects begin.';
    default:
      return `They begin with the bytes with which ${look} begins. This is not Kafka's own compression, which readers undo by themselves.`;
  }
}

/** What to do about it. */
export function unknownAdvice(look: UnknownLook | undefined): string {
  if (look === 'java') return 'They are read with `ObjectInputStream` and the classes of the writer: have the writer write something else.';
  if (look === undefined || look === 'even') return 'If they are encrypted, decrypt them before they are decoded.';
  return 'Decompress them before they are decoded, or have the writer set `compression.type` instead.';
}
