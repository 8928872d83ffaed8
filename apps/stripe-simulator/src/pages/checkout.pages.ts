import express, { Router, type Response } from 'express';
import { recovered } from '../domain/checkout-expiry.ts';
import { asksForCard, type CheckoutSession } from '../domain/checkout.ts';
import type { Coupon } from '../domain/coupon.ts';
import type { PaymentMethod } from '../domain/payment-method.ts';
import type { RefusalCode } from '../domain/refusals.ts';
import { answerChallenge, checkOpen, submitCheckout } from '../usecases/complete-checkout.ts';
import { applyCode, changeQuantities } from '../usecases/sell-by-session.ts';
import type { Unit, Units } from '../usecases/ports.ts';
import { isRefusal } from '../http/errors.ts';
import { formOf, mistakeIn, readPosted, typedIn, type Posted } from './card-form.ts';
import { askingView, challengeView, closedView, missingView, titleOf } from './checkout.view.ts';
import type { Mistake } from './asking.ts';
import { sendPage } from './layout.ts';

type Parts = {
  readonly units: Units;
  readonly seconds: () => number;
  readonly onChange: () => void;
};

const byPerson = { id: null, idempotency_key: null };

/** The hosted Checkout: plain forms, no script. A repeated submit finds the session complete and goes where the first one went. */
export function checkoutPages(parts: Parts): Router {
  const { units, seconds, onChange } = parts;
  const router = Router();
  const find = (id: string): CheckoutSession | null =>
    units.read(seconds(), (unit) => unit.find('checkout.session', id));
  const change: Doors['change'] = ({ id }, work) => {
    const session = units.run({ now: seconds(), asked: byPerson, about: [id] }, work);
    onChange();
    return session;
  };

  router.use('/c/pay', express.urlencoded({ extended: false, limit: '16kb' }));
  router.get('/c/pay/:session', (req, res) => {
    const session = find(req.params.session);
    if (session?.status !== 'open') return closed(res, session);
    ask(parts, res, { session, posted: readPosted({}), mistake: null });
  });

  router.post('/c/pay/:session', (req, res) => {
    const session = find(req.params.session);
    if (session?.status !== 'open') return closed(res, session);
    const posted = readPosted(req.body);
    if (posted.action === 'apply' || posted.action === 'quantities') {
      const work = () => change(session, (unit) => changed(unit, session, posted));
      return attempt(parts, res, { session, posted, work });
    }
    const email = emailOf(parts, session);
    const isCardAsked = asksForCard(session);
    const mistake = mistakeIn({ ...posted, email: email ?? posted.email }, session, isCardAsked);
    if (mistake !== null) return ask(parts, res, { session, posted, mistake });
    const form = formOf(posted, { email, isCardAsked });
    attempt(parts, res, {
      session,
      posted,
      work: () => change(session, (unit) => submitCheckout(unit, session, form)),
    });
  });

  challengeRoutes(router, parts, { find, change });
  router.get('/c/recover/:session', (req, res) => recover(parts, res, find(req.params.session)));
  return router;
}

/** Another code, or another number of what is sold: the page comes again with what it costs now. */
function changed(unit: Unit, session: CheckoutSession, posted: Posted): CheckoutSession {
  checkOpen(session);
  return posted.action === 'apply'
    ? applyCode(unit, session, posted.promotionCode)
    : changeQuantities(unit, session, posted.quantities);
}

/** Who follows the link of an expired session finds the same one open again. */
function recover({ units, seconds, onChange }: Parts, res: Response, expired: CheckoutSession | null): void {
  const again =
    expired === null
      ? null
      : units.run({ now: seconds(), asked: byPerson, about: [expired.id] }, (unit) => {
          const session = recovered(expired, unit);
          if (session !== null) unit.save(session);
          return session;
        });
  if (again === null) return closed(res, expired);
  onChange();
  res.redirect(303, `/c/pay/${again.id}`);
}

type Asking = {
  readonly session: CheckoutSession;
  readonly posted: Posted;
  readonly mistake: Mistake | null;
};

type Doors = {
  readonly find: (id: string) => CheckoutSession | null;
  readonly change: (session: CheckoutSession, work: (unit: Unit) => CheckoutSession) => CheckoutSession;
};

function challengeRoutes(router: Router, parts: Parts, { find, change }: Doors): void {
  router.get('/c/pay/:session/challenge', (req, res) => {
    const session = find(req.params.session);
    if (session?.status !== 'open') return closed(res, session);
    if (session.sim.challenged === null) return res.redirect(303, `/c/pay/${session.id}`);
    sendPage(res, 200, {
      title: 'Authentication',
      body: challengeView(session),
      leadsTo: session.success_url,
    });
  });

  router.post('/c/pay/:session/challenge', (req, res) => {
    const session = find(req.params.session);
    if (session?.status !== 'open') return closed(res, session);
    const posted = readPosted({
      email: session.sim.challenged?.email,
      billingName: session.sim.challenged?.name,
    });
    const agrees = (req.body as { answer?: string } | undefined)?.answer === 'succeed';
    const work = () => change(session, (unit) => answerChallenge(unit, session, agrees));
    attempt(parts, res, { session, posted, work });
  });
}

type Attempt = {
  readonly session: CheckoutSession;
  readonly posted: Posted;
  readonly work: () => CheckoutSession;
};

function attempt(parts: Parts, res: Response, { session, posted, work }: Attempt): void {
  try {
    const done = work();
    if (done.status === 'complete') return res.redirect(303, returnUrl(done));
    if (done.sim.challenged !== null) return res.redirect(303, `/c/pay/${done.id}/challenge`);
    if (posted.action === 'apply' || posted.action === 'quantities')
      return ask(parts, res, { session: done, posted, mistake: null });
    const message =
      'We are unable to authenticate your payment method. Please choose a different one and try again.';
    ask(parts, res, { session: done, posted, mistake: { field: 'cardNumber', message } });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { code, facts, message } = error;
    if (code === 'checkout_session_closed') return closed(res, session);
    ask(parts, res, {
      session,
      posted,
      mistake: {
        field: fieldOf(code),
        message: inPlainWords(code, String(facts['decline_code'] ?? ''), message),
      },
    });
  }
}

function ask(parts: Parts, res: Response, { session, posted, mistake }: Asking): void {
  const email = emailOf(parts, session);
  const typed = typedIn(posted);
  const body = askingView({
    session,
    email,
    typed: { ...typed, email: email ?? typed.email },
    mistake,
    now: parts.seconds(),
    coupon: couponOf(parts, session),
    saved: savedCards(parts, session),
  });
  const page = { title: titleOf(session), kind: 'pay', body, leadsTo: session.success_url } as const;
  sendPage(res, mistake === null ? 200 : 402, page);
}

function couponOf({ units, seconds }: Parts, { discounts: [first] }: CheckoutSession): Coupon | null {
  return first === undefined ? null : units.read(seconds(), (unit) => unit.recall('coupon', first.coupon));
}

/** What the customer kept for purchases like this one, newest first. */
function savedCards({ units, seconds }: Parts, session: CheckoutSession): PaymentMethod[] {
  const { customer, saved_payment_method_options: options } = session;
  if (customer === null || options === null) return [];
  return units
    .read(seconds(), (unit) => unit.list('payment_method', { customer }))
    .filter(({ allow_redisplay }) => options.allow_redisplay_filters.includes(allow_redisplay));
}

/** The address of the customer that the session was made for, which the page does not let change. */
function emailOf({ units, seconds }: Parts, { customer, customer_email }: CheckoutSession): string | null {
  if (customer === null) return customer_email;
  return units.read(seconds(), (unit) => unit.find('customer', customer)?.email ?? customer_email);
}

const returnUrl = ({ success_url, id }: CheckoutSession): string =>
  success_url.replaceAll('{CHECKOUT_SESSION_ID}', id);

function closed(res: Response, session: CheckoutSession | null): void {
  if (session === null) return sendPage(res, 404, { title: 'Not found', body: missingView() });
  if (session.status === 'complete' && res.req.method === 'POST')
    return res.redirect(303, returnUrl(session));
  sendPage(res, session.status === 'complete' ? 200 : 410, { title: 'Closed', body: closedView(session) });
}

function fieldOf(code: RefusalCode): string | null {
  if (code === 'promotion_code_invalid') return 'promotionCode';
  if (code === 'quantity_invalid') return 'quantities';
  if (code === 'incorrect_cvc') return 'cardCvc';
  if (code === 'expired_card' || code === 'invalid_expiry_month' || code === 'invalid_expiry_year')
    return 'cardExpiry';
  return 'cardNumber';
}

function inPlainWords(code: RefusalCode, declineCode: string, message: string): string {
  const byReason: Readonly<Record<string, string>> = {
    insufficient_funds: 'Your card has insufficient funds. Try a different card.',
    expired_card: 'Your card has expired. Try a different card.',
    incorrect_cvc: "Your card's security code is incorrect. Please check it.",
    processing_error: 'An error occurred while processing your card. Try again in a little bit.',
    incorrect_number: 'Your card number is incorrect. Please check it.',
    test_mode_live_card: message,
  };
  const declined = code === 'card_declined' ? 'Your card was declined. Try a different card.' : message;
  return byReason[declineCode] ?? byReason[code] ?? declined;
}
