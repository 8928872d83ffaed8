import express, { Router } from 'express';
import { day, hour } from '../domain/wire.ts';
import type { SimParts } from '../http/sim.routes.ts';
import type { Units } from '../usecases/ports.ts';
import { markup, type Html } from './html.ts';
import { sendPage } from './layout.ts';

type Parts = SimParts & { readonly units: Units };

const SHOWN = 25;

/** The page at `/`: where the clock stands, what happened last, and the levers, each with the call that it makes. */
export function controlRoom(parts: Parts): Router {
  const router = Router();
  router.get('/', (_req, res) => sendPage(res, 200, { title: 'Control room', body: room(parts) }));

  router.post('/', express.urlencoded({ extended: false, limit: '4kb' }), async (req, res) => {
    // A page elsewhere must not turn our clock: browsers say where a form comes from.
    const site = req.get('sec-fetch-site');
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return void res.status(403).end();
    const chosen = levers.find(({ name }) => name === (req.body as { lever?: string }).lever);
    await chosen?.pull(parts);
    res.redirect(303, '/');
  });
  return router;
}

type Lever = {
  readonly name: string;
  readonly label: string;
  readonly call: string;
  readonly pull: (parts: Parts) => Promise<unknown> | void;
};

const turn = (name: string, label: string, seconds: number): Lever => ({
  name,
  label,
  call: `POST /_sim/clock {"advance": ${seconds}}`,
  pull: ({ keeper }) => keeper.turnTo((now) => now + seconds * 1_000),
});

const levers: readonly Lever[] = [
  turn('hour', 'One hour on', hour),
  turn('day', 'One day on', day),
  turn('period', 'Four weeks on', 28 * day),
  {
    name: 'drop',
    label: 'Drop webhooks',
    call: 'POST /_sim/webhooks {"mode": "drop"}',
    pull: ({ mode }) => mode.set({ mode: 'drop' }),
  },
  {
    name: 'duplicate',
    label: 'Send webhooks twice',
    call: 'POST /_sim/webhooks {"mode": "duplicate", "times": 2}',
    pull: ({ mode }) => mode.set({ mode: 'duplicate', times: 2 }),
  },
  {
    name: 'shuffle',
    label: 'Shuffle webhooks',
    call: 'POST /_sim/webhooks {"mode": "shuffle"}',
    pull: ({ mode }) => mode.set({ mode: 'shuffle' }),
  },
  {
    name: 'deliver',
    label: 'Deliver webhooks',
    call: 'POST /_sim/webhooks {"mode": "deliver"}',
    pull: ({ mode }) => mode.set({ mode: 'deliver' }),
  },
  {
    name: 'resend',
    label: 'Send what did not arrive',
    call: 'POST /_sim/webhooks {"resend": "all"}',
    pull({ deliveries, seconds, sender }) {
      deliveries.resend('all', seconds());
      return sender.flush();
    },
  },
];

function room(parts: Parts): Html {
  const { keeper, followers, mode, deliveries } = parts;
  const { now, turning } = keeper.state();
  const counts = Object.entries(deliveries.counts()).map(([state, count]) => `${count} ${state}`);
  return markup`<section>
      <h1>Control room</h1>
      <p>The clock stands at <strong class="num">${new Date(now).toISOString()}</strong>${turning ? ' and is turning' : ''}.
        It is followed by ${followers.names().join(', ') || 'nobody'}.</p>
      <p>Webhooks: ${mode.get().mode}${counts.length === 0 ? '' : ` (${counts.join(', ')})`}.</p>
      <form method="post" action="/">
        <div class="scroll"><table><tbody>${levers.map(
          ({ name, label, call }) => markup`<tr>
            <td><button class="plain" name="lever" value="${name}">${label}</button></td>
            <td><code>${call}</code></td>
          </tr>`,
        )}</tbody></table></div>
      </form>
      <p class="soft">More: <code>POST /_sim/next-charge {"customer": "cus_…", "outcome": "stolen_card" or "succeed"}</code>,
        <code>POST /_sim/disputes {"charge": "ch_…"}</code>, <code>POST /_sim/dunning</code>,
        <code>GET /_sim/state?kind=…</code>, <code>POST /_sim/reset</code>.</p>
    </section>
    ${events(parts)}${requests(parts)}`;
}

function events({ units, seconds }: Parts): Html {
  const newest = units.read(seconds(), (unit) => unit.page('event', { where: {}, limit: SHOWN }))?.data ?? [];
  return markup`<section><h2>Events</h2><div class="scroll"><table>
    <thead><tr><th>When</th><th>Type</th><th>Object</th><th>Id</th></tr></thead>
    <tbody>${newest.map(
      ({ created, type, data, id }) => markup`<tr>
        <td class="num">${new Date(created * 1_000).toISOString()}</td><td>${type}</td>
        <td><code>${String(data.object['id'])}</code></td><td><code>${id}</code></td></tr>`,
    )}</tbody></table></div></section>`;
}

const requests = ({
  requests: log,
}: Parts): Html => markup`<section><h2>Requests</h2><div class="scroll"><table>
    <thead><tr><th>When</th><th>Request</th><th>Status</th><th>ms</th></tr></thead>
    <tbody>${log.recent(SHOWN).map(
      ({ at, method, path, status, millis }) => markup`<tr>
        <td class="num">${at}</td><td><code>${method} ${path}</code></td><td>${status}</td><td>${millis}</td></tr>`,
    )}</tbody></table></div></section>`;
