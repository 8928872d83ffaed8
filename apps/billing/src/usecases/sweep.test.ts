import { describe, expect, test } from 'vitest';
import type { IncomingEvent } from './inbox-ports.ts';
import { collectCash, sweepEvents } from './sweep.ts';

const now = new Date('2026-03-01T12:00:00Z');

/** An account with pages of news, and what became of it, in order. */
function anAccount(
  pages: readonly (readonly string[])[],
  { breaksAt = pages.length, knownBefore = [] }: { breaksAt?: number; knownBefore?: string[] } = {},
) {
  const steps: string[] = [];
  const sweep = sweepEvents({
    stripe: {
      async *events() {
        for (const [index, ids] of pages.entries()) {
          if (index === breaksAt) throw new Error('Stripe is away');
          steps.push(`read ${ids.join(' ')}`);
          yield ids.map((id) => ({ id, read: () => ({ id }) as IncomingEvent }));
        }
      },
    },
    inbox: {
      unknown: async (ids) => new Set(ids.filter((id) => !knownBefore.includes(id))),
      keep: async (events) => {
        steps.push(`keep ${events.map(({ id }) => id).join(' ')}`);
        return events.length;
      },
    },
    cursors: { get: async () => null, set: async (name) => void steps.push(`${name} is read`) },
    clock: { kind: 'business', now: () => now },
  });
  return { steps, sweep };
}

describe('the look for events that no webhook brought', () => {
  test('keeps each page before it reads the next, so that a long outage fits into memory', async () => {
    const { steps, sweep } = anAccount([['e4', 'e3'], ['e2', 'e1'], []]);

    expect(await sweep()).toBe(4);
    expect(steps).toEqual([
      'read e4 e3',
      'keep e4 e3',
      'read e2 e1',
      'keep e2 e1',
      'read ',
      'events is read',
    ]);
  });

  test('keeps what is not known, and reads nothing of what is', async () => {
    const { steps, sweep } = anAccount(
      [
        ['e4', 'e3'],
        ['e2', 'e1'],
      ],
      { knownBefore: ['e4', 'e2', 'e1'] },
    );

    expect(await sweep()).toBe(1);
    expect(steps).toEqual(['read e4 e3', 'keep e3', 'read e2 e1', 'events is read']);
  });

  test('that breaks off is begun again from where the last one began', async () => {
    const { steps, sweep } = anAccount([['e4', 'e3'], ['e2']], { breaksAt: 1 });

    await expect(sweep()).rejects.toThrow('Stripe is away');
    expect(steps).toEqual(['read e4 e3', 'keep e4 e3']);
  });
});

test.each([
  ['2026-03-01T11:50:00Z', '2026-03-01T10:50:00Z'],
  ['2026-02-28T23:59:00Z', '2026-02-26T23:59:00Z'],
])(
  'the cash journal last looked at %s looks back to %s: an hour, and two days once a day',
  async (last, from) => {
    const asked: string[] = [];
    const collect = collectCash({
      stripe: {
        async *balanceTransactions(since) {
          asked.push(since.toISOString());
          yield [];
        },
      },
      cash: { book: async () => 0 },
      cursors: { get: async () => new Date(last), set: async () => undefined },
      clock: { kind: 'business', now: () => now },
    });
    await collect();
    expect(asked).toEqual([new Date(from).toISOString()]);
  },
);
