import { createHash } from 'node:crypto';
import type { Settings } from './settings.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** How long the part after the prefix is, where Stripe's own is not 24. */
const lengths: Readonly<Record<string, number>> = { cus: 14, prod: 14, whsec: 32, x: 25, req: 14 };

/**
 * Ids that look like Stripe's and come out the same for the same seed and the same calls.
 *
 * The count of ids given is kept with the state, so that a restart never gives one twice.
 */
export function createIds(settings: Settings, seed: string) {
  let count = settings.get<number>('ids') ?? 0;
  let root = settings.get<string>('seed') ?? seed;

  return {
    newId(prefix: string): string {
      count += 1;
      const length = lengths[prefix] ?? 24;
      const bytes = createHash('sha512').update(`${root}:${count}:${prefix}`).digest();
      let text = '';
      for (let index = 0; index < length; index += 1) text += alphabet[(bytes[index] ?? 0) % 62];
      return `${prefix}_${text}`;
    },
    /** To be called before the transaction ends in which the ids are used. */
    keep: (): void => settings.set('ids', count),
    /** From the beginning. */
    restart: (): void => {
      count = 0;
    },
    /** Goes on where the state stands that was just put in. */
    resume: (): void => {
      count = settings.get<number>('ids') ?? 0;
      root = settings.get<string>('seed') ?? seed;
    },
    seed: (): string => root,
  };
}

export type Ids = ReturnType<typeof createIds>;
