import { Router } from 'express';
import { z } from 'zod';
import { requireRole } from './caller.ts';
import { parse } from './parse.ts';

const RedriveBody = z.strictObject({ key: z.string().max(200).optional() });

/** An event that a consumer could not take in, as its operators see it. */
export type ParkedEvent = {
  readonly id: string;
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly type: string | null;
  readonly reason: string;
  readonly attempts: number;
  readonly parkedAt: Date;
};

export type Parking = {
  list(): Promise<readonly ParkedEvent[]>;
  /** In order; with a key, only that key's. */
  redrive(key: string | null): Promise<{ redriven: number; stillParked: number }>;
};

/** Dead letters of a service, for administrators: `GET /v1/parked-events`, `POST /v1/parked-events/redrive`. */
export function parkedRoutes({ list, redrive }: Parking): Router {
  const router = Router();

  router.get('/v1/parked-events', async (_req, res) => {
    requireRole(res, ['admin']);
    const data = (await list()).map((event) => ({ ...event, parkedAt: event.parkedAt.toISOString() }));
    res.json({ data, nextCursor: null });
  });

  router.post('/v1/parked-events/redrive', async (req, res) => {
    requireRole(res, ['admin']);
    const { key } = parse(RedriveBody, req.body ?? {});
    res.json(await redrive(key ?? null));
  });

  return router;
}
