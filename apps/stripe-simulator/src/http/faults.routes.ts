import type { Router } from 'express';
import { z } from 'zod';
import { rateLimitReasons, type Faults } from '../faults/faults.ts';
import { stripeLimits, type RateLimits } from '../faults/limits.ts';
import { bodyOf } from './sim-body.ts';

const effect = z.boolean().default(false);
const Fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('latency'), millis: z.number().int().min(1).max(600_000) }),
  z.strictObject({ kind: z.literal('timeout'), effect }),
  z.strictObject({ kind: z.literal('reset'), effect }),
  z.strictObject({ kind: z.literal('conflict') }),
  z.strictObject({
    kind: z.literal('rate-limit'),
    retryAfter: z.number().int().min(0).max(3_600).default(1),
    reason: z.enum(rateLimitReasons).default('global-rate'),
  }),
  z.strictObject({ kind: z.literal('server-error'), effect }),
  z.strictObject({ kind: z.literal('wrong-amount'), by: z.number().int().default(1) }),
]);

const Wanted = z.union([
  z.strictObject({
    fault: Fault,
    method: z.enum(['DELETE', 'GET', 'POST']).nullable().default(null),
    path: z.string().max(500).default('/v1'),
    times: z.number().int().min(1).max(100_000).default(1),
  }),
  z.strictObject({
    limits: z.union([
      z.boolean(),
      z.strictObject({
        perEndpoint: z.number().int().min(1).default(stripeLimits.perEndpoint),
        perAccount: z.number().int().min(1).default(stripeLimits.perAccount),
        readsPerTransaction: z.number().int().min(1).default(stripeLimits.readsPerTransaction),
        readsAtLeast: z.number().int().min(0).default(stripeLimits.readsAtLeast),
      }),
    ]),
  }),
]);

export type FaultParts = { readonly faults: Faults; readonly limits: RateLimits };

/** `/_sim/faults`: what goes wrong with the next calls, and Stripe's own limits, which are off at first. */
export function faultRoutes(router: Router, { faults, limits }: FaultParts): void {
  const standing = () => ({ faults: faults.list(), limits: limits.get() });
  router.get('/_sim/faults', (_req, res) => void res.json(standing()));
  router.delete('/_sim/faults', (_req, res) => {
    faults.clear();
    limits.set(null);
    res.json(standing());
  });
  router.post('/_sim/faults', (req, res) => {
    const asked = bodyOf(Wanted, req, res);
    if (asked === null) return;
    if ('fault' in asked) faults.plan(asked);
    else limits.set(asked.limits === true ? stripeLimits : asked.limits === false ? null : asked.limits);
    res.json(standing());
  });
}
