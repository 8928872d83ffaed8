import type { LoggedRequest } from '../http/request-log.ts';
import type { StripeEvent } from '../domain/event.ts';
import type { Attempted } from '../webhooks/ports.ts';
import { markup, type Html } from './html.ts';
import { groups, written, type Choice, type Lever } from './levers.ts';

/** What there is to choose from, newest first: an id and what people know it by. */
export type Choices = Readonly<Record<Choice, readonly (readonly [id: string, label: string])[]>>;

/** A call that a button made, and what came back. */
export type Done = { readonly call: string; readonly status: number; readonly answer: string };

export type Room = {
  readonly now: number;
  readonly isTurning: boolean;
  readonly followers: readonly string[];
  readonly mode: string;
  readonly deliveries: Readonly<Record<string, number>>;
  readonly events: readonly StripeEvent[];
  readonly requests: readonly (LoggedRequest & { readonly at: string })[];
  readonly attempts: readonly Attempted[];
};

/** Looks again every second, unless it is held, is not seen, or the keyboard is in it. */
export const liveScript = `const live=document.getElementById('live'),hold=document.getElementById('hold');setInterval(async()=>{if(document.hidden||hold.checked||live.contains(document.activeElement))return;try{const answer=await fetch('/live');if(answer.ok)live.innerHTML=await answer.text()}catch{}},1000)`;

export const controlRoomView = (room: Room, choices: Choices, done: Done | null): Html => markup`<section>
    <h1>Control room</h1>
    ${done !== null && lastCall(done)}
    ${groups.map(
      ({ title, levers }) => markup`<h2>${title}</h2>
      <div class="levers">${levers.map((lever) => leverForm(lever, choices))}</div>`,
    )}
    <h2>Look at an object</h2>
    <div class="levers"><form method="get" action="/objects">
      <label>Id <input name="id" required autocomplete="off" spellcheck="false"></label>
      <button class="plain">Show it</button>
      <code>GET /_sim/objects/…</code>
    </form></div>
    <p class="soft">The whole state: <a href="/_sim/export"><code>GET /_sim/export</code></a>, put in again by
      <code>POST /_sim/import</code>, forgotten by <code>POST /_sim/reset</code>.</p>
  </section>
  <section>
    <div class="row"><h2>What happens</h2>
      <label class="tick"><input type="checkbox" id="hold"> Hold still</label></div>
    <div id="live">${liveView(room)}</div>
  </section>`;

const lastCall = ({ call, status, answer }: Done): Html => markup`<div role="status">
    <p><strong>${status < 400 ? 'Done' : 'Refused'}:</strong> <code>${call}</code> → ${status}</p>
    <details><summary>The answer</summary>
      <pre class="tall" tabindex="0" role="region" aria-label="The answer">${answer}</pre></details>
  </div>`;

function leverForm({ name, label, fields, call }: Lever, choices: Choices): Html {
  const options = fields.map(({ from }) =>
    typeof from === 'string'
      ? choices[from]
      : 'text' in from
        ? [[from.text, from.text] as const]
        : from.map((word) => [word, word] as const),
  );
  const first = fields.map((field, index) => [field.name, options[index]?.[0]?.[0] ?? '…'] as const);
  const isEmpty = options.some((list) => list.length === 0);
  return markup`<form method="post" action="/">
    <input type="hidden" name="lever" value="${name}">
    ${fields.map((field, index) => fieldView(field, options[index] ?? []))}
    <button class="plain"${isEmpty && { html: ' disabled' }}>${label}</button>
    <code>${written(call(Object.fromEntries(first)))}</code>
  </form>`;
}

type Options = readonly (readonly [value: string, label: string])[];

const fieldView = ({ name, label, from }: Lever['fields'][number], options: Options): Html =>
  typeof from === 'object' && 'text' in from
    ? markup`<label>${label} <input name="${name}" value="${from.text}" required></label>`
    : markup`<label>${label} <select name="${name}">${
        options.length === 0
          ? markup`<option value="">none yet</option>`
          : options.map(([value, text]) => markup`<option value="${value}">${text}</option>`)
      }</select></label>`;

/** The part that is looked at again and again. */
export const liveView = (room: Room): Html => markup`
  <p>The clock stands at <strong class="num">${new Date(room.now).toISOString()}</strong>${room.isTurning ? ' and is turning' : ''}.
    It is followed by ${room.followers.join(', ') || 'nobody'}. Webhooks: ${room.mode}${counted(room.deliveries)}.</p>
  ${table(
    'Events',
    ['When', 'Type', 'Object', 'Event', ''],
    room.events.map(
      ({ created, type, data, id }) => markup`<tr>
        <td class="num">${new Date(created * 1_000).toISOString()}</td><td>${type}</td>
        <td>${link(String(data.object['id']))}</td><td>${link(id)}</td><td>${again(id)}</td></tr>`,
    ),
  )}
  ${table(
    'Deliveries',
    ['When', 'Event', 'Endpoint', 'Answer', 'State', 'ms'],
    room.attempts.map(
      ({ at, event, endpoint, status, error, state, millis }) => markup`<tr>
        <td class="num">${new Date(at * 1_000).toISOString()}</td><td>${link(event)}</td><td>${link(endpoint)}</td>
        <td>${status ?? error ?? 'none'}</td><td>${state}</td><td>${millis}</td></tr>`,
    ),
  )}
  ${table(
    'Requests',
    ['When', 'Request', 'Status', 'ms'],
    room.requests.map(
      ({ at, method, path, status, millis }) => markup`<tr>
        <td class="num">${at}</td><td><code>${method} ${path}</code></td><td>${status}</td><td>${millis}</td></tr>`,
    ),
  )}`;

const counted = (deliveries: Room['deliveries']): string => {
  const counts = Object.entries(deliveries).map(([state, count]) => `${count} ${state}`);
  return counts.length === 0 ? '' : ` (${counts.join(', ')})`;
};

const link = (id: string): Html =>
  markup`<a href="/objects?id=${encodeURIComponent(id)}"><code>${id}</code></a>`;

const again = (event: string): Html => markup`<form method="post" action="/">
  <input type="hidden" name="lever" value="replay"><input type="hidden" name="event" value="${event}">
  <button class="plain small" aria-label="Send ${event} again">Again</button></form>`;

const table = (
  title: string,
  heads: readonly string[],
  rows: readonly Html[],
): Html => markup`<h3>${title}</h3>
  ${
    rows.length === 0
      ? markup`<p class="soft">None yet.</p>`
      : markup`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table>
          <thead><tr>${heads.map((head) =>
            head === '' ? markup`<td></td>` : markup`<th scope="col">${head}</th>`,
          )}</tr></thead><tbody>${rows}</tbody></table></div>`
  }`;

export const objectView = (id: string, object: object | null): Html => markup`<section>
    <p><a href="/">Control room</a></p>
    <h1>${id}</h1>
    ${
      object === null
        ? markup`<p>There is no object with this id.</p>`
        : markup`<p class="soft"><code>GET /_sim/objects/${id}</code></p>
            <pre class="scroll" tabindex="0" role="region" aria-label="${id}">${JSON.stringify(object, null, 2)}</pre>`
    }
  </section>`;
