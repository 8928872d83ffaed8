import express, { Router } from 'express';
import { addressOf, isFromElsewhere, ownKey } from '../http/self.ts';
import type { SimParts } from '../http/sim.routes.ts';
import type { Unit } from '../usecases/ports.ts';
import {
  controlRoomView,
  liveScript,
  liveView,
  objectView,
  type Choices,
  type Done,
  type Room,
} from './control-room.view.ts';
import { sendPage } from './layout.ts';
import { groups, written, type Call } from './levers.ts';

const SHOWN = 25;
const CHOSEN_FROM = 50;

/** The page at `/`: where the clock stands, what happened last, and the levers, each with the call that it makes. */
export function controlRoom(parts: SimParts): Router {
  const router = Router();
  let done: Done | null = null;

  router.get('/', (_req, res) => {
    const body = controlRoomView(roomOf(parts), choicesOf(parts), done);
    sendPage(res, 200, { title: 'Control room', body, kind: 'room', script: liveScript });
  });
  router.get('/live', (_req, res) => void res.type('html').send(liveView(roomOf(parts)).html));
  router.get('/objects', (req, res) => {
    const id = typeof req.query['id'] === 'string' ? req.query['id'] : '';
    const object = parts.actions.object(id);
    sendPage(res, object === null ? 404 : 200, { title: id, body: objectView(id, object) });
  });

  router.post('/', express.urlencoded({ extended: false, limit: '4kb' }), async (req, res) => {
    if (isFromElsewhere(req.get('sec-fetch-site'))) return void res.status(403).end();
    const values = (req.body ?? {}) as Readonly<Record<string, string>>;
    const lever = groups.flatMap(({ levers }) => levers).find(({ name }) => name === values['lever']);
    if (lever !== undefined)
      done = await made(lever.call(values), { url: addressOf(req.socket), key: ownKey(parts.secretKey) });
    res.redirect(303, '/');
  });
  return router;
}

type Itself = { readonly url: string; readonly key: string };

/** The button's call, made the way anybody else would make it. */
async function made(call: Call, { url, key }: Itself): Promise<Done> {
  const response = await fetch(`${url}${call.path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      ...(call.json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: call.json === undefined ? new URLSearchParams(call.form) : JSON.stringify(call.json),
  });
  const answer = JSON.stringify(await response.json(), null, 2);
  return { call: written(call), status: response.status, answer };
}

function roomOf({ keeper, followers, mode, deliveries, requests, units, seconds }: SimParts): Room {
  const { now, turning } = keeper.state();
  return {
    now,
    isTurning: turning,
    followers: followers.names(),
    mode: mode.get().mode,
    deliveries: deliveries.counts(),
    attempts: deliveries.attempts(SHOWN),
    requests: requests.recent(SHOWN),
    events: units.read(seconds(), (unit) => unit.page('event', { where: {}, limit: SHOWN }))?.data ?? [],
  };
}

const choicesOf = ({ units, seconds }: SimParts): Choices =>
  units.read(seconds(), (unit) => ({
    cards: cardsOf(unit),
    charges: chargesOf(unit),
    customers: newest(unit, 'customer').map(({ id, email, name }) => [
      id,
      `${email ?? name ?? 'Nameless'}, ${id}`,
    ]),
    disputes: newest(unit, 'dispute')
      .filter(({ status }) => status.endsWith('needs_response'))
      .map(({ id, amount, currency }) => [id, `${amount} ${currency}, ${id}`]),
    events: newest(unit, 'event').map(({ id, type }) => [id, `${type}, ${id}`]),
  }));

const cardsOf = (unit: Unit): Choices['cards'] =>
  newest(unit, 'payment_method')
    .filter(({ customer }) => customer !== null)
    .map(({ id, card }) => [id, `${card.brand} ${card.last4}, ${id}`]);

const chargesOf = (unit: Unit): Choices['charges'] =>
  newest(unit, 'charge')
    .filter(({ paid, disputed }) => paid && !disputed)
    .map(({ id, amount, currency }) => [id, `${amount} ${currency}, ${id}`]);

const newest = <K extends Parameters<Unit['page']>[0]>(unit: Unit, kind: K) =>
  unit.page(kind, { where: {}, limit: CHOSEN_FROM })?.data ?? [];
