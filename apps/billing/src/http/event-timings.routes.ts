import { billing, expressPath } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { EventTiming, EventTimings } from '../usecases/timing-ports.ts';
import { requireFinance } from './asker.ts';

/** Where time goes between Stripe's news and the event log. */
export function eventTimingRoutes({ eventTimings }: { eventTimings: EventTimings }): Router {
  const router = Router();
  router.post(expressPath(billing.eventTimings), async (req, res) => {
    requireFinance(res);
    const { ids } = parse(billing.eventTimings.body, req.body);
    const found = await eventTimings(ids);
    res.set('cache-control', 'no-store').json({ data: found.map(timingResponse), nextCursor: null });
  });
  return router;
}

const timingResponse = ({ id, receivedAt, recordedAt, publishedAt }: EventTiming) => ({
  id,
  receivedAt: receivedAt?.toISOString() ?? null,
  recordedAt: recordedAt.toISOString(),
  publishedAt: publishedAt?.toISOString() ?? null,
});
