import { majorOf } from './version.ts';

/** An event as one who follows a topic by themselves sees it. */
export type TailRecord = {
  readonly partition: number;
  readonly offset: string;
  readonly type: string;
  readonly epoch: number;
  readonly sequence: number;
  /** The data's JSON; null is a tombstone. */
  readonly value: Uint8Array | null;
};

/** Called with records of one topic, those of a partition in order. Whoever throws gets them again later. */
export type TakeTail = (batch: { readonly topic: string; readonly records: readonly TailRecord[] }) => void;

export type TailHeader = Uint8Array | string | undefined;

/**
 * Reads what a tail needs out of a record's headers; null for a record that is no event.
 *
 * Throws for a later major version, which only somebody newer can read.
 */
export function toTailRecord(
  { topic, partition, offset }: { topic: string; partition: number; offset: string },
  header: (name: string) => TailHeader,
  value: Uint8Array | null,
): TailRecord | null {
  const schema = textOf(header('ce_dataschema'));
  const major = schema === '' ? undefined : /:v(\d+)$/.exec(schema)?.[1];
  if (major !== undefined && major !== majorOf(topic))
    throw new Error(`${topic}/${partition} has version ${major} at ${offset}, which is not known here`);
  const [epoch, sequence] = [numberOf(header('ce_epoch')), numberOf(header('ce_sequence'))];
  const type = textOf(header('ce_type'));
  if (type === '' || epoch === -1 || sequence === -1) return null;
  return { partition, offset, type, epoch, sequence, value };
}

/** Headers repeat, so their texts are made once. */
const texts = new Map<string, string>();
const MOST_TEXTS = 1_000;

function textOf(header: TailHeader): string {
  if (header === undefined) return '';
  if (typeof header === 'string') return header;
  const text = Buffer.from(header.buffer, header.byteOffset, header.byteLength).toString('latin1');
  const known = texts.get(text);
  if (known !== undefined) return known;
  if (texts.size < MOST_TEXTS) texts.set(text, text);
  return text;
}

/** A whole number, or -1 where there is none. */
function numberOf(header: TailHeader): number {
  if (header === undefined || header.length === 0 || header.length > 15) return -1;
  let value = 0;
  for (let at = 0; at < header.length; at += 1) {
    const digit = (typeof header === 'string' ? header.charCodeAt(at) : header[at]!) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
