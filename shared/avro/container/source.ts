/** Bytes that can be read from anywhere, such as a file that is far larger than memory. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** So many bytes from a position on; fewer only where the source ends. */
  read(position: number, length: number): Promise<Uint8Array>;
}

/** A source over bytes that are in memory. */
export function toSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (position, length) => Promise.resolve(bytes.subarray(position, position + length)) };
}
