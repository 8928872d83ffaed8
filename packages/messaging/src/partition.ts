const M = 0x5bd1e995;

/** The 32-bit hash by which Kafka's own clients spread keys. */
export function murmur2(text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  const { length } = bytes;
  let hash = 0x9747b28c ^ length;

  const whole = length - (length % 4);
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), M);
    word = Math.imul(word ^ (word >>> 24), M);
    hash = Math.imul(hash, M) ^ word;
  }
  if (length > whole) {
    for (let at = length - 1; at >= whole; at -= 1) hash ^= bytes[at]! << (8 * (at - whole));
    hash = Math.imul(hash, M);
  }
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}

/** Where records of `key` stand, on either log. The same as the default partitioner of Kafka's clients. */
export const partitionOf = (key: string, partitions: number): number =>
  (murmur2(key) & 0x7fffffff) % partitions;
