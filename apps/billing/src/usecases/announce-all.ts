import type { Subscriptions } from './ports.ts';

const PAGE = 200;

/** Says every subscription's present state again, each with its next sequence. Answers how many. */
export const announceAll =
  ({ subscriptions }: { subscriptions: Subscriptions }) =>
  async (): Promise<number> => {
    let announced = 0;
    let after: string | null = null;
    for (;;) {
      const ids: string[] = await subscriptions.idsAfter(after, PAGE);
      for (const id of ids)
        await subscriptions.change(id, (current) => ({
          next: current,
          // Nothing was ever told of one that never began.
          changes: current.sequence === 0 ? [] : [{ type: 'announced' }],
        }));
      announced += ids.length;
      after = ids.at(-1) ?? null;
      if (after === null || ids.length < PAGE) return announced;
    }
  };
