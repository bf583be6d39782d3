/** Which message of a Protobuf schema was written: its index in the file, then in the message around it, from the outside in. */
export interface MessageIndexes {
  readonly indexes: readonly number[];
  /** Where the message itself begins. */
  readonly end: number;
}

/** No schema nests deeper; a few bytes could otherwise name as many indexes as there are bytes behind them. */
const maxIndexes = 100;

/**
 * The message indexes at a position: how many, then each, as zig-zag varints. A single 0 stands for the first message.
 *
 * @returns undefined where the bytes are no such list
 * @see Confluent Schema Registry, "Wire format", "Protobuf"
 */
export function readMessageIndexes(bytes: Uint8Array, start = 0): MessageIndexes | undefined {
  const count = readIndex(bytes, start);
  if (count === undefined || count.value > maxIndexes) return undefined;
  if (count.value === 0) return { indexes: [0], end: count.end };
  const indexes: number[] = [];
  let { end } = count;
  while (indexes.length < count.value) {
    const index = readIndex(bytes, end);
    if (index === undefined) return undefined;
    indexes.push(index.value);
    ({ end } = index);
  }
  return { indexes, end };
}

/** A zig-zag varint that is an int and not negative. */
function readIndex(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } | undefined {
  let unsigned = 0;
  for (let length = 0; length < 5; length++) {
    const byte = bytes[start + length];
    if (byte === undefined) return undefined;
    unsigned += (byte & 0x7f) * 2 ** (7 * length);
    if (byte < 0x80) {
      // An odd one is negative.
      return unsigned % 2 === 1 || unsigned > 0xffff_ffff ? undefined : { value: unsigned / 2, end: start + length + 1 };
    }
  }
  return undefined;
}
