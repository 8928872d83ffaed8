import type { StripeEvent } from '../domain/event.ts';
import type { WebhookEndpoint } from '../domain/webhook.ts';

export type Delivery = {
  readonly id: number;
  readonly attempts: number;
  readonly event: StripeEvent;
  readonly endpoint: WebhookEndpoint;
};

/** What one attempt came to. */
export type Outcome = {
  readonly ok: boolean;
  /** The HTTP status, or null when no answer came. */
  readonly status: number | null;
  readonly error: string | null;
  readonly millis: number;
  readonly machineAt: number;
};

/** An attempt as it is listed; `at` and `nextAt` are instants of the virtual clock. */
export type Attempted = {
  readonly event: string;
  readonly endpoint: string;
  readonly state: string;
  readonly at: number;
  readonly nextAt: number | null;
  readonly status: number | null;
  readonly error: string | null;
  readonly millis: number;
};

/** Instants are whole seconds of the virtual clock. */
export type Deliveries = {
  /** `at` null keeps it without sending: only `resend` brings it on its way. */
  queue(delivery: { readonly event: string; readonly endpoint: string; readonly at: number | null }): void;
  nextAt(): number | null;
  /** Oldest first. */
  due(now: number, limit: number): Delivery[];
  /** Answers with when it is tried again, or null: it arrived, or Stripe gives up. */
  record(delivery: Delivery, outcome: Outcome, now: number): number | null;
  /** `all` is everything that has not arrived; `everything` is also what has. */
  resend(which: 'all' | 'everything', now: number): number;
  resendEvent(event: string, now: number): number;
  counts(): Readonly<Record<string, number>>;
  /** Newest first. */
  attempts(limit: number): Attempted[];
};
