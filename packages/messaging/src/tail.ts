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
  const schema = header('ce_dataschema');
  if (!isSame(schema, known.bytes) || topic !== known.topic) {
    const major = /:v(\d+)$/.exec(textOf(schema))?.[1];
    if (major !== undefined && major !== majorOf(topic))
      throw new Error(`${topic}/${partition} has version ${major} at ${offset}, which is not known here`);
    if (typeof schema === 'object') Object.assign(known, { topic, bytes: Buffer.from(schema) });
  }
  const [epoch, sequence] = [numberOf(header('ce_epoch')), numberOf(header('ce_sequence'))];
  const type = textOf(header('ce_type'));
  if (type === '' || epoch === -1 || sequence === -1) return null;
  return { partition, offset, type, epoch, sequence, value };
}

/** The schema that was looked at last and was right: mostly it is that of the next record too. */
const known = { topic: '', bytes: Buffer.alloc(0) };

const isSame = (header: TailHeader, bytes: Buffer): boolean =>
  typeof header === 'object' && header.length === bytes.length && bytes.equals(header);

/** Headers repeat, so their texts are made once. */
const lastText = { bytes: Buffer.alloc(0), text: '' };

function textOf(header: TailHeader): string {
  if (header === undefined) return '';
  if (typeof header === 'string') return header;
  if (isSame(header, lastText.bytes)) return lastText.text;
  lastText.bytes = Buffer.from(header);
  lastText.text = lastText.bytes.toString('latin1');
  return lastText.text;
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
