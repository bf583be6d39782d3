import murmur2 from 'kafkajs/src/producer/partitioners/default/murmur2.js';

/**
 * Returns the partition that Java's producer would choose for a key, so that records with the same key stay together
 * whoever writes them. Without a key it is any that has a leader.
 *
 * @param partitions all partitions of the topic
 */
export function choosePartition(
  key: Uint8Array | null,
  partitions: readonly { readonly partition: number; readonly leader: number }[],
): number {
  if (key !== null) return (murmur2(Buffer.from(key.buffer, key.byteOffset, key.byteLength)) & 0x7fffffff) % partitions.length;
  const led = partitions.filter(({ leader }) => leader >= 0);
  const candidates = led.length > 0 ? led : partitions;
  return candidates[Math.floor(Math.random() * candidates.length)]?.partition ?? 0;
}
