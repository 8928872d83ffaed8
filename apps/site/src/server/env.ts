import {
  houseTitles,
  listening,
  ownKey,
  simulatorClock,
  tellsTitlesApart,
  type Title,
} from '@gatefold/service-kit';
import { z } from 'zod';
import { publications } from '../publication.ts';

/** Checkout and the portal, hosted invoices, and what `invoice_pdf` leads to. */
const stripePages = [
  ...['https://checkout.stripe.com', 'https://billing.stripe.com'],
  ...['https://invoice.stripe.com', 'https://pay.stripe.com'],
];

export const Env = z
  .object({
    ...listening(4000),
    ...ownKey,
    /** The addresses that readers see. Forms from any other are refused. */
    ...houseTitles,
    BILLING_URL: z.url(),
    CONTENT_URL: z.url(),
    ENTITLEMENT_URL: z.url(),
    IDENTITY_URL: z.url(),
    MAIL_URL: z.url(),
    /** Which proxies may say whose browser they speak for, as Express's `trust proxy` takes it. */
    TRUST_PROXY: z.string().optional(),
    ...simulatorClock,
    /** For pages of articles in memory; with 0 each is made anew for everybody. */
    KEPT_PAGES_MB: z.coerce.number().int().nonnegative().max(16_384).default(128),
    /** Origins of hosted payment pages besides Stripe's, such as one under a name of one's own; comma between. */
    PAYMENT_ORIGINS: z
      .string()
      .default('')
      .transform((list) => list.split(',').filter((origin) => origin.trim() !== ''))
      .transform((origins) => origins.map((origin) => new URL(origin.trim()).origin)),
  })
  .superRefine(tellsTitlesApart)
  .superRefine(namesKnownPapers)
  .transform(({ PAYMENT_ORIGINS, ...env }) => ({
    ...env,
    paymentOrigins: [...new Set([...hostedPages(env.SIMULATOR_CLOCK_URL), ...PAYMENT_ORIGINS])],
  }));

export type Env = z.infer<typeof Env>;

function namesKnownPapers(
  { TITLES = [] }: { TITLES?: readonly Title[] | undefined },
  context: z.RefinementCtx,
): void {
  for (const { key } of TITLES)
    if (!publications.some((publication) => publication.key === key))
      context.addIssue({ code: 'custom', path: ['TITLES'], message: `This site knows nothing of ${key}.` });
}

/** Where readers are sent to pay: Stripe's pages, or the simulator's under either of its loopback names. */
function hostedPages(simulator: string | undefined): readonly string[] {
  if (simulator === undefined) return stripePages;
  const { protocol, port, hostname } = new URL(simulator);
  const names = new Set([hostname, 'localhost', '127.0.0.1']);
  return [...names].map((name) => `${protocol}//${name}${port === '' ? '' : `:${port}`}`);
}
