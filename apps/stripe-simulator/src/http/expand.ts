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
  pending_setup_intent: 'setup_intent',
  price: 'price',
  product: 'product',
  setup_intent: 'setup_intent',
  subscription: 'subscription',
};

const kindOfPrefix: Readonly<Record<string, Kind>> = { ch: 'charge', re: 'refund', dp: 'dispute' };

/** Lists under an object that are only there for those who ask. */
const listsUnder: Readonly<
  Record<string, { of: Kind; by: 'customer' | 'parent'; url: (id: string) => string }>
> = {
  'charge.refunds': { of: 'refund', by: 'parent', url: (id) => `/v1/charges/${id}/refunds` },
  'customer.subscriptions': {
    of: 'subscription',
    by: 'customer',
    url: (id) => `/v1/customers/${id}/subscriptions`,
  },
  'invoice.payments': {
    of: 'invoice_payment',
    by: 'parent',
    url: (id) => `/v1/invoice_payments?invoice=${id}`,
  },
};

type Tree = { [key: string]: Tree };
type Body = Record<string, unknown>;

/** Without a prototype, for the names in it are the caller's. */
const emptyTree = (): Tree => Object.create(null) as Tree;

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

function show(unit: Unit, value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((item) => show(unit, item, tree));
  if (!isBody(value)) return value;
  const body: Body = isKept(value) ? { ...shown(value, unit.now) } : { ...value };
  for (const [key, child] of Object.entries(body))
    body[key] = show(unit, child, isList(body) && key === 'data' ? (tree['data'] ?? {}) : {});
  for (const [key, below] of Object.entries(tree)) {
    if (isList(body) && key === 'data') continue;
    body[key] = expanded(unit, { source: value as Body, body, key }, below);
  }
  return body;
}

type Spot = { readonly source: Body; readonly body: Body; readonly key: string };

function expanded(unit: Unit, { source, body, key }: Spot, below: Tree): unknown {
  const object = String(source['object'] ?? '');
  const list = listsUnder[`${object}.${key}`];
  if (list !== undefined) {
    const id = String(source['id']);
    const data = unit.list(list.of, { [list.by]: id });
    const plain = { object: 'list', data, has_more: false, url: list.url(id) };
    return show(unit, plain, below);
  }
  if (onRequest[object as Kind]?.includes(key)) return show(unit, source[key], below);
  if (!Object.hasOwn(body, key))
    throw refuse('expansion_invalid', `This property cannot be expanded (${key}).`);
  const value = body[key];
  if (typeof value === 'string') return show(unit, referred(unit, key, value), below);
  if (Array.isArray(value))
    return value.map((item) =>
      show(unit, typeof item === 'string' ? referred(unit, key, item) : item, below),
    );
  if (isBody(value) && Object.keys(below).length > 0) return show(unit, source[key] ?? value, below);
  return value;
}

function referred(unit: Unit, key: string, id: string): StripeObject {
  const kind = refersTo[key] ?? (key === 'source' ? kindOfPrefix[id.split('_')[0] ?? ''] : undefined);
  const found = kind === undefined ? null : unit.recall(kind, id);
  if (found === null) throw refuse('expansion_invalid', `This property cannot be expanded (${key}).`);
  return found;
}

const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (body: Body): boolean => body['object'] === 'list';
const isKept = (value: Body): value is Body & StripeObject =>
  typeof value['object'] === 'string' && typeof value['id'] === 'string' && 'created' in value;
