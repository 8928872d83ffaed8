import type { Refusal } from '@gatefold/kernel';
import { expect, test } from 'vitest';
import type { SoldIn } from './adapters/postgres/catalogues.ts';
import { shelfIn } from './world-catalogue.ts';

test('a process that has not looked yet says so, and not that nothing is on sale', () => {
  const { offers, houseRules } = shelfIn({} as SoldIn, { warn: () => undefined } as never);

  for (const ask of [offers.current, offers.promotions, () => houseRules.pause])
    expect(ask).toThrow(expect.objectContaining({ code: 'temporarily-unavailable' }) as Refusal);
});
