import { DAY, earliest, isId, latest, plus } from '@gatefold/kernel';
import { isOver, placesOf, type Group } from './group.ts';
import type { HeldGrant, ReaderSet } from './held-grant.ts';
import { refuse } from './refusals.ts';

export type Member = {
  readonly id: string;
  readonly readerId: string;
  /** How the owner knows them; null once they have left. */
  readonly shownAs: string | null;
  readonly from: Date;
  readonly leftAt: Date | null;
};

/** A seat that is kept for whoever was mailed the link. */
export type Invite = {
  readonly id: string;
  /** Null once it is used, taken back or over. */
  readonly email: string | null;
  readonly madeAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly revokedAt: Date | null;
};

export type Seating = {
  readonly group: Group;
  readonly members: readonly Member[];
  readonly invites: readonly Invite[];
};

/** One reader's seat, and the group that it is in. */
export type Seat = { readonly group: Group; readonly member: Member };

/** What becomes of a group: only what is new or other than it was, and a line for the record. */
export type Seated = {
  readonly group?: Group;
  readonly members?: readonly Member[];
  readonly invites?: readonly Invite[];
  readonly log?: readonly { readonly action: string; readonly subject: string | null }[];
};

const INVITED_FOR = 14 * DAY;
/** How many mails the owner of a group may cause in a day, for each seat. */
const INVITES_PER_SEAT = 3;

export const seated = (members: readonly Member[]): readonly Member[] =>
  members.filter(({ leftAt }) => leftAt === null);

export const open = (invites: readonly Invite[], now: Date): readonly Invite[] =>
  invites.filter((one) => one.usedAt === null && one.revokedAt === null && now < one.expiresAt);

/** How many seats nobody has and nobody is invited to. Less than none where the number of seats was lowered. */
export const freeOf = ({ group, members, invites }: Seating, now: Date): number =>
  placesOf(group) - seated(members).length - open(invites, now).length;

type Asks = {
  readonly id: string;
  readonly readerId: string;
  readonly shownAs: string | null;
  readonly now: Date;
};

/**
 * Takes a free seat, or with an invite the one that is kept. One who has a seat keeps that one.
 *
 * Refuses with `group-closed`, `seat-held` for the owner and, where every seat is taken or kept, with `group-full`.
 */
export function join(seating: Seating, { id, readerId, shownAs, now }: Asks, invite: Invite | null): Seated {
  const { group, members } = seating;
  if (isOver(group, now)) throw refuse('group-closed');
  if (group.ownerId === readerId) throw refuse('seat-held');
  if (seated(members).some((member) => member.readerId === readerId)) return {};
  const isKept = invite !== null && open([invite], now).length === 1;
  if (freeOf(seating, now) + (isKept ? 1 : 0) < 1) throw refuse('group-full', { seats: group.seats });
  return {
    members: [{ id, readerId, shownAs, from: now, leftAt: null }],
    invites: isKept ? [{ ...invite, usedAt: now, email: null }] : [],
    log: [{ action: 'seat-taken', subject: readerId }],
  };
}

/** As `join`, by an invite of this group that is good only once. Refuses one that is none with `invitation-invalid`. */
export function accept(seating: Seating, inviteId: string, asks: Asks): Seated {
  const invite = seating.invites.find(({ id }) => id === inviteId);
  if (invite === undefined) throw refuse('invitation-invalid');
  if (seated(seating.members).some(({ readerId }) => readerId === asks.readerId)) return {};
  if (open([invite], asks.now).length === 0) throw refuse('invitation-over');
  return join(seating, { ...asks, shownAs: invite.email ?? asks.shownAs }, invite);
}

/**
 * Keeps a seat for an address. One that is invited already keeps that invite.
 *
 * Refuses with `group-closed`, `group-full` and `invites-too-many`.
 */
export function invite(
  seating: Seating,
  { id, email, now }: { readonly id: string; readonly email: string; readonly now: Date },
): Seated & { readonly invite: Invite } {
  const { group, invites } = seating;
  if (isOver(group, now)) throw refuse('group-closed');
  const address = email.trim().toLowerCase();
  const known = open(invites, now).find((one) => one.email === address);
  if (known !== undefined) return { invite: known };
  if (freeOf(seating, now) < 1) throw refuse('group-full', { seats: group.seats });
  const today = invites.filter(({ madeAt }) => madeAt > plus(now, -DAY)).length;
  if (today >= INVITES_PER_SEAT * group.seats) throw refuse('invites-too-many');
  const made = {
    id,
    email: address,
    madeAt: now,
    expiresAt: plus(now, INVITED_FOR),
    usedAt: null,
    revokedAt: null,
  };
  return { invite: made, invites: [made], log: [{ action: 'invited', subject: id }] };
}

/** Takes an invite back. One that is used or taken back already stays as it is. */
export function uninvite({ invites }: Seating, id: string, now: Date): Seated {
  const taken = open(invites, now).filter((one) => one.id === id);
  if (taken.length === 0) return {};
  return {
    invites: taken.map((one) => withdrawn(one, now)),
    log: [{ action: 'invite-withdrawn', subject: id }],
  };
}

const withdrawn = (one: Invite, now: Date): Invite => ({ ...one, revokedAt: now, email: null });

/** Ends the seat of one member at once. One who has none is left alone. */
export function unseat({ members }: Seating, readerId: string, now: Date): Seated {
  const leaving = seated(members).filter((member) => member.readerId === readerId);
  if (leaving.length === 0) return {};
  return {
    members: leaving.map((one) => left(one, now)),
    log: [{ action: 'seat-ended', subject: readerId }],
  };
}

const left = (member: Member, now: Date): Member => ({ ...member, leftAt: now, shownAs: null });

/** Ends a contract of staff's for all its members at once. What was sold ends with its subscription: `group-is-sold`. */
export function close({ group, members }: Seating, now: Date): Seated {
  if (group.ownerId !== null) throw refuse('group-is-sold');
  if (group.closedAt !== null) return {};
  return {
    group: { ...group, closedAt: now },
    members: seated(members),
    log: [{ action: 'closed', subject: null }],
  };
}

/**
 * What must give way when there are fewer seats than were taken: invites before members, and of both the newest first.
 */
export function fit(seating: Seating, now: Date): Seated {
  const over = Math.max(0, -freeOf(seating, now));
  const kept = open(seating.invites, now).toSorted((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
  const invites = kept.slice(0, over).map((one) => withdrawn(one, now));
  const newest = seated(seating.members).toSorted((a, b) => b.from.getTime() - a.from.getTime());
  const members = newest.slice(0, over - invites.length).map((one) => left(one, now));
  return {
    invites,
    members,
    log: members.map(({ readerId }) => ({ action: 'seat-lost', subject: readerId })),
  };
}

/** The set with the seat as it is now: as long as the group lasts, or until it was left. The same set where nothing is new. */
export function holdSeat(set: ReaderSet, group: Group, member: Member): ReaderSet {
  const ends = [member.leftAt, group.closedAt].filter((instant) => instant !== null);
  const until = latest(member.from, earliest(group.until, ...ends));
  const isEnded = ends.length > 0;
  const version = set.version + 1;
  const grant: HeldGrant = {
    id: member.id,
    publication: group.publication,
    bundle: group.bundle,
    features: group.bundle === null ? group.features : null,
    source: 'group',
    from: member.from,
    until,
    untilIfStale: isEnded ? until : latest(until, group.untilIfStale),
    isUnpaid: false,
    version,
    eventId: group.id,
  };
  const held = set.grants.find(({ id }) => id === grant.id);
  if (held !== undefined && isSame(held, grant)) return set;
  return { ...set, version, grants: [...set.grants.filter((one) => one !== held), grant] };
}

const isSame = (a: HeldGrant, b: HeldGrant): boolean =>
  a.bundle === b.bundle &&
  a.until.getTime() === b.until.getTime() &&
  a.untilIfStale.getTime() === b.untilIfStale.getTime();

/** What is signed, so that a signature for something else is none for this. */
export const invitationText = (groupId: string, inviteId: string): string =>
  `group-invite ${groupId} ${inviteId}`;

export type Invitation = { readonly groupId: string; readonly inviteId: string; readonly signature: string };

export function parseInvitation(token: string): Invitation | null {
  const [groupId = '', inviteId = '', signature = ''] = token.split('.');
  const isWhole = isId(groupId) && isId(inviteId) && /^[\w-]{86}$/.test(signature);
  return isWhole ? { groupId, inviteId, signature } : null;
}
