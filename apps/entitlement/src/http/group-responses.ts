import type { Group } from '../domain/group.ts';
import { freeOf, open, seated, type Seating } from '../domain/seats.ts';

/** What its members may know of a group. */
export const groupResponse = ({ id, publication, name, seats, domains, from, until, closedAt }: Group) => ({
  ...{ id, publication, name, seats, domains },
  from: from.toISOString(),
  until: until.toISOString(),
  closedAt: closedAt?.toISOString() ?? null,
});

export const contractResponse = (group: Group) => ({
  ...groupResponse(group),
  features: group.features,
  bundle: group.bundle,
  networks: group.networks,
  owner: group.ownerId,
});

export const seatsResponse = (seating: Seating, now: Date) => ({
  group: groupResponse(seating.group),
  free: Math.max(0, freeOf(seating, now)),
  members: seated(seating.members).map(({ readerId, shownAs, from }) => ({
    reader: readerId,
    shownAs,
    from: from.toISOString(),
  })),
  invites: open(seating.invites, now).map(({ id, email, expiresAt }) => ({
    id,
    email: email ?? '',
    expiresAt: expiresAt.toISOString(),
  })),
});
