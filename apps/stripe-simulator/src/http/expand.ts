import { creditBalances, type Customer } from '../domain/customer.ts';
import type { Kind, StripeObject } from '../domain/objects.ts';
import { refuse } from '../domain/refusals.ts';
import { onRequest, shown } from '../domain/shown.ts';
import type { Unit } from '../usecases/ports.ts';

/** What an attribute of this name refers to. */
const refersTo: Readonly<Record<string, Kind>> = {
  balance_transaction: 'balance_transaction',
  charge: 'charge',
  coupon: 'coupon',
  customer: 'customer',
  default_payment_method: 'payment_method',
  default_price: 'price',
  discount: 'discount',
  discounts: 'discount',
  invoice: 'invoice',
  invoice_item: 'invoiceitem',
  latest_charge: 'charge',
  latest_invoice: 'invoice',
  payment_intent: 'payment_intent',
  payment_method: 'payment_method',
  configuration: 'billing_portal.configuration',
  credit_note: 'credit_note',
  feature: 'entitlements.feature',
  payout: 'payout',
  pending_setup_intent: 'setup_intent',
  promotion_code: 'promotion_code',
  schedule: 'subscription_schedule',
  tax_rate: 'tax_rate',
  test_clock: 'test_helpers.test_clock',
  price: 'price',
  product: 'product',
  setup_intent: 'setup_intent',
  subscription: 'subscription',
};

const kindOfPrefix: Readonly<Record<string, Kind>> = {
  ch: 'charge',
  re: 'refund',
  dp: 'dispute',
  po: 'payout',
};

type Under = { readonly of: Kind; readonly by: 'customer' | 'parent'; readonly url: (id: string) => string };

/** Lists under an object that are only there for those who ask. */
const listsUnder: Readonly<Record<string, Under>> = {
  'charge.refunds': { of: 'refund', by: 'parent', url: (id) => `/v1/charges/${id}/refunds` },
  'customer.subscriptions': {
    of: 'subscription',
    by: 'customer',
    url: (id) => `/v1/customers/${id}/subscriptions`,
  },
  'customer.tax_ids': { of: 'tax_id', by: 'customer', url: (id) => `/v1/customers/${id}/tax_ids` },
  'invoice.payments': {
    of: 'invoice_payment',
    by: 'parent',
    url: (id) => `/v1/invoice_payments?invoice=${id}`,
  },
};

type Tree = { [key: string]: Tree };
type Body = Readonly<Record<string, unknown>>;

/** Without a prototype, for the names in it are the caller's. */
const emptyTree = (): Tree => Object.create(null) as Tree;
const nothing = emptyTree();

const DEEPEST = 4;

/** The paths of `expand` as one tree. Stripe goes four levels deep and no further. */
function treeOf(paths: readonly string[]): Tree {
  const tree = emptyTree();
  for (const path of paths) {
    const parts = path.split('.');
    if (parts.length > DEEPEST)
      throw refuse(
        'expansion_invalid',
        `You cannot expand more than ${DEEPEST} levels of a property (${path}).`,
      );
    let node = tree;
    for (const part of parts) node = node[part] ??= emptyTree();
  }
  return tree;
}

/** The answer as its caller sees it: nothing of ours, and references replaced where `expand` asks for it. */
export function render(unit: Unit, value: unknown, expand: readonly string[]): unknown {
  return show(unit, value, treeOf(expand));
}

/** What needs no change is not copied: that is most of an answer. */
function show(unit: Unit, value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return showAll(unit, value, tree);
  if (!isBody(value)) return value;
  const body = isKept(value) ? shown(value, unit.now) : value;
  const changed = changedIn(unit, body, tree);
  for (const [key, asked] of Object.entries(tree))
    if (key !== 'data' || !isList(body))
      changed.push([key, expanded(unit, { source: value, body, key }, asked)]);
  return changed.length === 0 ? body : { ...body, ...Object.fromEntries(changed) };
}

function showAll(unit: Unit, items: readonly unknown[], tree: Tree): readonly unknown[] {
  const all = items.map((item) => show(unit, item, tree));
  return all.every((made, index) => made === items[index]) ? items : all;
}

/** What is not shown as it is; of what is asked for, that which lies in the data of a list. */
function changedIn(unit: Unit, body: Body, tree: Tree): [string, unknown][] {
  const items = isList(body) ? (tree['data'] ?? nothing) : nothing;
  const changed: [string, unknown][] = [];
  for (const key in body) {
    const child = body[key];
    const made = show(unit, child, key === 'data' ? items : nothing);
    if (made !== child) changed.push([key, made]);
  }
  return changed;
}

/** What is worked out only for those who ask. */
const madeFor: Readonly<Record<string, (unit: Unit, source: Body) => unknown>> = {
  'customer.invoice_credit_balance': (_unit, source) => creditBalances(source as Customer),
  'invoice.confirmation_secret': (unit, source) => secretOf(unit, String(source['id'])),
};

type Spot = { readonly source: Body; readonly body: Body; readonly key: string };

function expanded(unit: Unit, { source, body, key }: Spot, below: Tree): unknown {
  const kind = String(source['object'] ?? '');
  const list = listsUnder[`${kind}.${key}`];
  if (list !== undefined) return show(unit, listUnder(unit, list, String(source['id'])), below);
  const made = madeFor[`${kind}.${key}`];
  if (made !== undefined) return made(unit, source);
  if (onRequest[kind as Kind]?.includes(key)) return show(unit, source[key], below);
  if (!Object.hasOwn(body, key) || body[key] === undefined) throw unexpandable(key);
  return within(unit, { value: source[key] ?? null, key }, below);
}

/** By which a payment page of one's own confirms what an invoice asks for. */
function secretOf(unit: Unit, invoice: string) {
  const [payment] = unit.list('invoice_payment', { parent: invoice });
  const intent = payment === undefined ? null : unit.find('payment_intent', payment.payment.payment_intent);
  return intent === null ? null : { client_secret: intent.client_secret, type: 'payment_intent' };
}

/** A reference is replaced by what it names; an object that is there already is looked into. */
function within(unit: Unit, { value, key }: { value: unknown; key: string }, below: Tree): unknown {
  if (typeof value === 'string') return show(unit, referred(unit, key, value), below);
  if (Array.isArray(value)) return value.map((item) => within(unit, { value: item, key }, below));
  return show(unit, value, below);
}

function listUnder(unit: Unit, { of, by, url }: Under, id: string) {
  return { object: 'list', data: unit.list(of, { [by]: id }), has_more: false, url: url(id) };
}

const unexpandable = (key: string) =>
  refuse('expansion_invalid', `This property cannot be expanded (${key}).`);

function referred(unit: Unit, key: string, id: string): StripeObject {
  const kind = refersTo[key] ?? (key === 'source' ? kindOfPrefix[id.split('_')[0] ?? ''] : undefined);
  const found = kind === undefined ? null : unit.recall(kind, id);
  if (found === null) throw unexpandable(key);
  return found;
}

const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (body: Body): boolean => body['object'] === 'list';
const isKept = (value: Body): value is Body & StripeObject =>
  typeof value['object'] === 'string' && typeof value['id'] === 'string' && 'created' in value;
