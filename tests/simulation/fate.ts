import type { Trouble } from './stripe.ts';

/** Thrown where a process dies: nothing that it would have done after this is done. */
export class ProcessDied extends Error {}

/** What a history has in store for billing's process: after so many steps it dies, or an answer of Stripe's is lost. */
export type Fate = {
  dieIn(steps: number): void;
  loseAnswerIn(calls: number): void;
  /** So many calls from now on one meets this trouble at Stripe. */
  troubleIn(calls: number, kind: Trouble): void;
  /** From now on each call meets what this says, until all goes well again. */
  storm(weather: () => Trouble | null): void;
  /** From here on everything goes well. */
  relent(): void;
  /** A step of the process that lives now. Throws where it dies, and for ever after in the same life. */
  step(life: Life): void;
  /** Whether the answer of this call is lost although the work is done. */
  losesAnswer(): boolean;
  /** What this call meets at Stripe. */
  trouble(): Trouble | null;
  /** Calls that went wrong so far, for who wants to know what was tried. */
  troubles(): number;
};

export type Life = { isOver: boolean };

export function createFate(): Fate {
  let untilDeath = Infinity;
  let untilLoss = Infinity;
  let coming: { calls: number; kind: Trouble } | null = null;
  let storm: () => Trouble | null = () => null;
  let troubles = 0;
  const planned = (): Trouble | null => {
    if (coming === null) return null;
    coming.calls -= 1;
    if (coming.calls > 0) return null;
    const { kind } = coming;
    coming = null;
    return kind;
  };
  return {
    dieIn: (steps) => void (untilDeath = steps),
    loseAnswerIn: (calls) => void (untilLoss = calls),
    troubleIn: (calls, kind) => void (coming = { calls, kind }),
    storm: (weather) => void (storm = weather),
    relent() {
      storm = () => null;
      untilDeath = Infinity;
      untilLoss = Infinity;
      coming = null;
    },
    step(life) {
      if (life.isOver) throw new ProcessDied('it is dead already');
      untilDeath -= 1;
      if (untilDeath > 0) return;
      untilDeath = Infinity;
      life.isOver = true;
      throw new ProcessDied('killed between two steps');
    },
    losesAnswer() {
      untilLoss -= 1;
      if (untilLoss > 0) return false;
      untilLoss = Infinity;
      troubles += 1;
      return true;
    },
    trouble() {
      const kind = planned() ?? storm();
      if (kind !== null) troubles += 1;
      return kind;
    },
    troubles: () => troubles,
  };
}

/** The same ports, in the hands of a process that may die before each call and after each. */
export const mortal = <T extends object>(ports: T, step: () => void): T =>
  new Proxy(ports, {
    get(target, name, receiver) {
      const port: unknown = Reflect.get(target, name, receiver);
      if (typeof port !== 'function') return port;
      return async (...given: unknown[]) => {
        step();
        const result: unknown = await (port as (...all: unknown[]) => unknown)(...given);
        step();
        return result;
      };
    },
  });
