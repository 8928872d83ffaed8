import type { CheckoutSession } from '../domain/checkout.ts';
import { cardForm } from './card-form.view.ts';
import type { Asking } from './asking.ts';
import { summary, titles, type Then } from './checkout-summary.view.ts';
import { markup, type Html } from './html.ts';
import { amount } from './money.ts';

export const titleOf = ({ mode }: CheckoutSession): string => titles[mode];

/** The page that asks for a card: what it costs on one side, the form on the other. */
export const askingView = (asking: Asking & Then): Html =>
  markup`<section>${summary(asking.session, asking)}</section><section>${cardForm(asking)}</section>`;

/** The bank's question to its cardholder. */
export const challengeView = (session: CheckoutSession): Html => markup`<section>
    <h1>Your bank asks: is this you?</h1>
    <p>${
      session.mode === 'setup'
        ? 'A card is about to be saved for later payments.'
        : `A payment of ${amount(session.amount_total, session.currency)} is about to be made.`
    } This page stands for the 3-D Secure page of a bank.</p>
    <form method="post" action="/c/pay/${session.id}/challenge">
      <button name="answer" value="succeed">Complete authentication</button>
      <button name="answer" value="fail" class="plain">Fail authentication</button>
    </form>
    <p class="soft">Or leave without an answer: <a href="/c/pay/${session.id}">back to the payment page</a>.</p>
  </section>`;

export const closedView = ({ status, cancel_url }: CheckoutSession): Html => markup`<section>
    <h1>${status === 'complete' ? 'This is paid already' : 'This page has expired'}</h1>
    <p>${
      status === 'complete'
        ? 'Nothing is charged twice.'
        : 'Nothing was charged. Please start again where you came from.'
    }</p>
    ${cancel_url === null ? null : markup`<p><a href="${cancel_url}">Back</a></p>`}
  </section>`;

export const missingView = (): Html =>
  markup`<section><h1>There is no such page</h1><p>The link may be incomplete.</p></section>`;
