import { billing, entitlement, identity, mail } from '@gatefold/api';
import { subscriptionsOf } from './account.ts';
import { newslettersOf } from './newsletters.ts';
import { allReads, allSaved } from './own-reads.ts';
import type { Visit } from './visit.ts';

type Owner = { readonly sessionToken: string; readonly reader: Parameters<typeof subscriptionsOf>[1] };

/** Everything that the services keep under a reader's account, each part as its service tells it. All or nothing. */
export async function ownData(visit: Visit, { sessionToken, reader }: Owner) {
  const params = { id: reader.readerId };
  const { asReader, asSite } = visit;
  const body = { sessionToken };
  const [
    account,
    passkeys,
    subscriptions,
    gifts,
    access,
    meter,
    goodwill,
    seats,
    reading,
    saved,
    newsletters,
    { returned },
  ] = await Promise.all([
    asSite.identity.call(identity.exportAccount, { body }),
    asSite.identity.call(identity.listPasskeys, { body }),
    subscriptionsOf(visit, reader).then((all) => Promise.all(all.map((one) => withCharges(visit, one)))),
    asReader.billing.call(billing.readersGifts, { params, query: { locale: visit.locale } }),
    asReader.entitlement.call(entitlement.readersGrants, { params }),
    asReader.entitlement.call(entitlement.readersMeter, { params }),
    asReader.entitlement.call(entitlement.readersGoodwill, { params }),
    asReader.entitlement.call(entitlement.ownGroups, { params }),
    allReads(visit, reader.readerId),
    allSaved(visit, reader.readerId),
    newslettersOf(visit, reader.readerId),
    asReader.mail.call(mail.addressState, { params }),
  ]);
  return {
    takenAt: visit.now.toISOString(),
    account,
    passkeys: passkeys.data,
    subscriptions,
    gifts: gifts.data,
    access: access.data,
    meter: meter.data,
    goodwill: goodwill.data,
    seats,
    reading,
    saved,
    newsletters: newsletters.map(({ key, chosen, since, endedBy }) => ({ key, chosen, since, endedBy })),
    returnedMails: returned,
  };
}

export type OwnData = Awaited<ReturnType<typeof ownData>>;

async function withCharges<S extends { readonly id: string }>({ asReader }: Visit, subscription: S) {
  const { data } = await asReader.billing.call(billing.listCharges, { params: { id: subscription.id } });
  return { ...subscription, charges: data };
}
