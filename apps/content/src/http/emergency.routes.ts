import { content, expressPath } from '@gatefold/api';
import type { BusinessClock, MachineClock, NewId } from '@gatefold/kernel';
import { parse, refuseCommon, requireRole, requireService } from '@gatefold/service-kit';
import { Router, type Response } from 'express';
import { approve, close } from '../domain/open-all.ts';
import { courtesyOf } from '../domain/pass.ts';
import { refuse } from '../domain/refusals.ts';
import type { OpenAlls, Passes } from '../usecases/ports.ts';
import { toOpenAll } from './responses.ts';

type Deps = {
  openAlls: OpenAlls;
  passes: Passes;
  clock: BusinessClock;
  machineClock: MachineClock;
  newId: NewId;
};

/** What is done when nobody can tell who has paid: the switch of two people, and the pass of one who has just paid. */
export function emergencyRoutes({ openAlls, passes, clock, machineClock, newId }: Deps): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.post(expressPath(content.courtesyPass), (req, res) => {
    requireService(res);
    const { reader, publication } = parse(content.courtesyPass.body, req.body);
    const pass = passes.issue(courtesyOf(reader, publication, clock.now()));
    res.status(201).set('cache-control', 'no-store').json({ pass });
  });

  router.get(expressPath(content.openNow), async (_req, res) => {
    const isOpen = await openAlls.isOpen(machineClock.now());
    res.set('cache-control', 'no-store').json({ isOpen });
  });

  router.get(expressPath(content.listOpenAll), async (_req, res) => {
    requireRole(res, STAFF);
    const data = (await openAlls.all()).map(toOpenAll);
    res.set('cache-control', 'no-store').json({ data, nextCursor: null });
  });

  router.post(expressPath(content.askOpenAll), async (req, res) => {
    const askedBy = personIn(res);
    const { reason } = parse(content.askOpenAll.body, req.body);
    const nobody = { approvedBy: null, until: null, closedBy: null, closedAt: null };
    const asked = { id: newId(), reason, askedBy, askedAt: machineClock.now(), ...nobody };
    await openAlls.ask(asked);
    res.status(201).json(toOpenAll(asked));
  });

  const decided = async (id: string, decide: Parameters<OpenAlls['change']>[1]) => {
    const open = await openAlls.change(id, decide);
    if (open === null) throw refuse('open-all-not-found');
    return toOpenAll(open);
  };

  router.post(expressPath(content.approveOpenAll), async (req, res) => {
    const who = { by: personIn(res), at: machineClock.now() };
    const { id } = parse(content.approveOpenAll.params, req.params);
    res.json(await decided(id, (asked) => approve(asked, who)));
  });

  router.post(expressPath(content.closeOpenAll), async (req, res) => {
    const who = { by: personIn(res), at: machineClock.now() };
    const { id } = parse(content.closeOpenAll.params, req.params);
    res.json(await decided(id, (open) => close(open, who)));
  });

  return router;
}

const STAFF = ['editor', 'admin'] as const;

/** A person of staff: two services are not two people. */
function personIn(res: Response): string {
  const caller = requireRole(res, STAFF);
  if (caller.kind !== 'reader') throw refuseCommon('not-allowed');
  return caller.readerId;
}
