import { createHmac, timingSafeEqual } from 'node:crypto';
import { toUnix, type MachineClock } from '@gatefold/kernel';
import { refuse } from '../../domain/refusals.ts';
import type { WebhookReader } from '../../usecases/inbox-ports.ts';
import { incomingFrom } from './incoming.ts';

type Options = {
  /** Whole, with their prefix. Several while one is being replaced. */
  readonly secrets: readonly string[];
  readonly isLive: boolean;
  readonly clock: MachineClock;
};

/** Seconds that a signature may be old, or lie ahead of our clock. */
const TOLERANCE = 300;

/** What a header may hold at most; Stripe sends a few hundred characters. */
const LONGEST_HEADER = 4_096;

export const webhookReader = ({ secrets, isLive, clock }: Options): WebhookReader => ({
  read(raw, header) {
    if (!isSigned(raw, header ?? '', { secrets, now: toUnix(clock.now()) }))
      throw refuse('webhook-signature-invalid');
    const event = incomingFrom(raw);
    if (event === null) throw refuse('webhook-malformed');
    if (event.livemode !== isLive) throw refuse('webhook-mode-mismatch');
    return event;
  },
});

/** `t=<seconds>,v1=<hex>[,v1=…]`: signed over the time and the raw bytes, so neither can be swapped. */
function isSigned(
  raw: Buffer,
  header: string,
  { secrets, now }: { secrets: readonly string[]; now: number },
): boolean {
  if (header.length > LONGEST_HEADER) return false;
  const parts = header.split(',').map((part) => part.trim().split('='));
  const time = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(time) || Math.abs(now - Number(time)) > TOLERANCE) return false;
  const given = parts
    .filter(([name, value]) => name === 'v1' && /^[0-9a-f]{64}$/.test(value ?? ''))
    .map(([, value]) => Buffer.from(value ?? '', 'hex'));
  return secrets.some((secret) => {
    const expected = createHmac('sha256', secret).update(`${time}.`).update(raw).digest();
    return given.some((candidate) => timingSafeEqual(candidate, expected));
  });
}
