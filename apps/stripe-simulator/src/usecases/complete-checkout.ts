import { asksOwner, type TestCard } from '../domain/cards.ts';
import type { Answers } from '../domain/checkout-asks.ts';
import { complete, type Challenged, type CheckoutSession } from '../domain/checkout.ts';
import { changeCustomer, newCustomer, type Address, type Customer } from '../domain/customer.ts';
import type { PaymentMethod } from '../domain/payment-method.ts';
import { newTaxId } from '../domain/tax-id.ts';
import { refuse } from '../domain/refusals.ts';
import { required } from './find.ts';
import { attach, newCardMethod, ownedBy, testCardOf, type CardTyped } from './payment-methods.ts';
import type { Unit } from './ports.ts';
import { soldBySession } from './sell-by-session.ts';

export type CheckoutForm = {
  readonly email: string;
  readonly name: string;
  /** A card that was typed, one that the customer saved earlier, or none where none is asked for. */
  readonly card: Omit<CardTyped, 'billing'> | { readonly saved: string } | null;
  readonly savesCard: boolean;
  readonly address?: Partial<Address> | null;
  readonly taxId?: string | null;
  readonly answers: Answers;
};

export function checkOpen({ id, status }: CheckoutSession): void {
  if (status !== 'open')
    throw refuse(
      'checkout_session_closed',
      `Checkout session ${id} is ${status}; only an open one can go on.`,
    );
}

/**
 * What pressing the button does. A declined card leaves no trace and the session open.
 *
 * Where the card's bank wants to ask its owner first, the session waits for the answer.
 */
export function submitCheckout(unit: Unit, session: CheckoutSession, form: CheckoutForm): CheckoutSession {
  checkOpen(session);
  const { card, name, email, ...rest } = form;
  const method = card === null ? null : methodOf(unit, session, { card, name, email });
  const given = { ...rest, email, name, method: method?.id ?? '' };
  if (method === null || !isAsked(session, testCardOf(method))) return completeCheckout(unit, session, given);
  const waiting = { ...session, sim: { ...session.sim, challenged: given } };
  unit.save(waiting);
  return waiting;
}

type Paying = Pick<CheckoutForm, 'email' | 'name'> & { readonly card: NonNullable<CheckoutForm['card']> };

function methodOf(unit: Unit, { customer }: CheckoutSession, { card, name, email }: Paying): PaymentMethod {
  if (!('saved' in card)) return newCardMethod(unit, { ...card, billing: { name, email } });
  return ownedBy(unit, customer ?? '', [card.saved, 'savedCard']);
}

/** The bank asks where the card wants it, and always where the session does. */
const isAsked = ({ payment_method_options }: CheckoutSession, card: TestCard): boolean =>
  asksOwner(card) || payment_method_options.card.request_three_d_secure !== 'automatic';

/** What the owner answered when the bank asked. */
export function answerChallenge(unit: Unit, session: CheckoutSession, agrees: boolean): CheckoutSession {
  checkOpen(session);
  const { challenged } = session.sim;
  if (challenged === null)
    throw refuse(
      'checkout_session_closed',
      'There is no authentication to answer. Please enter your card again.',
    );
  if (agrees) return completeCheckout(unit, session, challenged);
  const refused = { ...session, sim: { ...session.sim, challenged: null } };
  unit.save(refused);
  return refused;
}

function completeCheckout(unit: Unit, session: CheckoutSession, given: Challenged): CheckoutSession {
  const customer = customerFor(unit, session, given);
  const method = given.method === '' ? null : keptCard(unit, session, { customer, given });
  const done = complete(session, {
    ...soldBySession(unit, session, { customer, method }),
    customer: customer?.id ?? null,
    email: customer?.email ?? given.email,
    name: given.name,
    address: given.address ?? null,
    taxId: given.taxId ?? null,
    answers: given.answers,
  });
  unit.save(done, 'checkout.session.completed');
  return done;
}

/** Who pays once and keeps nothing is no customer. */
function customerFor(unit: Unit, session: CheckoutSession, given: Challenged): Customer | null {
  if (session.customer !== null)
    return withDetails(unit, required(unit, 'customer', [session.customer, 'customer']), {
      given,
      updates: session.sim.customer_update,
    });
  if (session.mode === 'payment' && session.customer_creation !== 'always') return null;
  const email = session.customer_email ?? given.email;
  const customer = newCustomer({ email, name: given.name, ...namesIn(given.answers) }, unit);
  unit.save(customer, 'customer.created');
  return withDetails(unit, customer, { given, updates: { address: 'auto', name: 'never' } });
}

const namesIn = ({ businessName, individualName, phone, shipping }: Answers) => ({
  business_name: businessName || undefined,
  individual_name: individualName || undefined,
  phone: phone || undefined,
  ...(shipping === null ? {} : { shipping }),
});

type Details = {
  readonly given: Challenged;
  readonly updates: CheckoutSession['sim']['customer_update'];
};

/** What the page asked for beside the card is the customer's from now on, as far as the session says so. */
function withDetails(unit: Unit, customer: Customer, { given, updates }: Details): Customer {
  const { address = null, name, taxId = null, answers } = given;
  if (taxId)
    unit.save(
      newTaxId({ customer: customer.id, type: 'eu_vat', value: taxId }, unit),
      'customer.tax_id.created',
    );
  const change = {
    ...(address !== null && updates.address === 'auto' ? { address: address } : {}),
    ...(updates.name === 'auto' ? { name, ...namesIn(answers) } : {}),
  };
  if (Object.keys(change).length === 0) return customer;
  const placed = changeCustomer(customer, change);
  unit.save(placed, 'customer.updated');
  return placed;
}

type Keeping = { readonly customer: Customer | null; readonly given: Challenged };

/** The card is kept for later where the session says so or its owner ticked it; any other only pays once. */
function keptCard(unit: Unit, session: CheckoutSession, { customer, given }: Keeping): PaymentMethod {
  const typed = required(unit, 'payment_method', [given.method]);
  const { mode, sim } = session;
  const isForLater = mode !== 'payment' || sim.payment_data.setup_future_usage !== undefined;
  if (customer === null || !(isForLater || given.savesCard === true)) return typed;
  const attached = attach(unit, typed, customer.id);
  const method = {
    ...attached,
    allow_redisplay:
      given.savesCard === true ? ('always' as const) : (sim.redisplay ?? attached.allow_redisplay),
    sim: { ...attached.sim, isSetUp: isForLater || attached.sim.isSetUp },
  };
  unit.save(method);
  return method;
}
