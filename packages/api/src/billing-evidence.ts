import { z } from 'zod';
import { IdParams } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant, Money } from './shapes.ts';

/** What a publisher answers a dispute with. */
export const billingEvidence = {
  evidencePack: endpoint({
    method: 'get',
    path: '/v1/subscriptions/{id}/evidence-pack',
    summary:
      'What was accepted word for word, which prices were disclosed, what was paid and given back, and what the reader was written: to answer a dispute with. With `.pdf` the same as a document.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    answer: z
      .object({
        asOf: Instant,
        subscriptionId: z.uuid(),
        orderNumber: z.string(),
        readerId: z.uuid(),
        product: z.string(),
        startedAt: Instant,
        endedAt: Instant.nullable(),
        endReason: z.string().nullable(),
        card: z.object({ brand: z.string(), last4: z.string() }).nullable(),
        consent: z
          .object({
            version: z.string(),
            text: z.string(),
            acceptedAt: Instant,
            pathHash: z.string(),
            reason: z.string().nullable(),
          })
          .nullable(),
        prices: z.array(z.object({ phase: z.string(), charges: z.int().nullable(), amount: Money })),
        charges: z.array(
          z.object({
            phase: z.string(),
            amount: Money,
            refunded: Money,
            status: z.string(),
            from: Instant,
            until: Instant,
            paidAt: Instant.nullable(),
            stripeChargeId: z.string().nullable(),
            dispute: z
              .object({ id: z.string(), status: z.string(), reason: z.string().optional() })
              .nullable(),
          }),
        ),
        mails: z.array(z.object({ kind: z.string(), at: Instant })),
        history: z.array(z.object({ at: Instant, summary: z.string(), amount: Money.nullable() })),
      })
      .meta({ id: 'EvidencePack' }),
    problems: ['subscription-not-found'],
  }),
  evidenceDocument: endpoint({
    method: 'get',
    path: '/v1/subscriptions/{id}/evidence-pack.pdf',
    summary: 'The evidence pack as a document for people at a bank.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    media: 'application/pdf',
    answer: z.string(),
    problems: ['subscription-not-found'],
  }),
} as const;
