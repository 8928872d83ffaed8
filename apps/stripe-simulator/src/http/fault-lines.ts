import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import { withWrongAmounts, type Fault, type RateLimitReason } from '../faults/faults.ts';
import { refuse } from '../domain/refusals.ts';

/** An answer, and whether it is kept under the idempotency key. */
export type Sent = { readonly status: number; readonly body: string };

export type Faulty = {
  readonly res: ServerResponse;
  /** Does the work and says what to answer. */
  readonly work: () => Sent;
  /** Answers without doing the work; kept under the idempotency key, as Stripe keeps a 500. */
  readonly instead: (sent: Sent) => Sent;
};

/** How long a call that is never answered is held open, in milliseconds. Clients give up before. */
const HELD_MS = 120_000;

export const rateLimited = (res: ServerResponse, reason: RateLimitReason, retryAfter: number | null) => {
  res.setHeader('stripe-rate-limited-reason', reason).setHeader('stripe-should-retry', 'true');
  if (retryAfter !== null) res.setHeader('retry-after', String(retryAfter));
  return refuse(
    'rate_limit',
    'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
  );
};

/** The answer to a call that meets a fault; null when there is none to send. */
export async function underFault(fault: Fault, { res, work, instead }: Faulty): Promise<Sent | null> {
  switch (fault.kind) {
    case 'latency':
      await sleep(fault.millis);
      return work();
    case 'conflict':
    case 'rate-limit':
      throw refusalFor(fault, res);
    case 'server-error':
      return instead(brokenAfter(fault, work));
    case 'wrong-amount': {
      const sent = work();
      const wrong = withWrongAmounts(JSON.parse(sent.body), fault.by);
      return { ...sent, body: JSON.stringify(wrong, null, 2) };
    }
    case 'timeout':
    case 'reset':
      return silence(fault, { res, work });
  }
}

function refusalFor(fault: Extract<Fault, { kind: 'conflict' | 'rate-limit' }>, res: ServerResponse) {
  if (fault.kind === 'rate-limit') return rateLimited(res, fault.reason, fault.retryAfter);
  res.setHeader('stripe-should-retry', 'true');
  return refuse(
    'lock_timeout',
    'This object cannot be accessed right now because another API request or Stripe process is currently accessing it.',
  );
}

function brokenAfter({ effect }: { readonly effect: boolean }, work: Faulty['work']): Sent {
  if (effect) work();
  const error = { type: 'api_error', message: 'An unknown error occurred' };
  return { status: 500, body: JSON.stringify({ error }, null, 2) };
}

type Silent = Extract<Fault, { kind: 'reset' | 'timeout' }>;

function silence({ kind, effect }: Silent, { res, work }: Pick<Faulty, 'res' | 'work'>): null {
  if (effect) work();
  if (kind === 'reset') res.socket?.destroy();
  else setTimeout(() => void res.socket?.destroy(), HELD_MS).unref();
  return null;
}
