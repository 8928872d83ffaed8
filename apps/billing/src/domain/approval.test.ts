import { describe, expect, test } from 'vitest';
import { aCharge, afterDays, aRefund, dollars, start } from '../../test/builders.ts';
import {
  checkAlone,
  checkApproved,
  checkCreditAlone,
  decideOn,
  type ApprovalRequest,
  type Outcome,
} from './approval.ts';

const refusal = (code: string) => expect.objectContaining({ code }) as unknown as Error;

describe('one person alone gives back', () => {
  const alone = (cents: bigint, { limit = 500n as bigint | null, charge = aCharge() } = {}) =>
    checkAlone(charge, { amount: { amount: cents, currency: 'USD' }, limit });

  test('up to the limit, and not a cent more', () => {
    expect(() => alone(500n)).not.toThrow();
    expect(() => alone(501n)).toThrow(refusal('refund-needs-approval'));
  });

  test('not more in several small sums, sent or on their way', () => {
    expect(() => alone(101n, { charge: aCharge({ refunds: [aRefund({ amount: dollars(4) })] }) })).toThrow(
      refusal('refund-needs-approval'),
    );
    const charge = aCharge({ reserved: [{ id: 'r1', amount: dollars(4) }] });
    expect(() => alone(101n, { charge })).toThrow(refusal('refund-needs-approval'));
    expect(() => alone(100n, { charge })).not.toThrow();
  });

  test('anything where the publisher has set no limit', () => {
    expect(() => alone(900n, { limit: null })).not.toThrow();
  });
});

test('one person alone gives as a credit up to the limit, with what they gave the reader before', () => {
  const credit = (cents: bigint, { given = 0n, limit = 500n as bigint | null } = {}) =>
    checkCreditAlone({ amount: { amount: cents, currency: 'USD' }, given, limit });

  expect(() => credit(500n)).not.toThrow();
  expect(() => credit(100n, { given: 400n })).not.toThrow();
  expect(() => credit(101n, { given: 400n })).toThrow(refusal('refund-needs-approval'));
  expect(() => credit(9000n, { given: 400n, limit: null })).not.toThrow();
});

describe('a request', () => {
  const waiting: ApprovalRequest & { outcome: Outcome | null } = {
    id: 'r1',
    kind: 'refund',
    subjectId: aCharge().id,
    amount: dollars(9),
    reason: 'goodwill',
    state: 'waiting',
    askedBy: 'finance:ada',
    askedAt: start,
    decidedBy: null,
    decidedAt: null,
    note: null,
    outcome: null,
  };
  const decide = (
    verdict: 'approved' | 'rejected',
    by: string,
    { request = waiting as ApprovalRequest, outcome = null as Outcome | null } = {},
  ) => decideOn({ ...request, outcome }, { verdict, by, note: null, at: afterDays(1) });

  test('is approved by another person, never by who asked', () => {
    expect(decide('approved', 'finance:ben')).toMatchObject({ state: 'approved', decidedBy: 'finance:ben' });
    expect(() => decide('approved', 'finance:ada')).toThrow(refusal('second-person-required'));
    expect(() => decide('approved', 'admin:ada')).toThrow(refusal('second-person-required'));
  });

  test('is rejected by anybody, also taken back by who asked', () => {
    expect(decide('rejected', 'finance:ada')).toMatchObject({ state: 'rejected' });
  });

  test('is decided once; the same word again changes nothing', () => {
    const approved = decide('approved', 'finance:ben');

    expect(decide('approved', 'finance:cleo', { request: approved })).toEqual(approved);
    const rejected = decide('rejected', 'finance:ben');
    expect(decide('rejected', 'finance:cleo', { request: rejected })).toEqual(rejected);
    expect(() => decide('approved', 'finance:cleo', { request: rejected })).toThrow(
      refusal('request-decided'),
    );
  });

  test('that was approved is rejected only while nothing was done about it, and is not carried out then', () => {
    const request = decide('approved', 'finance:ben');
    expect(() => checkApproved(request)).not.toThrow();

    for (const outcome of ['on-its-way', 'done', 'failed'] as const)
      expect(() => decide('rejected', 'finance:cleo', { request, outcome })).toThrow(
        refusal('request-decided'),
      );
    const rejected = decide('rejected', 'finance:ada', { request, outcome: 'missing' });
    expect(rejected).toMatchObject({ state: 'rejected', decidedBy: 'finance:ada' });
    for (const one of [rejected, waiting])
      expect(() => checkApproved(one)).toThrow(refusal('request-decided'));
  });
});
