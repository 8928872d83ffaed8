import express, { Router, type Response } from 'express';
import type { Charge } from '../domain/payment.ts';
import type { Invoice } from '../domain/invoice.ts';
import { isRefusal } from '../http/errors.ts';
import { refuse } from '../domain/refusals.ts';
import { newCardMethod } from '../usecases/payment-methods.ts';
import { payWithOwner } from '../usecases/pay-with-owner.ts';
import type { Unit, Units } from '../usecases/ports.ts';
import { mistakeIn, onlyCard, readPosted, typedCard } from './card-form.ts';
import { invoiceLines, invoiceView, receiptView, type Paying } from './invoice.view.ts';
import { missingView } from './checkout.view.ts';
import { sendPage } from './layout.ts';
import { pdfOf } from './pdf.ts';

type Parts = {
  readonly units: Units;
  readonly seconds: () => number;
  readonly onChange: () => void;
};

const byPerson = { id: null, idempotency_key: null };

/** The hosted invoice with its payment form, the invoice as PDF, and the receipt of a charge. */
export function invoicePages(parts: Parts): Router {
  const { units, seconds } = parts;
  const router = Router();
  const find = (id: string): Invoice | null => units.read(seconds(), (unit) => unit.find('invoice', id));
  router.use('/i', express.urlencoded({ extended: false, limit: '16kb' }));

  router.get('/i/:invoice', (req, res) => {
    const invoice = find(req.params.invoice);
    if (invoice === null || invoice.number === null) return missing(res);
    show(res, { invoice, mistake: null, step: 'card' });
  });

  router.post('/i/:invoice', (req, res) => {
    const invoice = find(req.params.invoice);
    if (invoice === null || invoice.number === null) return missing(res);
    if (invoice.status !== 'open' && invoice.status !== 'uncollectible') return back(res, invoice);
    pay(parts, res, { invoice, body: req.body as Record<string, string> });
  });

  router.get('/i/:invoice/pdf', (req, res) => {
    const invoice = find(req.params.invoice);
    if (invoice === null || invoice.number === null) return missing(res);
    sendPdf(res, `invoice-${invoice.number}`, invoiceLines(invoice));
  });

  receiptRoutes(router, parts);
  return router;
}

function receiptRoutes(router: Router, { units, seconds }: Parts): void {
  const find = (id: string): Charge | null => units.read(seconds(), (unit) => unit.find('charge', id));
  router.get('/r/:charge', (req, res) => {
    const charge = find(req.params.charge);
    if (charge === null || !charge.paid) return missing(res);
    sendPage(res, 200, { title: 'Receipt', body: receiptView(charge) });
  });
}

const missing = (res: Response): void => sendPage(res, 404, { title: 'Not found', body: missingView() });
const back = (res: Response, { id }: Invoice): void => res.redirect(303, `/i/${id}`);
const show = (res: Response, paying: Paying, status = 200): void =>
  sendPage(res, status, {
    title: `Invoice ${paying.invoice.number}`,
    kind: 'pay',
    body: invoiceView(paying),
  });

type Posted = { readonly invoice: Invoice; readonly body: Readonly<Record<string, string>> };

/** First the card; where its bank asks, the same form comes back with the question, and the answer pays. */
function pay(parts: Parts, res: Response, { invoice, body }: Posted): void {
  const posted = readPosted({ ...body, email: invoice.customer_email ?? 'nobody@example.com' });
  const mistake = body['method'] === undefined ? mistakeIn(posted, onlyCard, true) : null;
  if (mistake !== null) return show(res, { invoice, mistake, step: 'card' }, 402);
  const work = (unit: Unit) => {
    const method =
      body['method'] === undefined
        ? newCardMethod(unit, { ...typedCard(posted), billing: { name: posted.billingName } })
        : unit.find('payment_method', body['method']);
    if (method === null) throw refuse('resource_missing', 'Please enter your card again.');
    return payWithOwner(unit, invoice, { method, answer: body['answer'] });
  };
  try {
    const about = [invoice.id];
    const outcome = parts.units.run({ now: parts.seconds(), asked: byPerson, about }, work);
    parts.onChange();
    if (outcome.kind === 'paid') return back(res, invoice);
    if (outcome.kind === 'asks') return show(res, { invoice, mistake: null, step: outcome.method });
    show(res, { invoice, mistake: { field: 'cardNumber', message: outcome.message }, step: 'card' }, 402);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    show(res, { invoice, mistake: { field: 'cardNumber', message: error.message }, step: 'card' }, 402);
  }
}

function sendPdf(res: Response, name: string, lines: readonly string[]): void {
  res
    .type('application/pdf')
    .set({ 'content-disposition': `inline; filename="${name}.pdf"`, 'cache-control': 'no-store' })
    .send(pdfOf(lines));
}
