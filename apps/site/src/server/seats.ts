import { ApiProblem, billing, entitlement } from '@gatefold/api';
import type { PaidSeats } from '../features/group/seats-page.tsx';
import { subscriptionsOf, throwAsPage, type Subscription } from './account.ts';
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

const refusals: Readonly<Record<string, string>> = {
  'group-full': 'Every seat is taken or kept for somebody. Add seats, or take one back.',
  'group-closed': 'This group is over.',
  'invites-too-many': 'That is enough invitations for one day. Please go on tomorrow.',
  'domain-not-yours': 'A group is opened to the domain of your own confirmed address only.',
  'seat-held': 'You pay for this group, and have a seat in it already.',
  'quote-outdated': 'This is no longer what it comes to. Please look at the new figures.',
  'change-pending': 'Another number of seats is coming already. Take that back first.',
  'seats-out-of-range': 'A group is not sold with so many seats.',
  'payment-outstanding': 'A payment is open. Please settle that first, in your account.',
  'renewal-running': 'The next period is being charged just now. Please try again in a few hours.',
  'subscription-cancelling': 'The group is cancelled. Take that back first, in your account.',
  'seats-unchanged': 'It has as many seats already.',
  'invalid-input': 'This is not accepted. Please check it for a slip.',
};

/** What went wrong, in words for the page; anything else is a page of its own. */
export function seatsRefused(error: unknown): string {
  const says = error instanceof ApiProblem ? refusals[error.code] : undefined;
  return says ?? throwAsPage(error);
}

/** Null when it is done, else why not. */
export async function doOnSeats(visit: Visit, form: FormData): Promise<string | null> {
  const field = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim().slice(0, 1_000) : '';
  };
  const act = acts[field('do')];
  if (act === undefined) return refusals['invalid-input'] ?? null;
  try {
    await act(visit, field('do') === 'change' ? field('subscription') : field('group'), field);
    return null;
  } catch (error) {
    return error instanceof SyntaxError ? (refusals['invalid-input'] ?? null) : seatsRefused(error);
  }
}
