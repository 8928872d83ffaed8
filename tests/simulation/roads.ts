import type { Dice } from '../process/dice.ts';

/** Of a hundred events: how many no webhook brings, how many come late, and how many come again and again. */
export type Roads = { readonly lost: number; readonly late: number; readonly repeated: number };

const HOUR_MS = 3_600_000;
/** The longest that a webhook travels: as long as Stripe goes on trying. */
const LATEST_MS = 72 * HOUR_MS;
/** Stripe tries a webhook again after a while; here after this. */
const AGAIN_MS = 5 * 60_000;

type Travelling = { readonly id: string; readonly at: number };

/** How webhooks travel: lost, late, shuffled, up to ten times. Calm roads bring each once, within seconds. */
export function createRoads(
  { lost, late, repeated }: Roads,
  { dice, time }: { dice: Dice; time: { readonly now: number } },
) {
  let travelling: readonly Travelling[] = [];
  let isCalm = false;
  const leave = (id: string, delay: number): void => {
    travelling = [...travelling, { id, at: time.now + delay }];
  };

  return {
    send(id: string): void {
      const roll = dice.between(1, 100);
      if (isCalm) return leave(id, dice.between(0, 3_000));
      if (roll <= lost) return;
      leave(id, dice.between(0, roll <= lost + late ? LATEST_MS : 3_000));
      const copies = dice.between(1, 100) <= repeated ? dice.between(1, 9) : 0;
      for (let copy = 0; copy < copies; copy += 1) leave(id, dice.between(0, LATEST_MS));
    },
    /** Takes what has arrived by now, in the order in which it left. */
    due(): string[] {
      const arrived = travelling.filter(({ at }) => at <= time.now);
      travelling = travelling.filter(({ at }) => at > time.now);
      return arrived.map(({ id }) => id);
    },
    again: (id: string) => leave(id, AGAIN_MS),
    nextAt: (): number => Math.min(Infinity, ...travelling.map(({ at }) => at)),
    calmDown: () => void (isCalm = true),
  };
}
