import type Stripe from 'stripe';

export const HOUR = 3_600;
export const DAY = 24 * HOUR;
export const PERIOD = 28 * DAY;

export const cards = {
  good: '4242 4242 4242 4242',
  other: '5555 5555 5555 4444',
  failsLater: '4000 0000 0000 0341',
  asksAlways: '4000 0027 6000 3184',
  disputed: '4000 0000 0000 0259',
} as const;

/** What is for sale: $1 for four weeks, $9 every four weeks for a year, then $15. */
export type Offer = {
  readonly digital: string;
  readonly list: string;
  readonly once: string;
  readonly coupon: string;
};

/** One customer on a clock of their own, and what can be done to them. The same on the simulator and on Stripe. */
export type Stage = {
  readonly stripe: Stripe;
  readonly offer: Offer;
  /** Made when somebody first asks. Comes with a card that works where `card` is wanted. */
  customer(card?: string): Promise<string>;
  /** Takes the offer; answers with the id of the subscription. */
  subscribe(card?: string): Promise<string>;
  /** The subscription as it is now. */
  subscription(): Promise<Stripe.Subscription>;
  /** Its invoices, oldest first. */
  invoices(): Promise<Stripe.Invoice[]>;
  /** The clock of this customer goes on by so many seconds. */
  turn(seconds: number): Promise<void>;
  /** Fills in a hosted page and presses a button. On the simulator only. */
  press(url: string, form: Readonly<Record<string, string>>): Promise<void>;
  /** Asks the simulator for something that Stripe has no call for. */
  lever(path: string, body: object): Promise<void>;
};

export type Step = {
  readonly says: string;
  act(stage: Stage): Promise<unknown>;
  /** The events of it in their order, with amounts; left out where it is only preparation. */
  readonly then?: readonly string[];
  /** What can be read afterwards. */
  readonly shows?: { readonly read: (stage: Stage) => Promise<unknown>; readonly is: unknown };
};

export type Scenario = {
  readonly name: string;
  readonly says: string;
  /** Hosted pages and levers: what Stripe itself cannot be asked for without a browser. */
  readonly needsSimulator?: true;
  readonly steps: readonly Step[];
};

/** A renewal that goes well, from its draft on. */
export const paid = (amount: number): string[] => [
  `invoice.finalized open ${amount}`,
  `payment_intent.created requires_payment_method ${amount}`,
  ...recovered(amount),
  `charge.updated succeeded ${amount}`,
];

/** An open invoice that is paid. */
export const recovered = (amount: number): string[] => [
  `charge.succeeded succeeded ${amount}`,
  `payment_intent.succeeded succeeded ${amount}`,
  `invoice.updated paid ${amount}`,
  `invoice.paid paid ${amount}`,
  `invoice.payment_succeeded paid ${amount}`,
  `invoice_payment.paid paid ${amount}`,
];

export const refusedByBank = (amount: number): string[] => [
  `charge.failed failed ${amount}`,
  `payment_intent.payment_failed requires_payment_method ${amount}`,
  `invoice.payment_failed open ${amount}`,
  `invoice.updated open ${amount}`,
];

/** The end of a period: the next one begins with a draft. */
export const boundary = (amount: number): string[] => [
  'customer.subscription.updated active',
  `invoice.created draft ${amount}`,
];

export const subscribes: Step = { says: 'a reader takes the offer', act: (stage) => stage.subscribe() };

export const turns = (says: string, seconds: number, then?: readonly string[]): Step => ({
  says,
  act: (stage) => stage.turn(seconds),
  ...(then === undefined ? {} : { then }),
});

export const amountsPaid = async (stage: Stage): Promise<number[]> =>
  (await stage.invoices()).map(({ amount_paid }) => amount_paid);

/** The first of a list that must not be empty. */
export function first<T>(list: readonly T[]): T {
  const [found] = list;
  if (found === undefined) throw new Error('there is none');
  return found;
}
