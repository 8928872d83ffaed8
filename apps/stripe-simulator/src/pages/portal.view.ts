import { periodEnd, type Subscription } from '../domain/subscription.ts';
import type { PortalState } from '../usecases/portal-actions.ts';
import { cardFields } from './card-form.view.ts';
import type { Mistake } from './asking.ts';
import { markup, type Html } from './html.ts';
import { amount, dayOf } from './money.ts';

const reasons: Readonly<Record<string, string>> = {
  customer_service: 'Customer service was not good enough',
  low_quality: 'The quality was not good enough',
  missing_features: 'Something is missing',
  other: 'Another reason',
  switched_service: 'I read another paper now',
  too_complex: 'It was too complicated',
  too_expensive: 'It is too expensive',
  unused: 'I do not read it enough',
};

/** A customer's subscriptions, card, details and invoices, each with what may be done about it. */
export const portalView = (state: PortalState, mistake: Mistake | null): Html => markup`<section>
    ${state.session.return_url === null ? null : markup`<p><a href="${state.session.return_url}">Back</a></p>`}
    <h1>Your subscription</h1>
    ${mistake === null ? null : markup`<p class="error" id="mistake" role="alert">${mistake.message}</p>`}
    ${state.subscriptions.length === 0 ? markup`<p>You have no subscription at present.</p>` : null}
    ${state.subscriptions.map((held) => heldView(state, held))}
  </section>
  ${offers(state, 'payment_method_update') ? cardSection(state, mistake) : null}
  ${offers(state, 'customer_update') ? detailsSection(state) : null}
  ${offers(state, 'invoice_history') ? invoicesSection(state) : null}`;

type Feature = keyof PortalState['configuration']['features'];

/** What the configuration allows; a session that was made for one flow shows nothing beside it. */
const offers = ({ session, configuration }: PortalState, feature: Feature): boolean =>
  configuration.features[feature].enabled &&
  (session.flow === null || session.flow.type.replace('_confirm', '') === feature);

type Held = PortalState['subscriptions'][number];

const heldView = (state: PortalState, { subscription, name }: Held): Html => markup`<article>
    <h2>${name}</h2>
    <p>${standing(subscription)}</p>
    ${buttonsFor(state, subscription)}
  </article>`;

function standing(subscription: Subscription): string {
  const { status, cancel_at } = subscription;
  if (cancel_at !== null) return `Ends on ${dayOf(cancel_at)}.`;
  if (status === 'paused') return 'Paused.';
  const then = dayOf(periodEnd(subscription));
  if (status === 'trialing') return `The introduction runs until ${then}.`;
  return status === 'past_due' ? 'The last payment failed.' : `Renews on ${then}.`;
}

function buttonsFor(state: PortalState, subscription: Subscription): Html {
  const isLeaving = subscription.cancel_at !== null;
  const isPaused = subscription.status === 'paused';
  return markup`
    ${isLeaving ? simple(state, subscription, ['renew', 'Keep the subscription']) : null}
    ${isPaused ? simple(state, subscription, ['resume', 'Resume']) : null}
    ${offers(state, 'subscription_update') ? switchForm(state, subscription) : null}
    ${offers(state, 'subscription_pause') && !isPaused ? simple(state, subscription, ['pause', 'Pause']) : null}
    ${offers(state, 'subscription_cancel') && !isLeaving ? cancelForm(state, subscription) : null}`;
}

const opening = ({ session }: PortalState, subscription: Subscription): Html =>
  markup`<form method="post" action="/p/session/${session.id}"><input type="hidden" name="subscription" value="${subscription.id}">`;

const simple = (
  state: PortalState,
  subscription: Subscription,
  [action, label]: readonly [string, string],
): Html => markup`${opening(state, subscription)}
    <button class="plain" name="action" value="${action}">${label}</button></form>`;

const switchForm = (
  state: PortalState,
  subscription: Subscription,
): Html => markup`${opening(state, subscription)}
    <h3>Change the plan</h3>
    <label>Plan <select name="price">${state.prices.map(
      ({ price, name }) =>
        markup`<option value="${price.id}">${name}, ${amount(price.unit_amount, price.currency)}</option>`,
    )}</select></label>
    <button class="plain" name="action" value="switch">Change the plan</button></form>`;

function cancelForm(state: PortalState, subscription: Subscription): Html {
  const { cancellation_reason, mode } = state.configuration.features.subscription_cancel;
  const offer = state.session.flow?.subscription_cancel?.retention ?? null;
  const asked = cancellation_reason.enabled
    ? markup`<label>Why are you leaving? <select name="feedback"><option value="">I would rather not say</option>${cancellation_reason.options.map(
        (reason) => markup`<option value="${reason}">${reasons[reason] ?? reason}</option>`,
      )}</select></label>
      <label>Anything else? <input name="comment" maxlength="500"></label>`
    : null;
  return markup`${offer === null ? null : simple(state, subscription, ['accept-offer', 'Stay, at a lower price'])}
    ${opening(state, subscription)}
    <h3>Cancel</h3>
    <p>${mode === 'immediately' ? 'The subscription ends at once.' : `You can read until ${dayOf(periodEnd(subscription))}.`}</p>
    ${asked}
    <button class="plain" name="action" value="cancel">Cancel the subscription</button></form>`;
}

const cardSection = ({ session, card }: PortalState, mistake: Mistake | null): Html => markup`<section>
    <h2>Card</h2>
    <p>${card === null ? 'There is no card.' : `${card.card.brand} ending in ${card.card.last4}, ${card.card.exp_month}/${card.card.exp_year}`}</p>
    <form method="post" action="/p/session/${session.id}" novalidate>
      ${cardFields({ mistake, typed: { billingName: '' } })}
      <button class="plain" name="action" value="card">Save the card</button>
    </form></section>`;

const detailsSection = ({ session, customer }: PortalState): Html => markup`<section>
    <h2>Your details</h2>
    <form method="post" action="/p/session/${session.id}">
      <label>Email <input name="email" type="email" value="${customer.email}"></label>
      <label>Name <input name="name" value="${customer.name}"></label>
      <label>Country (two letters) <input name="country" maxlength="2" value="${customer.address?.country ?? ''}"></label>
      <button class="plain" name="action" value="customer">Save the details</button>
    </form></section>`;

const invoicesSection = ({ invoices }: PortalState): Html => markup`<section>
    <h2>Invoices</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Invoices"><table>
      <thead><tr><th>Date</th><th>Number</th><th>Amount</th><th>State</th></tr></thead>
      <tbody>${invoices.map(
        ({ id, created, number, currency, status, total }) => markup`<tr>
          <td>${dayOf(created)}</td><td><a href="/i/${id}">${number}</a></td>
          <td class="num">${amount(total, currency)}</td><td>${status}</td></tr>`,
      )}</tbody></table></div></section>`;

export const doneView = (message: string | null, returnUrl: string | null): Html => markup`<section>
    <h1>Done</h1>
    <p>${message ?? 'Your change was made.'}</p>
    ${returnUrl === null ? null : markup`<p><a href="${returnUrl}">Back</a></p>`}
  </section>`;
