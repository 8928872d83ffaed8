import { takeSnapshot } from '@gatefold/access';
import { entitlement, expressPath } from '@gatefold/api';
import type { FollowedRecord, Projection } from '@gatefold/access';
import type { MachineClock } from '@gatefold/kernel';
import { parse, requireService } from '@gatefold/service-kit';
import { Router, type Response } from 'express';
import { z } from 'zod';
import { refuse } from '../domain/refusals.ts';

type Positions = Readonly<Record<string, Readonly<Record<string, string>>>>;
type Followed = FollowedRecord & { readonly topic: string };

type Deps = {
  readonly memory: {
    isLive(): boolean;
    projection(): Projection;
    follow(from: Positions, hear: (record: Followed) => void): (() => void) | null;
  };
  readonly clock: MachineClock;
};

/** How long the same file is handed out: many start at the same time, and the stream tells them the rest. */
const SAME_FOR_MS = 30_000;
/** One who does not read as fast as things change is let go, and comes again with a snapshot. */
const MOST_WAITING_BYTES = 16 * 1_024 * 1_024;

const PositionsText = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'This is not JSON.' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.record(z.string().regex(/^\d+$/), z.string().regex(/^\d{1,19}$/))));

/** For those who decide by themselves: everything as a file, and what has changed since. */
export function snapshotRoutes({ memory, clock }: Deps): Router {
  const router = Router();
  let kept: { readonly parts: readonly Uint8Array[]; readonly until: number } | null = null;

  router.get(expressPath(entitlement.snapshot), (_req, res) => {
    requireService(res);
    if (!memory.isLive()) throw refuse('snapshot-not-ready');
    const now = clock.now().getTime();
    if (kept === null || now >= kept.until)
      kept = { parts: takeSnapshot(memory.projection()), until: now + SAME_FOR_MS };
    const { parts } = kept;
    const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
    res
      .set({ 'content-length': String(length), 'cache-control': 'no-store' })
      .type(entitlement.snapshot.media);
    void writeAll(res, parts);
  });

  router.get(expressPath(entitlement.stream), (req, res) => {
    requireService(res);
    if (!memory.isLive()) throw refuse('snapshot-not-ready');
    const { from } = parse(entitlement.stream.query, req.query);
    const lines: string[] = [];
    let write = (line: string): void => void lines.push(line);
    const stop = memory.follow(parse(PositionsText, from), (record) => write(lineOf(record)));
    if (stop === null) throw refuse('position-too-old');
    res.set('cache-control', 'no-store').type(entitlement.stream.media);
    res.write(lines.join(''));
    res.flushHeaders();
    write = (line) => {
      res.write(line);
      if (res.writableLength > MOST_WAITING_BYTES) res.destroy();
    };
    res.once('close', stop);
  });

  return router;
}

async function writeAll(res: Response, parts: readonly Uint8Array[]): Promise<void> {
  for (const part of parts) {
    if (res.destroyed) return;
    if (!res.write(part))
      await new Promise<void>((resolve) => {
        res.once('drain', resolve);
        res.once('close', resolve);
      });
  }
  res.end();
}

/** The data is JSON already, so it is put in as it is. */
function lineOf({ topic, partition, offset, type, epoch, sequence, value }: Followed): string {
  const head = JSON.stringify({ topic, partition, offset, type, epoch, sequence });
  const data = value === null ? 'null' : Buffer.from(value).toString('utf8').replaceAll('\n', ' ');
  return `${head.slice(0, -1)},"data":${data}}\n`;
}
