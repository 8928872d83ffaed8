export type Worker = { start(): Promise<void>; stop(): Promise<void> };

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Doubles from `first` up to `most`, in milliseconds; `failures` counts from 1. */
export const backoff = (failures: number, { first, most }: { first: number; most: number }): number =>
  Math.min(most, first * 2 ** Math.min(failures - 1, 20));

/** Resolves with the promise, or after `milliseconds` whatever it does. */
export async function atMost(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([promise, timeout]);
  clearTimeout(timer);
}

/** A bell that one loop waits for. A ring while nobody waits is kept. */
export function createBell() {
  let isRung = false;
  let answer: (() => void) | null = null;
  return {
    ring(): void {
      isRung = true;
      answer?.();
    },
    async wait(milliseconds: number): Promise<void> {
      if (!isRung) {
        const rung = new Promise<void>((resolve) => (answer = resolve));
        await atMost(rung, milliseconds);
        answer = null;
      }
      isRung = false;
    },
  };
}

export type Bell = ReturnType<typeof createBell>;

/** Lets a few pieces of work run at a time; the others wait in the order in which they came. */
export function createSlots(count: number) {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    async use<T>(work: () => Promise<T>): Promise<T> {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}

export type Slots = ReturnType<typeof createSlots>;
