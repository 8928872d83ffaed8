import { entitlement, expressPath } from '@gatefold/api';
import type { BusinessClock } from '@gatefold/kernel';
import { parse, readerOf } from '@gatefold/service-kit';
import { Router } from 'express';
import { isOver } from '../domain/group.ts';
import { seated } from '../domain/seats.ts';
import type { joinGroups } from '../usecases/run-groups.ts';
import { groupResponse, seatsResponse } from './group-responses.ts';
import { readerAskedFor } from './permissions.ts';

type Deps = { groups: ReturnType<typeof joinGroups>; clock: BusinessClock };

/** How readers take a seat, and give it back. */
export function membershipRoutes({ groups, clock }: Deps): Router {
  const router = Router();

  router.post(expressPath(entitlement.lookAtInvitation), async (req, res) => {
    const { invitation } = parse(entitlement.lookAtInvitation.body, req.body);
    const { group, invite } = await groups.look(invitation);
    const { name, publication } = group;
    res
      .set('cache-control', 'no-store')
      .json({ group: name, publication, email: invite.email, isTaken: invite.usedAt !== null });
  });

  router.get(expressPath(entitlement.ownGroups), async (req, res) => {
    const { id } = parse(entitlement.ownGroups.params, req.params);
    const reader = readerAskedFor(res, id) ?? id;
    const [all, open] = await Promise.all([groups.of(reader), groups.openTo(reader)]);
    const now = clock.now();
    const has = all.filter(({ members }) => seated(members).some(({ readerId }) => readerId === reader));
    res.set('cache-control', 'no-store').json({
      owned: all.filter(({ group }) => group.ownerId === reader).map((one) => seatsResponse(one, now)),
      member: has.filter(({ group }) => !isOver(group, now)).map(({ group }) => groupResponse(group)),
      open: open.map(groupResponse),
    });
  });

  router.post(expressPath(entitlement.takeSeat), async (req, res) => {
    const { readerId } = readerOf(res);
    const wish = parse(entitlement.takeSeat.body, req.body);
    const { group } =
      'invitation' in wish
        ? await groups.accept(wish.invitation, readerId)
        : await groups.join(wish.group, readerId, wish.shownAs ?? null);
    res.status(201).json(groupResponse(group));
  });

  router.post(expressPath(entitlement.leaveSeat), async (req, res) => {
    const { readerId } = readerOf(res);
    const { id } = parse(entitlement.leaveSeat.params, req.params);
    await groups.leave(id, readerId);
    res.json({ left: true });
  });

  return router;
}
