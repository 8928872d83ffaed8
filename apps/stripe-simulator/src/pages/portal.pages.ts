import express, { Router, type Response } from 'express';
import { isRefusal } from '../http/errors.ts';
import { hour } from '../domain/wire.ts';
import type { PortalSession } from '../domain/portal.ts';
import type { Unit, Units } from '../usecases/ports.ts';
import { actInPortal, portalState, type PortalAction } from '../usecases/portal-actions.ts';
import { missingView } from './checkout.view.ts';
import { sendPage } from './layout.ts';
import { doneView, portalView } from './portal.view.ts';
import { mistakeIn, onlyCard, readPosted, typedCard } from './card-form.ts';
import type { Mistake } from './asking.ts';

type Parts = { readonly units: Units; readonly seconds: () => number; readonly onChange: () => void };

const byPerson = { id: null, idempotency_key: null };
/** How long a link into the portal works. Whole seconds. */
const OPEN_FOR = hour;

/** The customer's own page: plain forms, no script. Each does one thing and comes back. */
export function portalPages(parts: Parts): Router {
  const { units, seconds } = parts;
  const router = Router();
  router.use('/p/session', express.urlencoded({ extended: false, limit: '16kb' }));
  const find = (id: string): PortalSession | null => {
    const session = units.read(seconds(), (unit) => unit.find('billing_portal.session', id));
    const now = units.read(seconds(), (unit) => unit.now, session === null ? [] : [session.customer]);
    return session === null || now > session.created + OPEN_FOR ? null : session;
  };

  router.get('/p/session/:session', (req, res) => {
    const session = find(req.params.session);
    if (session === null) return missing(res);
    show(parts, res, { session, mistake: null });
  });

  router.post('/p/session/:session', (req, res) => {
    const session = find(req.params.session);
    if (session === null) return missing(res);
    act(parts, res, { session, body: (req.body ?? {}) as Record<string, string> });
  });
  return router;
}

const missing = (res: Response): void => sendPage(res, 404, { title: 'Not found', body: missingView() });

type Showing = { readonly session: PortalSession; readonly mistake: Mistake | null };

function show({ units, seconds }: Parts, res: Response, { session, mistake }: Showing): void {
  const state = units.run({ now: seconds(), asked: byPerson, about: [session.customer] }, (unit) =>
    portalState(unit, session),
  );
  sendPage(res, mistake === null ? 200 : 402, {
    title: 'Your subscription',
    body: portalView(state, mistake),
    leadsTo: session.flow?.after_completion.redirect?.return_url ?? session.return_url,
  });
}

type Acting = { readonly session: PortalSession; readonly body: Readonly<Record<string, string>> };

function act(parts: Parts, res: Response, { session, body }: Acting): void {
  const wanted = actionFrom(body);
  if ('mistake' in wanted) return show(parts, res, { session, mistake: wanted.mistake });
  const { units, seconds, onChange } = parts;
  try {
    const work = (unit: Unit) => actInPortal(unit, session, wanted.action);
    units.run({ now: seconds(), asked: byPerson, about: [session.customer] }, work);
    onChange();
    finish(res, session);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    show(parts, res, { session, mistake: { field: null, message: error.message } });
  }
}

/** Where a flow says that it leads, else back to the page. */
function finish(res: Response, session: PortalSession): void {
  const completion = session.flow?.after_completion;
  if (completion?.redirect) return res.redirect(303, completion.redirect.return_url);
  if (completion?.type === 'hosted_confirmation')
    return sendPage(res, 200, {
      title: 'Done',
      body: doneView(completion.hosted_confirmation?.custom_message ?? null, session.return_url),
    });
  res.redirect(303, `/p/session/${session.id}`);
}

type Body = Readonly<Record<string, string>>;
type Read = { action: PortalAction } | { mistake: Mistake };

const about =
  (kind: 'accept-offer' | 'pause' | 'renew' | 'resume') =>
  ({ subscription = '' }: Body): Read => ({ action: { kind, subscription } });

/** What each button of the page asks for. */
const buttons = new Map<string, (body: Body) => Read>([
  ['accept-offer', about('accept-offer')],
  ['pause', about('pause')],
  ['renew', about('renew')],
  ['resume', about('resume')],
  [
    'cancel',
    ({ subscription = '', feedback = '', comment = '' }) => ({
      action: { kind: 'cancel', subscription, feedback, comment },
    }),
  ],
  ['switch', ({ subscription = '', price = '' }) => ({ action: { kind: 'switch', subscription, price } })],
  [
    'customer',
    ({ email = '', name = '', country = '' }) => ({ action: { kind: 'customer', email, name, country } }),
  ],
  ['card', (body) => cardFrom(body)],
]);

function actionFrom(body: Body): Read {
  const read = buttons.get(body['action'] ?? '');
  return read === undefined ? { mistake: { field: null, message: 'Please choose what to do.' } } : read(body);
}

function cardFrom(body: Body): Read {
  const posted = readPosted(body);
  const mistake = mistakeIn(posted, { ...onlyCard, mode: 'setup' }, true);
  if (mistake !== null) return { mistake };
  return { action: { kind: 'card', card: typedCard(posted), name: posted.billingName.trim() } };
}
