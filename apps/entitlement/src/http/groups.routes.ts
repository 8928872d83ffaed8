import { entitlement, expressPath } from '@gatefold/api';
import type { BusinessClock } from '@gatefold/kernel';
import { callerOf, parse, refuseCommon, requireRole, requireService } from '@gatefold/service-kit';
import { Router, type Request, type Response } from 'express';
import type { Seating } from '../domain/seats.ts';
import type { Groups } from '../usecases/group-ports.ts';
import type { Keeper, keepGroups } from '../usecases/run-groups.ts';
import { contractResponse, seatsResponse } from './group-responses.ts';

type Deps = {
  groups: ReturnType<typeof keepGroups>;
  networks: Groups['networks'];
  clock: BusinessClock;
};

/** Groups and institutions as staff make them. */
export function groupRoutes({ groups, networks, clock }: Deps): Router {
  const router = Router();
  const answer = answering(clock);

  router.post(expressPath(entitlement.makeGroup), async (req, res) => {
    const { actor } = staffIn(res);
    const { until, ...wish } = parse(entitlement.makeGroup.body, req.body);
    res.status(201).json(contractResponse(await groups.make({ ...wish, until: new Date(until) }, actor)));
  });

  router.get(expressPath(entitlement.listGroups), async (_req, res) => {
    staffIn(res);
    const data = (await groups.all()).map(contractResponse);
    res.set('cache-control', 'no-store').json({ data, nextCursor: null });
  });

  router.get(expressPath(entitlement.networks), async (_req, res) => {
    requireService(res);
    res.json({ data: await networks(clock.now()), nextCursor: null });
  });

  router.get(expressPath(entitlement.groupLog), async (req, res) => {
    staffIn(res);
    const log = await groups.logOf(idIn(req));
    const data = log.map(({ at, ...line }) => ({ at: at.toISOString(), ...line }));
    res.set('cache-control', 'no-store').json({ data, nextCursor: null });
  });

  router.post(expressPath(entitlement.seatMember), async (req, res) => {
    const by = staffIn(res);
    const { reader } = parse(entitlement.seatMember.body, req.body);
    answer(res.status(201), await groups.seat({ id: idIn(req), by, reader }));
  });

  router.post(expressPath(entitlement.closeGroup), async (req, res) =>
    answer(res, await groups.close({ by: staffIn(res), id: idIn(req) })),
  );

  return router;
}

/** Seats, as whoever pays for them hands them out. */
export function seatRoutes({ groups, clock }: Omit<Deps, 'networks'>): Router {
  const router = Router();
  const answer = answering(clock);

  router.get(expressPath(entitlement.seats), async (req, res) =>
    answer(res, await groups.find({ by: keeperIn(res), id: idIn(req) })),
  );

  router.post(expressPath(entitlement.renameGroup), async (req, res) => {
    const by = keeperIn(res);
    const { name } = parse(entitlement.renameGroup.body, req.body);
    answer(res, await groups.rename({ id: idIn(req), by, name }));
  });

  router.post(expressPath(entitlement.inviteMember), async (req, res) => {
    const by = keeperIn(res);
    const { email } = parse(entitlement.inviteMember.body, req.body);
    answer(res.status(201), await groups.invite({ id: idIn(req), by, email }));
  });

  router.post(expressPath(entitlement.withdrawInvite), async (req, res) => {
    const by = keeperIn(res);
    const { id, invite } = parse(entitlement.withdrawInvite.params, req.params);
    answer(res, await groups.uninvite({ id, by, invite }));
  });

  router.post(expressPath(entitlement.unseatMember), async (req, res) => {
    const by = keeperIn(res);
    const { id, reader } = parse(entitlement.unseatMember.params, req.params);
    answer(res, await groups.unseat({ id, by, reader }));
  });

  router.post(expressPath(entitlement.addDomain), async (req, res) => {
    const by = keeperIn(res);
    const { domain } = parse(entitlement.addDomain.body, req.body);
    answer(res, await groups.addDomain({ id: idIn(req), by, domain }));
  });

  router.post(expressPath(entitlement.removeDomain), async (req, res) => {
    const by = keeperIn(res);
    const { id, domain } = parse(entitlement.removeDomain.params, req.params);
    answer(res, await groups.removeDomain({ id, by, domain }));
  });

  return router;
}

const answering =
  (clock: BusinessClock) =>
  (res: Response, seating: Seating): void =>
    void res.set('cache-control', 'no-store').json(seatsResponse(seating, clock.now()));

const idIn = (req: Request): string => parse(entitlement.seats.params, req.params).id;

function staffIn(res: Response): Keeper {
  const caller = requireRole(res, ['finance', 'admin']);
  const actor = caller.kind === 'reader' ? caller.readerId : caller.kind === 'service' ? caller.name : '';
  return { actor, readerId: null };
}

/** Staff and services look after every group; readers, once their address is verified, after those that they pay for. */
function keeperIn(res: Response): Keeper {
  const caller = callerOf(res);
  if (caller.kind !== 'reader' || caller.role === 'finance' || caller.role === 'admin') return staffIn(res);
  if (caller.provisional) throw refuseCommon('sign-in-required');
  return { actor: caller.readerId, readerId: caller.readerId };
}
