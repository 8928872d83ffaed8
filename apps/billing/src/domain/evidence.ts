import { formatMoney, type Money } from '@gatefold/kernel';
import type { PdfLine } from './pdf-text.ts';
import { heading, second, useLines, type Use } from './use-evidence.ts';

/** What a bank may be shown, without any address or card number. */
export type Evidence = BillingRecords & Use;

/** What billing itself has on record of a subscription. */
export type BillingRecords = {
  readonly asOf: Date;
  readonly subscriptionId: string;
  readonly orderNumber: string;
  readonly readerId: string;
  /** Under which the same person bought, before the address was confirmed. */
  readonly earlierReaderIds: readonly string[];
  readonly product: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
  readonly card: { readonly brand: string; readonly last4: string } | null;
  /** What was accepted before anything was paid, word for word. */
  readonly consent: {
    readonly version: string;
    readonly text: string;
    readonly acceptedAt: Date;
    /** Of the price path that the words belong to, so that neither can be changed unseen. */
    readonly pathHash: string;
    /** Why they may have it, in their words, where the offer asked. */
    readonly reason: string | null;
    /** The network address from which was accepted; null where it was not known, or is forgotten. */
    readonly ip: string | null;
  } | null;
  /** The prices as they were disclosed, in their order. */
  readonly prices: readonly {
    readonly phase: string;
    readonly charges: number | null;
    readonly amount: Money;
  }[];
  readonly charges: readonly {
    readonly phase: string;
    readonly amount: Money;
    readonly refunded: bigint;
    readonly status: string;
    readonly from: Date;
    readonly until: Date;
    readonly paidAt: Date | null;
    readonly stripeChargeId: string | null;
    readonly dispute: { readonly id: string; readonly status: string; readonly reason?: string } | null;
  }[];
  /** What the reader was to be written about, and when that was due. */
  readonly notices: readonly { readonly kind: string; readonly at: Date }[];
  /** What happened, oldest first. */
  readonly history: readonly { readonly at: Date; readonly summary: string; readonly amount: Money | null }[];
};

const sum = (money: Money): string => formatMoney(money, 'en-US');

/** The same as a document for people at a bank. */
export const evidenceLines = (evidence: Evidence): PdfLine[] => [
  { text: `Evidence for order ${evidence.orderNumber}`, isHeading: true },
  {
    text: `As of ${second(evidence.asOf)}. Subscription ${evidence.subscriptionId}, reader ${evidence.readerId}.`,
  },
  ...heading('What was bought'),
  ...bought(evidence),
  ...heading('What was accepted before the first payment'),
  ...accepted(evidence),
  ...heading('Prices as disclosed'),
  ...evidence.prices.map(({ phase, charges, amount }) => ({
    text: `${phase.replaceAll('_', ' ')}: ${sum(amount)}${charges === null ? ' until it is cancelled' : `, ${charges} times`}`,
  })),
  ...heading('Payments'),
  ...evidence.charges.map(chargeLine),
  ...heading('What the reader was to be told'),
  ...evidence.notices.map(({ kind, at }) => ({ text: `${second(at)}  ${kind.replaceAll('-', ' ')}` })),
  ...useLines(evidence),
  ...heading('What happened'),
  ...evidence.history.map(({ at, summary, amount }) => ({
    text: `${second(at)}  ${summary}${amount === null ? '' : `, ${sum(amount)}`}`,
  })),
];

function bought({ product, startedAt, endedAt, endReason, card }: Evidence): PdfLine[] {
  return [
    { text: `${product}, from ${second(startedAt)}` },
    ...(card === null ? [] : [{ text: `Paid with ${card.brand} ending in ${card.last4}` }]),
    ...(endedAt === null ? [] : [{ text: `Ended at ${second(endedAt)}: ${endReason ?? ''}` }]),
  ];
}

function accepted({ consent }: Evidence): PdfLine[] {
  if (consent === null) return [{ text: 'Nothing is on record.' }];
  return [
    { text: `“${consent.text}”`.replaceAll(/[“”]/g, '"') },
    {
      text: `Version ${consent.version}, accepted at ${second(consent.acceptedAt)}, price path ${consent.pathHash}`,
    },
    ...(consent.ip === null ? [] : [{ text: `From the network address ${consent.ip}` }]),
    ...(consent.reason === null ? [] : [{ text: `Said by the buyer: "${consent.reason}"` }]),
  ];
}

const chargeLine = (charge: Evidence['charges'][number]): PdfLine => ({
  text:
    `${charge.phase.replaceAll('_', ' ')}: ${sum(charge.amount)}, ${charge.status}` +
    `${charge.paidAt === null ? '' : ` at ${second(charge.paidAt)}`}, for ${second(charge.from)} until ${second(charge.until)}` +
    `${charge.refunded === 0n ? '' : `, given back ${sum({ ...charge.amount, amount: charge.refunded })}`}` +
    `${charge.dispute === null ? '' : `, disputed (${charge.dispute.reason ?? 'no reason'}): ${charge.dispute.status}`}` +
    `${charge.stripeChargeId === null ? '' : `, ${charge.stripeChargeId}`}`,
});
