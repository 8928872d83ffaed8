import type {
  Checkout,
  Checkouts,
  IdempotentAnswers,
  NewCheckout,
} from '../../apps/billing/src/usecases/ports.ts';
import { customerIn, type Ground, type KeptCheckout } from './billing-state.ts';

const OPENING_MS = 5_000;
const OPEN_FOR_MS = 24 * 60 * 60_000;

/** One offer is sold here, so an open page is always for what is wanted. */
export const checkoutsIn = ({ state, now }: Ground): Checkouts => {
  const { checkouts, customers } = state;
  const time = () => now().getTime();
  const put = (id: string, change: Partial<KeptCheckout>) => changed(checkouts, id, change);
  const make = (kept: KeptCheckout): Checkout => {
    checkouts.set(kept.id, kept);
    return kept;
  };

  return {
    find: async (id) => checkouts.get(id) ?? null,
    async claim(wanted) {
      const same = [...checkouts.values()].filter((one) => isSame(one, wanted) && isWaiting(one));
      for (const { id, expiresAt } of same) if (expiresAt <= time()) put(id, { status: 'expired' });
      const open = same.find(({ expiresAt }) => expiresAt > time());
      if (open === undefined)
        return { checkout: make(kept(wanted, time())), isMine: true, isNew: true, isSame: true };
      const isMine = open.status === 'opening' && open.claimedAt < time() - OPENING_MS;
      const taken = isMine ? { claimedAt: time() } : {};
      return {
        checkout: put(open.id, { returnTo: wanted.returnTo, ...taken }),
        isMine,
        isNew: false,
        isSame: true,
      };
    },
    async claimCard({ id, subscription, returnTo }) {
      const { readerId, publication, product, stripeCustomerId } = subscription;
      const about = { id, readerId, publication, product, stripeCustomerId, returnTo };
      const subscriptionId = subscription.id;
      return make({ ...blank(time()), ...about, kind: 'card', subscriptionId });
    },
    identify: async (id, who) => void put(id, who),
    async opened(id, { sessionId, url, expiresAt }) {
      if (checkouts.get(id)?.status === 'opening')
        put(id, { status: 'open', stripeSessionId: sessionId, url, expiresAt: expiresAt.getTime() });
    },
    expire: async (id) => void (checkouts.get(id)?.status === 'open' && put(id, { status: 'expired' })),
    giveUp: async (id) => void (checkouts.get(id)?.status === 'opening' && put(id, { claimedAt: 0 })),
    customerOf: async (readerId) =>
      [...customers]
        .filter(([, one]) => one.readerId === readerId)
        .map(([id]) => id)
        .toSorted()[0] ?? null,
    keepCustomer: async (customerId, readerId) => void (customerIn(state, customerId).readerId = readerId),
  };
};

const isWaiting = ({ status }: KeptCheckout): boolean => status === 'opening' || status === 'open';

function changed(
  checkouts: Map<string, KeptCheckout>,
  id: string,
  change: Partial<KeptCheckout>,
): KeptCheckout {
  const known = checkouts.get(id);
  if (known === undefined) throw new Error(`there is no checkout ${id}`);
  const next = { ...known, ...change };
  checkouts.set(id, next);
  return next;
}

const isSame = (one: KeptCheckout, { readerId, email, offer }: NewCheckout): boolean =>
  one.kind === 'subscribe' &&
  one.publication === offer.publication &&
  one.product === offer.product &&
  (readerId === null ? (email?.all ?? []).includes(one.emailHash ?? '') : one.readerId === readerId);

const blank = (time: number) => ({
  status: 'opening' as const,
  emailHash: null,
  offer: null,
  offerVersion: null,
  subscriptionId: null,
  stripeSessionId: null,
  url: null,
  path: null,
  expiresAt: time + OPEN_FOR_MS,
  claimedAt: time,
});

const kept = ({ id, readerId, email, offer, path, returnTo }: NewCheckout, time: number): KeptCheckout => ({
  ...blank(time),
  id,
  kind: 'subscribe',
  readerId,
  emailHash: email?.newest ?? null,
  publication: offer.publication,
  product: offer.product,
  offer: offer.key,
  offerVersion: offer.version,
  path,
  returnTo,
  stripeCustomerId: null,
});

export const answersIn = ({ state: { answers } }: Ground): IdempotentAnswers => ({
  find: async (scope, key) => answers.get(`${scope} ${key}`) ?? null,
  async keep(scope, key, answer) {
    answers.set(`${scope} ${key}`, answer);
  },
});
