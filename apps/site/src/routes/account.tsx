import { billing } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { AccountPage } from '../features/account/account-page.tsx';
import { Unconfirmed } from '../features/account/unconfirmed.tsx';
import { currentOf, isLive } from '../features/account/standing.ts';
import { signedIn, subscriptionsOf, type Subscription } from '../server/account.ts';
import { giftsOf } from '../server/gifts.ts';
import { newsletterState } from '../server/newsletters.ts';
import { undeliverableSince } from '../server/own-address.ts';
import { readsUntil } from '../server/reads-until.ts';
import { seatsWithOthers } from '../server/seats.ts';
import { opens } from '../publication.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

export async function loader({ context }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const reader = signedIn(visit, '/account' as OwnPath);
  if (reader.provisional) return { kind: 'unconfirmed' as const };
  const all = await subscriptionsOf(visit, reader);
  const current = currentOf(all, visit.voice.paper.key);
  const held = heldFirst(all, current);
  const [charges, reading, gifts, seats, newsletters, addressFailsSince, mayReturn] = await Promise.all([
    chargesOf(visit, all),
    readsUntil(
      { readerId: reader.readerId, entitlement: visit.asReader.entitlement, report: visit.report },
      visit.now,
    ),
    giftsOf(visit, reader.readerId),
    seatsWithOthers(visit, reader.readerId),
    newsletterState(visit, reader.readerId),
    undeliverableSince(visit, reader.readerId),
    current?.phase === 'ended' ? isOfferedReturn(visit, reader.readerId) : false,
  ]);
  return {
    kind: 'account' as const,
    email: reader.email,
    held: held.map((one) => ({ ...one, papers: papersOf(visit, one) })),
    hasThisPaper: held.some((one) => opens(one, visit.voice.paper.key)),
    earlier: all.filter((one) => !held.includes(one)),
    charges,
    reading,
    gifts,
    seats,
    newsletters,
    addressFailsSince,
    now: visit.now,
    mayReturn,
  };
}

/** All that run, the one to this paper first; where none does, the last that did. */
function heldFirst(all: readonly Subscription[], current: Subscription | null): readonly Subscription[] {
  if (current === null) return [];
  return [current, ...all.filter((one) => one !== current && isLive(one))];
}

/** The names of the papers that one reads by it. */
const papersOf = ({ house, voice }: Visit, subscription: Subscription): string =>
  voice.list(house.filter(({ paper }) => opens(subscription, paper.key)).map(({ paper }) => paper.name));

async function isOfferedReturn({ asReader, report }: Visit, id: string): Promise<boolean> {
  try {
    return (await asReader.billing.call(billing.winBack, { params: { id } })).offer !== null;
  } catch (error) {
    report(error, 'the offer for those who left could not be asked');
    return false;
  }
}

/** Of all years, newest first. The page is of use without them. */
async function chargesOf({ asReader, report }: Visit, all: readonly Subscription[]) {
  const listed = async ({ id: subscription }: Subscription) => {
    const { data } = await asReader.billing.call(billing.listCharges, { params: { id: subscription } });
    return data.map((charge) => ({ ...charge, subscription }));
  };
  try {
    return (await Promise.all(all.map(listed)))
      .flat()
      .filter(({ status }) => status === 'paid' || status === 'failed')
      .toSorted((a, b) => Date.parse(b.paidAt ?? b.dueAt) - Date.parse(a.paidAt ?? a.dueAt));
  } catch (error) {
    report(error, 'the receipts could not be listed');
    return [];
  }
}

export default function Account() {
  const page = useLoaderData<typeof loader>();
  const { say } = useVoice();
  return (
    <>
      <Head title={say('account.title')} />
      {page.kind === 'unconfirmed' ? <Unconfirmed /> : <AccountPage {...page} />}
    </>
  );
}
