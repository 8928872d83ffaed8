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
      'What was accepted word for word, which prices were disclosed, what was paid and given back, and the mails, sign-ins and reads of the reader: to answer a dispute with. What another service could not say is null. With `.pdf` the same as a document.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    answer: z
      .object({
        asOf: Instant,
        subscriptionId: z.uuid(),
        orderNumber: z.string(),
        readerId: z.uuid(),
        /** Under which the same person bought, before the address was confirmed. */
        earlierReaderIds: z.array(z.uuid()),
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
            /** From where was accepted; forgotten when nothing paid under it can be disputed any more. */
            ip: z.string().nullable(),
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
        /** What was to be written, and when that was due. */
        notices: z.array(z.object({ kind: z.string(), at: Instant })),
        /** Null where mail could not be asked; the pack can be made again. */
        mails: z
          .array(
            z.object({
              kind: z.string(),
              status: z.string(),
              dueAt: Instant,
              sentAt: Instant.nullable(),
            }),
          )
          .nullable(),
        /** Null where identity could not be asked. */
        signIns: z.array(z.object({ at: Instant, device: z.string().nullable() })).nullable(),
        /** Null where content could not be asked; with `keeps` false the reader has switched the history off. */
        reads: z
          .object({
            keeps: z.boolean(),
            data: z.array(
              z.object({ at: Instant, title: z.string(), section: z.string(), slug: z.string() }),
            ),
          })
          .nullable(),
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
