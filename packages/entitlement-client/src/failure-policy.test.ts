import { at, DAY, plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { whileSilent } from './failure-policy.ts';
import type { KnownReader } from './last-known.ts';
import type { AccessQuestion } from './question.ts';

const now = at('2026-03-01');
const reader = '01990000-0000-7000-8000-00000000000a';

const payer: KnownReader = {
  version: 3,
  grants: [
    {
      id: '01990000-0000-7000-8000-000000000001',
      publication: 'courier',
      features: ['articles', 'columns'],
      source: 'gift',
      from: plus(now, -30 * DAY).toISOString(),
      until: plus(now, -DAY).toISOString(),
      untilIfStale: plus(now, DAY).toISOString(),
      version: 3,
    },
  ],
};
const ended: KnownReader = { version: 4, grants: [] };
const article: AccessQuestion = { reader, article: 'the-harbour', publication: 'courier' };

type Row = {
  who: string;
  question: AccessQuestion;
  known: KnownReader | undefined;
  when?: Date;
  open: { granted: boolean; reason: string };
  closed: { granted: boolean; reason: string };
};
const no = (reason: string) => ({ granted: false, reason });
const yes = (reason: string) => ({ granted: true, reason });

const rows: Row[] = [
  {
    who: 'a visitor at a free article',
    question: { article: 'the-harbour', rule: { access: 'free', feature: null } },
    known: undefined,
    open: yes('free'),
    closed: yes('free'),
  },
  {
    who: 'a signed-in reader at an article for the registered',
    question: { ...article, rule: { access: 'registered', feature: null } },
    known: undefined,
    open: yes('registered'),
    closed: yes('registered'),
  },
  {
    who: 'a visitor at an article for the registered',
    question: { article: 'the-harbour', rule: { access: 'registered', feature: null } },
    known: undefined,
    open: no('not-signed-in'),
    closed: no('not-signed-in'),
  },
  {
    who: 'a visitor',
    question: { article: 'the-harbour' },
    known: undefined,
    open: no('not-signed-in'),
    closed: no('not-signed-in'),
  },
  { who: 'a known payer', question: article, known: payer, open: yes('gift'), closed: no('unknown') },
  {
    who: 'a known payer in the last millisecond of trust',
    question: article,
    known: payer,
    when: plus(now, DAY - 1),
    open: yes('gift'),
    closed: no('unknown'),
  },
  {
    who: 'a known payer when trust is over',
    question: article,
    known: payer,
    when: plus(now, DAY),
    open: no('unknown'),
    closed: no('unknown'),
  },
  {
    who: 'a known payer at something that their grant does not hold',
    question: { ...article, rule: { access: 'feature', feature: 'newsletter' } },
    known: payer,
    open: no('unknown'),
    closed: no('unknown'),
  },
  {
    who: 'a known payer at another publication',
    question: { ...article, publication: 'other' },
    known: payer,
    open: no('unknown'),
    closed: no('unknown'),
  },
  {
    who: 'a reader whose access ended',
    question: article,
    known: ended,
    open: no('unknown'),
    closed: no('unknown'),
  },
  {
    who: 'a reader of whom nothing was heard',
    question: article,
    known: undefined,
    open: no('unknown'),
    closed: no('unknown'),
  },
];

describe.each(rows)('while entitlement is silent, $who', ({ question, known, when = now, open, closed }) => {
  test(`open-for-known-payers: ${open.reason}`, () => {
    expect(whileSilent({ question, known, policy: 'open-for-known-payers', now: when })).toMatchObject(open);
  });

  test(`closed: ${closed.reason}`, () => {
    expect(whileSilent({ question, known, policy: 'closed', now: when })).toMatchObject(closed);
  });
});
