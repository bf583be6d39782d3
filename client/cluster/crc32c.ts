/** Castagnoli's polynomial, its bits reversed. */
const polynomial = 0x82f63b78;
/** How many bytes are taken in one step, each by a table of its own. */
const step = 8;
const tables = makeTables();

function makeTables(): Int32Array {
  const made = new Int32Array(256 * step);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    made[byte] = crc;
  }
  for (let index = 256; index < made.length; index++) {
    const before = made[index - 256] ?? 0;
    made[index] = (made[before & 0xff] ?? 0) ^ (before >>> 8);
  }
  return made;
}

/**
 * Returns the CRC-32C of the bytes as an unsigned number. It takes eight bytes at a time, since checking the batches
 * of a long scan byte by byte would cost as much as reading their records.
 *
 * @see RFC 3720, appendix B.4
 */
export function crc32c(bytes: Uint8Array): number {
  // The indexes are all below the lengths; "?? 0" tells that to the compiler alone.
  const { length } = bytes;
  const table = tables;
  let crc = -1;
  let position = 0;
  for (; position + step <= length; position += step) {
    crc ^=
      (bytes[position] ?? 0) | ((bytes[position + 1] ?? 0) << 8) | ((bytes[position + 2] ?? 0) << 16) | ((bytes[position + 3] ?? 0) << 24);
    crc =
      (table[1792 + (crc & 0xff)] ?? 0) ^
      (table[1536 + ((crc >>> 8) & 0xff)] ?? 0) ^
      (table[1280 + ((crc >>> 16) & 0xff)] ?? 0) ^
      (table[1024 + (crc >>> 24)] ?? 0) ^
      (table[768 + (bytes[position + 4] ?? 0)] ?? 0) ^
      (table[512 + (bytes[position + 5] ?? 0)] ?? 0) ^
      (table[256 + (bytes[position + 6] ?? 0)] ?? 0) ^
      (table[bytes[position + 7] ?? 0] ?? 0);
  }
  for (; position < length; position++) crc = (table[(crc ^ (bytes[position] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}
