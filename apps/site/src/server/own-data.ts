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
    articleGifts,
    reading,
    saved,
    newsletters,
    { returned },
  ] = await Promise.all([
    asSite.identity.call(identity.exportAccount, { body }),
    asSite.identity.call(identity.listPasskeys, { body }),
    subscriptionsOf(visit, reader).then((all) => Promise.all(all.map((one) => withRecords(visit, one)))),
    asReader.billing.call(billing.readersGifts, { params, query: { locale: visit.locale } }),
    asReader.entitlement.call(entitlement.readersGrants, { params }),
    asReader.entitlement.call(entitlement.readersMeter, { params }),
    asReader.entitlement.call(entitlement.readersGoodwill, { params }),
    asReader.entitlement.call(entitlement.ownGroups, { params }),
    asReader.entitlement.call(entitlement.listGiftLinks),
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
    // Without what opens them: the file may be handed on.
    articleGifts: articleGifts.data.map(({ token: _, ...link }) => link),
    reading,
    saved,
    newsletters: newsletters.map(({ key, chosen, since, endedBy }) => ({ key, chosen, since, endedBy })),
    returnedMails: returned,
  };
}

export type OwnData = Awaited<ReturnType<typeof ownData>>;

async function withRecords<S extends { readonly id: string }>({ asReader }: Visit, subscription: S) {
  const params = { id: subscription.id };
  const [{ data: charges }, records] = await Promise.all([
    asReader.billing.call(billing.listCharges, { params }),
    asReader.billing.call(billing.ownRecords, { params }),
  ]);
  return { ...subscription, charges, ...records };
}
