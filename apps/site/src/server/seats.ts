import { ApiProblem, billing, entitlement } from '@gatefold/api';
import type { PaidSeats } from '../features/group/seats-page.tsx';
import { subscriptionsOf, throwAsPage, type Subscription } from './account.ts';
import type { PlainKey } from '../words/voice.ts';
import type { Visit } from './visit.ts';

/** The running subscription of a reader that pays for a group; null for none. */
export async function groupOf(
  visit: Visit,
  reader: Parameters<typeof subscriptionsOf>[1],
): Promise<Subscription | null> {
  const all = await subscriptionsOf(visit, reader);
  return all.find(({ seats, phase }) => seats !== undefined && phase !== 'ended') ?? null;
}

export function paidSeats({ id, seats = 0, path, change, intent }: Subscription): PaidSeats {
  const next = path.at(-1)?.seats ?? seats;
  return {
    id,
    seats,
    coming: change === null || next === seats ? null : { seats: next, at: change.at },
    mayChange: intent === 'renewing' && change === null,
  };
}

export const ownGroups = ({ asReader }: Visit, id: string) =>
  asReader.entitlement.call(entitlement.ownGroups, { params: { id } }).catch(throwAsPage);

/** Groups of others in which a reader has a seat. A page is of use without them. */
export async function seatsWithOthers({ asReader, report }: Visit, id: string) {
  try {
    return (await asReader.entitlement.call(entitlement.ownGroups, { params: { id } })).member;
  } catch (error) {
    report(error, 'the seats could not be listed');
    return [];
  }
}

type Act = (visit: Visit, id: string, field: (name: string) => string) => Promise<unknown>;

/** What the forms of the page do, each in the reader's own name: entitlement knows what is theirs. */
const acts: Readonly<Record<string, Act>> = {
  invite: ({ asReader }, id, field) =>
    asReader.entitlement.call(entitlement.inviteMember, { params: { id }, body: { email: field('email') } }),
  withdraw: ({ asReader }, id, field) =>
    asReader.entitlement.call(entitlement.withdrawInvite, { params: { id, invite: field('invite') } }),
  remove: ({ asReader }, id, field) =>
    asReader.entitlement.call(entitlement.unseatMember, { params: { id, reader: field('reader') } }),
  rename: ({ asReader }, id, field) =>
    asReader.entitlement.call(entitlement.renameGroup, { params: { id }, body: { name: field('name') } }),
  'open-domain': ({ asReader }, id, field) =>
    asReader.entitlement.call(entitlement.addDomain, { params: { id }, body: { domain: field('domain') } }),
  'close-domain': ({ asReader }, id, field) =>
    asReader.entitlement.call(entitlement.removeDomain, { params: { id, domain: field('domain') } }),
  leave: ({ asReader }, id) => asReader.entitlement.call(entitlement.leaveSeat, { params: { id } }),
  join: ({ asReader, session }, group) => {
    const email = session.kind === 'reader' ? session.session.email : null;
    const body = email === null ? { group } : { group, shownAs: email };
    return asReader.entitlement.call(entitlement.takeSeat, { body });
  },
  change: ({ asReader }, id, field) =>
    asReader.billing.call(billing.changeSeats, {
      params: { id },
      body: billing.changeSeats.body.parse(JSON.parse(field('quote'))),
    }),
};

const refusals: Readonly<Record<string, PlainKey>> = {
  'group-full': 'seats.full',
  'group-closed': 'seats.closed',
  'invites-too-many': 'seats.invites-too-many',
  'domain-not-yours': 'seats.not-your-domain',
  'seat-held': 'seats.held',
  'quote-outdated': 'seats.quote-outdated',
  'change-pending': 'seats.change-pending',
  'seats-out-of-range': 'seats.out-of-range',
  'payment-outstanding': 'seats.outstanding',
  'renewal-running': 'seats.renewing',
  'subscription-cancelling': 'seats.cancelling',
  'seats-unchanged': 'seats.unchanged',
  'invalid-input': 'seats.invalid',
};

/** What went wrong, in words for the page; anything else is a page of its own. */
export function seatsRefused(error: unknown): PlainKey {
  const says = error instanceof ApiProblem ? refusals[error.code] : undefined;
  return says ?? throwAsPage(error);
}

/** Null when it is done, else why not. */
export async function doOnSeats(visit: Visit, form: FormData): Promise<PlainKey | null> {
  const field = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim().slice(0, 1_000) : '';
  };
  const act = acts[field('do')];
  if (act === undefined) return 'seats.invalid';
  try {
    await act(visit, field('do') === 'change' ? field('subscription') : field('group'), field);
    return null;
  } catch (error) {
    return error instanceof SyntaxError ? 'seats.invalid' : seatsRefused(error);
  }
}
