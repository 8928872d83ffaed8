import express, { Router, type Response } from 'express';
import { answerPayment } from '../usecases/intents.ts';
import type { Unit, Units } from '../usecases/ports.ts';
import { answerSetup } from '../usecases/setup-intents.ts';
import { isRefusal } from '../http/errors.ts';
import { missingView } from './checkout.view.ts';
import { markup } from './html.ts';
import { sendPage } from './layout.ts';
import type { PaymentIntent } from '../domain/payment.ts';
import type { SetupIntent } from '../domain/setup-intent.ts';

type Parts = { readonly units: Units; readonly seconds: () => number; readonly onChange: () => void };
type Intent = PaymentIntent | SetupIntent;

const byPerson = { id: null, idempotency_key: null };

/** Where a bank asks the owner of a card that a caller of the API confirmed: what `next_action` leads to. */
export function authenticationPages({ units, seconds, onChange }: Parts): Router {
  const router = Router();
  router.use('/auth', express.urlencoded({ extended: false, limit: '4kb' }));
  const find = (unit: Unit, id: string): Intent | null =>
    unit.find('payment_intent', id) ?? unit.find('setup_intent', id);

  router.get('/auth/:intent', (req, res) => {
    const intent = units.read(seconds(), (unit) => find(unit, req.params.intent));
    if (intent?.status !== 'requires_action') return missing(res);
    sendPage(res, 200, {
      title: 'Authentication',
      leadsTo: intent.next_action?.redirect_to_url.return_url ?? null,
      body: markup`<section><h1>Your bank asks: is this you?</h1>
        <p>This page stands for the 3-D Secure page of a bank.</p>
        <form method="post" action="/auth/${intent.id}">
          <button name="answer" value="succeed">Complete authentication</button>
          <button name="answer" value="fail" class="plain">Fail authentication</button>
        </form></section>`,
    });
  });

  router.post('/auth/:intent', (req, res) => {
    const agrees = (req.body as { answer?: string }).answer === 'succeed';
    const asking = { now: seconds(), asked: byPerson, about: [req.params.intent] };
    try {
      const returnUrl = units.run(asking, (unit) => answer(unit, find(unit, req.params.intent), agrees));
      onChange();
      if (returnUrl !== null) return res.redirect(303, returnUrl);
      sendPage(res, 200, { title: 'Authentication', body: markup`<section><h1>Thank you</h1></section>` });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      missing(res);
    }
  });
  return router;
}

const missing = (res: Response): void => sendPage(res, 404, { title: 'Not found', body: missingView() });

/** Where the browser goes next, or null. */
function answer(unit: Unit, intent: Intent | null, agrees: boolean): string | null {
  if (intent === null) return null;
  const returnUrl = intent.next_action?.redirect_to_url.return_url ?? null;
  if (intent.object === 'payment_intent') answerPayment(unit, intent, agrees);
  else answerSetup(unit, intent, agrees);
  if (returnUrl === null) return null;
  const url = new URL(returnUrl);
  url.searchParams.set(intent.object, intent.id);
  return url.href;
}
