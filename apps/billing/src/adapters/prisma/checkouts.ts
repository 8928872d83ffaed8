import { DAY, plus, type BusinessClock, type MachineClock } from '@gatefold/kernel';
import type { Checkout, Checkouts, NewCheckout } from '../../usecases/ports.ts';
import type { Sealer } from '../sealed.ts';
import { toStepsJson } from '../postgres/steps-json.ts';
import type { Checkout as Row, Prisma, PrismaClient } from './generated/client.ts';

type Deps = { db: PrismaClient; clock: BusinessClock; machineClock: MachineClock; seal: Sealer };

/**
 * Whoever has not opened a page within this time may have died: the next one who asks opens it, under the same key, so
 * that both get the same page. Less than a request waits for another.
 */
const OPENING_MS = 5_000;
/** Stripe's own default for how long a page can be paid. */
const OPEN_FOR = DAY;

export const prismaCheckouts = (deps: Deps): Checkouts => {
  const { db } = deps;
  return {
    find: async (id) => toCheckout(await db.checkout.findUnique({ where: { id } })),
    claim: (wanted) => claim(deps, wanted),
    claimCard: (wanted) => claimCard(deps, wanted),

    async identify(id, { readerId, stripeCustomerId }) {
      await db.checkout.update({ where: { id }, data: { readerId, stripeCustomerId } });
    },

    async opened(id, { sessionId, url, expiresAt }) {
      await db.checkout.updateMany({
        where: { id, status: 'opening' },
        data: { status: 'open', stripeSessionId: sessionId, url, expiresAt },
      });
    },

    async giveUp(id) {
      await db.checkout.updateMany({ where: { id, status: 'opening' }, data: { claimedAt: new Date(0) } });
    },

    async expire(id) {
      await db.checkout.updateMany({ where: { id, status: 'open' }, data: { status: 'expired' } });
    },

    async customerOf(readerId) {
      return (await db.stripeCustomer.findFirst({ where: { readerId }, orderBy: { id: 'asc' } }))?.id ?? null;
    },

    async keepCustomer(customerId, readerId) {
      // A webhook may have told of the customer before Stripe's answer told us its id.
      await db.stripeCustomer.upsert({
        where: { id: customerId },
        create: { id: customerId, readerId },
        update: { readerId },
      });
    },
  };
};

/** Looks, and else inserts; who loses that race looks again and finds the winner's. */
async function claim(deps: Deps, wanted: NewCheckout): ReturnType<Checkouts['claim']> {
  const { db } = deps;
  const same = sameCheckout(wanted);
  await expireOld(deps, same);
  const open = await db.checkout.findFirst({
    where: { ...same, status: { in: ['opening', 'open'] } },
    include: { consent: { select: { pathHash: true } } },
  });
  if (open !== null) {
    const isSame = open.consent?.pathHash === wanted.pathHash && open.language === wanted.language;
    const isMine = open.status === 'opening' && (await takeOver(deps, open));
    if (isMine && !isSame) {
      // Whoever was opening it has died, and nobody wants it any more.
      await db.checkout.update({ where: { id: open.id }, data: { status: 'expired' } });
      return claim(deps, wanted);
    }
    const row = await db.checkout.update({ where: { id: open.id }, data: { returnTo: wanted.returnTo } });
    return { checkout: toCheckout(row), isMine, isNew: false, isSame };
  }
  const made = await insert(deps, wanted).catch((error: unknown) => {
    if (isConflict(error)) return null;
    throw error;
  });
  return made === null
    ? claim(deps, wanted)
    : { checkout: toCheckout(made), isMine: true, isNew: true, isSame: true };
}

/** A page whose time is over is no longer in the way of a new one. */
const expireOld = ({ db, clock }: Deps, same: Prisma.CheckoutWhereInput) =>
  db.checkout.updateMany({
    where: { ...same, status: { in: ['opening', 'open'] }, expiresAt: { lte: clock.now() } },
    data: { status: 'expired' },
  });

async function takeOver({ db, machineClock }: Deps, { id }: Row): Promise<boolean> {
  const now = machineClock.now();
  const { count } = await db.checkout.updateMany({
    where: { id, status: 'opening', claimedAt: { lt: plus(now, -OPENING_MS) } },
    data: { claimedAt: now },
  });
  return count === 1;
}

const insert = ({ db, clock, machineClock, seal }: Deps, wanted: NewCheckout): Promise<Row> =>
  db.$transaction(async (tx) => {
    const { offer, consentId, consentText, pathHash, reason = null } = wanted;
    await tx.consent.create({
      data: {
        id: consentId,
        offer: offer.key,
        offerVersion: offer.version,
        consentVersion: offer.consent.version,
        text: consentText,
        pathHash,
        reason,
        acceptedAt: clock.now(),
        ...sealedIp(wanted, seal),
      },
    });
    return tx.checkout.create({ data: rowOf(wanted, { now: clock.now(), machineNow: machineClock.now() }) });
  });

const sealedIp = ({ ip, consentId }: NewCheckout, seal: Sealer) =>
  ip === null ? {} : { ip: Uint8Array.from(seal.seal(Buffer.from(ip), consentId)), keyVersion: seal.version };

async function claimCard(
  { db, clock, machineClock }: Deps,
  { id, subscription, returnTo }: Parameters<Checkouts['claimCard']>[0],
): Promise<Checkout> {
  const row = await db.checkout.create({
    data: {
      id,
      kind: 'card',
      status: 'opening',
      readerId: subscription.readerId,
      publication: subscription.publication,
      product: subscription.product,
      subscriptionId: subscription.id,
      stripeCustomerId: subscription.stripeCustomerId,
      returnTo,
      createdAt: clock.now(),
      claimedAt: machineClock.now(),
      expiresAt: plus(clock.now(), OPEN_FOR),
    },
  });
  return toCheckout(row);
}

const sameCheckout = ({ readerId, email, offer }: NewCheckout) => ({
  kind: 'subscribe',
  publication: offer.publication,
  product: offer.product,
  ...(readerId === null ? { emailHash: { in: [...(email?.all ?? [])] } } : { readerId }),
});

const rowOf = (
  { id, readerId, email, offer, path, consentId, returnTo, language }: NewCheckout,
  { now, machineNow }: { now: Date; machineNow: Date },
) => ({
  id,
  kind: 'subscribe',
  status: 'opening',
  readerId,
  emailHash: email?.newest ?? null,
  publication: offer.publication,
  product: offer.product,
  offer: offer.key,
  offerVersion: offer.version,
  path: toStepsJson(path.steps),
  consentId,
  language,
  returnTo,
  createdAt: now,
  claimedAt: machineNow,
  expiresAt: plus(now, OPEN_FOR),
});

function toCheckout(row: Row): Checkout;
function toCheckout(row: Row | null): Checkout | null;
function toCheckout(row: Row | null): Checkout | null {
  if (row === null) return null;
  return {
    id: row.id,
    kind: row.kind as Checkout['kind'],
    status: row.status as Checkout['status'],
    readerId: row.readerId,
    emailHash: row.emailHash,
    offer: row.offer,
    offerVersion: row.offerVersion,
    subscriptionId: row.subscriptionId,
    returnTo: row.returnTo,
    stripeCustomerId: row.stripeCustomerId,
    stripeSessionId: row.stripeSessionId,
    url: row.url,
  };
}

/** Prisma's code for a unique constraint that was in the way. */
const isConflict = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'P2002';
