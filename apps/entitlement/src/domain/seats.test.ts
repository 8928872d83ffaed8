import { expect, test } from 'vitest';
import { afterDays, ada, ben, someBundles } from '../../test/builders.ts';
import { makeGroup, type Group } from './group.ts';
import {
  accept,
  close,
  fit,
  freeOf,
  holdSeat,
  invite,
  join,
  uninvite,
  unseat,
  type Seated,
  type Seating,
} from './seats.ts';
import { emptySet } from './reader-set.ts';

const wish = {
  id: 'g',
  publication: 'courier',
  name: 'The City Library',
  features: ['articles'],
  seats: 2,
  networks: [],
  domains: [],
  until: afterDays(365),
};
const group: Group = makeGroup(wish, someBundles, afterDays(0));
const empty: Seating = { group, members: [], invites: [] };
const day = afterDays(1);
const asks = (readerId: string, now = day) => ({ id: `m-${readerId}`, readerId, shownAs: null, now });
const after = (before: Seating, { members = [], invites = [] }: Seated): Seating => ({
  group: before.group,
  members: [...before.members.filter(({ id }) => !members.some((one) => one.id === id)), ...members],
  invites: [...before.invites.filter(({ id }) => !invites.some((one) => one.id === id)), ...invites],
});
const withAda = after(empty, join(empty, asks(ada), null));
const invited = after(withAda, invite(withAda, { id: 'i', email: 'Ben@library.example ', now: day }));

test('a group opens somebody, something that there is, for some time', () => {
  expect(() => makeGroup({ ...wish, seats: 0 }, someBundles, afterDays(0))).toThrow();
  expect(() => makeGroup({ ...wish, features: ['crossword'] }, someBundles, afterDays(0))).toThrow();
  expect(() => makeGroup(wish, someBundles, afterDays(365))).toThrow();
  expect(makeGroup({ ...wish, seats: 0, networks: ['10.0.0.0/8'] }, someBundles, afterDays(0)).seats).toBe(0);
});

test('each takes one seat, however often they come, and a seat that was left is free', () => {
  expect(join(withAda, asks(ada), null)).toEqual({});
  const full = after(withAda, join(withAda, asks(ben), null));
  expect(() => join(full, asks('c'), null)).toThrow('seat');
  const left = after(full, unseat(full, ada, day));
  expect(join(left, asks('c'), null).members).toMatchObject([{ readerId: 'c' }]);
});

test('whoever pays has a seat already, and it is one of those that are paid for', () => {
  const sold = { ...empty, group: { ...group, ownerId: ada } };
  expect(() => join(sold, asks(ada), null)).toThrow('needs no other seat');
  const full = after(sold, join(sold, asks(ben), null));
  expect(() => join(full, asks('c'), null)).toThrow('seat');
});

test('an invitation keeps a seat for one, once, for two weeks', () => {
  expect(freeOf(invited, day)).toBe(0);
  expect(() => join(invited, asks('c'), null)).toThrow('seat');
  expect(invite(invited, { id: 'j', email: 'ben@library.example', now: day }).invite.id).toBe('i');
  const taken = after(invited, accept(invited, 'i', asks(ben)));
  expect(taken.members.at(-1)).toMatchObject({ readerId: ben, shownAs: 'ben@library.example' });
  expect(taken.invites[0]?.email).toBeNull();
  expect(accept(taken, 'i', asks(ben))).toEqual({});
  expect(() => accept(taken, 'i', asks('c'))).toThrow('used');
  expect(() => accept(invited, 'i', asks('c', afterDays(15)))).toThrow('over');
  expect(freeOf(invited, afterDays(15))).toBe(1);
  const back = after(invited, uninvite(invited, 'i', day));
  expect(() => accept(back, 'i', asks(ben))).toThrow('taken back');
});

test('so many invitations are mailed in a day, and no more', () => {
  let seating = empty;
  for (let n = 0; n < 6; n += 1) {
    seating = after(seating, invite(seating, { id: `i${n}`, email: `r${n}@a.example`, now: day }));
    seating = after(seating, uninvite(seating, `i${n}`, day));
  }
  expect(() => invite(seating, { id: 'x', email: 'x@a.example', now: day })).toThrow('enough');
  expect(invite(seating, { id: 'x', email: 'x@a.example', now: afterDays(3) }).invite.id).toBe('x');
});

test('nobody joins, or is invited to, what is over or closed', () => {
  const closed = { ...empty, group: { ...group, closedAt: day } };
  expect(() => join(closed, asks(ada), null)).toThrow('over');
  expect(() => join(empty, asks(ada, group.until), null)).toThrow('over');
  expect(() => invite(closed, { id: 'i', email: 'a@b.example', now: day })).toThrow('over');
});

test('what was sold ends with its subscription, and by nobody’s hand', () => {
  expect(() => close({ ...empty, group: { ...group, ownerId: ada } }, day)).toThrow('subscription');
  expect(close(withAda, day).group?.closedAt).toEqual(day);
});

test('where seats are given up, invitations go first, and then whoever came last', () => {
  const smaller = { ...invited, group: { ...group, seats: 1 } };
  expect(fit(smaller, day)).toMatchObject({ invites: [{ id: 'i', revokedAt: day }], members: [] });
  const later = after(withAda, join(withAda, asks(ben, afterDays(2)), null));
  const lost = fit({ ...later, group: { ...group, seats: 1 } }, afterDays(3));
  expect(lost.members).toMatchObject([{ readerId: ben, leftAt: afterDays(3) }]);
  expect(fit(later, day)).toMatchObject({ invites: [], members: [] });
});

test('a seat lasts as long as the group, and no longer than its member stays', () => {
  const [member] = withAda.members;
  const until = (of: Group, who = member!) => holdSeat(emptySet(ada), of, who).grants[0]!.until;
  expect(until(group)).toEqual(group.until);
  expect(until({ ...group, closedAt: afterDays(9) })).toEqual(afterDays(9));
  expect(until(group, { ...member!, leftAt: afterDays(3) })).toEqual(afterDays(3));
  const held = holdSeat(emptySet(ada), group, member!);
  expect(holdSeat(held, group, member!)).toBe(held);
});
