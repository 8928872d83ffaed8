import type { Invoice } from '../domain/invoice.ts';
import type { Charge } from '../domain/payment.ts';
import { cardFields } from './card-form.view.ts';
import type { Mistake } from './asking.ts';
import { markup, type Html } from './html.ts';
import { amount, dayOf } from './money.ts';

export type Paying = {
  readonly invoice: Invoice;
  readonly mistake: Mistake | null;
  /** Whether a card is asked for, or the id of the card whose bank asks its owner. */
  readonly step: string;
};

/** What is owed and for what, and while it is open the form that pays it. */
export const invoiceView = ({ invoice, mistake, step }: Paying): Html => markup`<section>
    <h1>Invoice ${invoice.number}</h1>
    <p>${standing(invoice)}</p>
    ${invoice.description === null ? null : markup`<p>${invoice.description}</p>`}
    <dl class="lines">${rowsOf(invoice).map(
      ([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`,
    )}</dl>
    ${invoice.footer === null ? null : markup`<p class="soft">${invoice.footer}</p>`}
    <p><a href="/i/${invoice.id}/pdf">Invoice as PDF</a></p>
  </section>
  ${invoice.status === 'open' || invoice.status === 'uncollectible' ? markup`<section>${formFor({ invoice, mistake, step })}</section>` : null}`;

const formFor = ({ invoice, mistake, step }: Paying): Html =>
  step === 'card' ? cardForm(invoice, mistake) : challengeForm(invoice, step);

const cardForm = (
  invoice: Invoice,
  mistake: Mistake | null,
): Html => markup`<form method="post" action="/i/${invoice.id}" novalidate>
    <h2>Pay with a card</h2>
    ${mistake === null ? null : markup`<p class="error" id="mistake" role="alert">${mistake.message}</p>`}
    ${cardFields({ mistake, typed: { billingName: '' } })}
    <button type="submit">Pay ${amount(invoice.amount_remaining, invoice.currency)}</button>
  </form>`;

const challengeForm = (
  invoice: Invoice,
  method: string,
): Html => markup`<form method="post" action="/i/${invoice.id}">
    <h2>Your bank asks: is this you?</h2>
    <p>A payment of ${amount(invoice.amount_remaining, invoice.currency)} is about to be made. This page stands for the 3-D Secure page of a bank.</p>
    <input type="hidden" name="method" value="${method}">
    <button name="answer" value="succeed">Complete authentication</button>
    <button name="answer" value="fail" class="plain">Fail authentication</button>
  </form>`;

function standing({ status, due_date, status_transitions }: Invoice): string {
  if (status === 'paid') return `Paid on ${dayOf(status_transitions.paid_at ?? 0)}.`;
  if (status === 'void') return 'This invoice was voided. Nothing is owed.';
  return due_date === null ? 'Waiting for payment.' : `Due on ${dayOf(due_date)}.`;
}

function rowsOf(invoice: Invoice): (readonly [string, string])[] {
  const { currency } = invoice;
  const money = (minor: number): string => amount(minor, currency);
  const off = invoice.total_discount_amounts.reduce((sum, taken) => sum + taken.amount, 0);
  const taxes = invoice.total_taxes.map(
    ({ amount: tax, tax_behavior }) =>
      [tax_behavior === 'inclusive' ? 'Tax, included' : 'Tax', money(tax)] as const,
  );
  return [
    ...(invoice.custom_fields ?? []).map(({ name, value }) => [name, value] as const),
    ...invoice.lines.data.map(({ description, amount: minor }) => [description, money(minor)] as const),
    ...(off === 0 ? [] : [['Discount', `−${money(off)}`] as const]),
    ...taxes,
    ['Total', money(invoice.total)],
    ...(invoice.amount_due === invoice.total
      ? []
      : [['After the balance', money(invoice.amount_due)] as const]),
    ['Paid', money(invoice.amount_paid)],
  ];
}

/** The same as lines of text, for paper. */
export const invoiceLines = (invoice: Invoice): string[] => [
  `Invoice ${invoice.number}`,
  'Simulated: no money moves here.',
  '',
  `Date: ${dayOf(invoice.created)}`,
  `For: ${invoice.customer_name ?? invoice.customer_email ?? invoice.customer}`,
  standing(invoice),
  '',
  ...(invoice.description === null ? [] : [invoice.description, '']),
  ...rowsOf(invoice).map(([name, value]) => `${name.padEnd(60).slice(0, 60)} ${value.padStart(14)}`),
  ...(invoice.footer === null ? [] : ['', invoice.footer]),
];

export const receiptView = (charge: Charge): Html => markup`<section>
    <h1>Receipt</h1>
    <dl class="lines">
      <div><dt>Paid on</dt><dd>${dayOf(charge.created)}</dd></div>
      <div><dt>Card</dt><dd>${charge.payment_method_details.card.brand} ending in ${charge.payment_method_details.card.last4}</dd></div>
      <div class="sum"><dt>Amount</dt><dd>${amount(charge.amount, charge.currency)}</dd></div>
      ${charge.amount_refunded === 0 ? null : markup`<div><dt>Given back</dt><dd>${amount(charge.amount_refunded, charge.currency)}</dd></div>`}
    </dl>
  </section>`;
