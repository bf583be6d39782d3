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
  if (key !== null) return (murmur2(key) & 0x7fffffff) % partitions.length;
  const led = partitions.filter(({ leader }) => leader >= 0);
  const candidates = led.length > 0 ? led : partitions;
  return candidates[Math.floor(Math.random() * candidates.length)]?.partition ?? 0;
}

const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/**
 * Java's murmur2, as a signed 32-bit number. kafkajs has it over a class for 64-bit numbers, which takes fifty times as long.
 *
 * @see Kafka, `org.apache.kafka.common.utils.Utils.murmur2`
 */
function murmur2(data: Uint8Array): number {
  const { length } = data;
  const at = (index: number): number => data[index] ?? 0;
  let hash = seed ^ length;
  const whole = length & ~3;
  for (let index = 0; index < whole; index += 4) {
    let word = at(index) | (at(index + 1) << 8) | (at(index + 2) << 16) | (at(index + 3) << 24);
    word = Math.imul(word, multiplier);
    word = Math.imul(word ^ (word >>> 24), multiplier);
    hash = Math.imul(hash, multiplier) ^ word;
  }
  const left = length - whole;
  if (left > 0) {
    if (left > 2) hash ^= at(whole + 2) << 16;
    if (left > 1) hash ^= at(whole + 1) << 8;
    hash = Math.imul(hash ^ at(whole), multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}
