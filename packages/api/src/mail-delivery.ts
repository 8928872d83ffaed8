import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Instant } from './shapes.ts';

const Outcome = z.enum(['bounced', 'delayed', 'complained']);
const Id = z.object({ id: z.uuid().toLowerCase() });

/** What became of mails after a server had taken them. */
export const delivery = {
  reportDelivery: endpoint({
    method: 'post',
    path: '/v1/delivery-reports',
    summary:
      'Told by the mail provider: a mail came back for good, or its reader called it spam. Signed as Standard Webhooks has it. A repeat changes nothing.',
    caller: 'anyone',
    body: z.object({
      /** Its `Message-ID`, with or without what stands behind the @. */
      messageId: z.string().max(200),
      /** What comes back for a while only (`delayed`) changes nothing. */
      outcome: Outcome,
    }),
    status: 202,
    answer: z.object({ taken: z.literal(true) }),
    problems: ['report-unsigned'],
  }),
  reportReturnedMail: endpoint({
    method: 'post',
    path: '/v1/returned-mails',
    summary:
      'Reads a mail that came back to the sender: a report of delivery (RFC 3464) or of a complaint (RFC 5965). For `gatefold` alone. A repeat changes nothing.',
    caller: 'service',
    /** As it came, headers and all. */
    body: z.strictObject({ mail: z.string().min(1).max(100_000) }),
    status: 200,
    /** Null for what is no report of a mail of ours. */
    answer: z.object({ outcome: Outcome.nullable() }),
    problems: [],
  }),
  addressState: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/address',
    summary: 'Whether mails to a reader come back: to the address of now, and to each that was known.',
    caller: 'reader',
    params: Id,
    status: 200,
    /** The first is null for an address of which nothing bad is known. */
    answer: z.object({
      undeliverableSince: Instant.nullable(),
      /** Every address of theirs from which a mail came back, oldest first. Kept as a hash, so none is named. */
      returned: z.array(
        z.object({
          since: Instant,
          /** When the reader said that it works. */
          trustedAt: Instant.nullable(),
          /** Whether it is the address of now. */
          isCurrent: z.boolean(),
        }),
      ),
    }),
    problems: [],
  }),
  trustAddress: endpoint({
    method: 'post',
    path: '/v1/readers/{id}/address/trust',
    summary: 'The reader says that their address works: it is written to again. A repeat changes nothing.',
    caller: 'reader',
    params: Id,
    body: z.strictObject({}),
    status: 200,
    answer: z.object({ trusted: z.literal(true) }),
    problems: [],
  }),
} as const;
