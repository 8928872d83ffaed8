import { fakeBusinessClock, fakeMachineClock } from '@gatefold/test-kit';
import { expect, test } from 'vitest';
import { aNotice } from '../../test/builders.ts';
import type { Message } from '../domain/message.ts';
import type { Envelope } from './ports.ts';
import { sendDue } from './send-due.ts';

const message: Message = { id: 'm1', attempts: 1, matter: { kind: 'notice', notice: aNotice() } };
const title = { key: 'meridian', name: 'The Meridian', url: 'https://meridian.example' };
const letter = { subject: 's', preview: 'p', heading: 'h', parts: [] };

/** One message that is due, and a store that only remembers what it was told. */
function aRound({ isMine = true, handOver = async () => null as null, write = async () => true }) {
  const told: string[] = [];
  const handed: Envelope[] = [];
  const waiting = [[message]];
  const note = (what: string) => async (_message: unknown, detail: unknown) =>
    void told.push(`${what} ${String(detail)}`);
  const send = sendDue({
    messages: {
      claim: async () => waiting.shift() ?? [],
      begin: async () => isMine,
      sent: note('sent'),
      postpone: note('postpone'),
      refuse: note('refuse'),
      fail: note('fail'),
      doubt: note('doubt'),
      doubtAbandoned: async () => 0,
      outlook: async () => ({ hasWork: false, nextDueAt: null }),
      listOf: async () => [],
    },
    post: {
      async handOver(envelope) {
        handed.push(envelope);
        return handOver();
      },
    },
    writeLetter: async () =>
      (await write()) ? { title, to: 'ada@meridian.example', locale: 'en-US', letter } : null,
    businessClock: fakeBusinessClock('2026-03-01T12:00:00Z'),
    machineClock: fakeMachineClock('2030-01-01T00:00:00Z'),
    log: { warn: () => undefined },
  });
  return { send, told, handed };
}

test('a mail is handed over under its own id and dated in business time', async () => {
  const { send, told, handed } = aRound({});
  await send();

  expect(handed).toMatchObject([
    { messageId: 'm1', kind: 'receipt', date: new Date('2026-03-01T12:00:00Z') },
  ]);
  expect(told).toHaveLength(1);
});

test('a mail that another process has taken over meanwhile is not handed over', async () => {
  const { send, told, handed } = aRound({ isMine: false });
  await send();

  expect([handed, told]).toEqual([[], []]);
});

test('a mail whose letter cannot be written waits, and the round goes on', async () => {
  const { send, told, handed } = aRound({ write: () => Promise.reject(new Error('identity is away')) });
  await send();

  expect(handed).toEqual([]);
  expect(told).toEqual(['postpone 1000']);
});

test('a store that fails after the handover is not told that the mail may be sent again', async () => {
  const { send, told } = aRound({ handOver: () => Promise.reject(new Error('the process is dying')) });

  await expect(send()).rejects.toThrow();
  expect(told).toEqual([]);
});
