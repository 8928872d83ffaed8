import { content, expressPath } from '@gatefold/api';
import { earliest, type BusinessClock } from '@gatefold/kernel';
import { parse, refuseCommon, requireService } from '@gatefold/service-kit';
import { Router, type Request, type Response } from 'express';
import type { Read } from '../domain/reading.ts';
import type { KeptRead, Reads } from '../usecases/ports.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { ownIn } from './own.ts';

type Deps = {
  reads: Pick<Reads<never>, 'list' | 'areKept' | 'clear' | 'choose'>;
  /** So that a reader sees what they have just read. */
  flush(): Promise<void>;
  /** Takes down what was read; nothing waits for it. */
  note(read: Read): void;
  clock: BusinessClock;
};

/** What a reader has read, for themselves; services ask for those who have to prove what was used. */
export function readsRoutes({ reads, flush, note, clock }: Deps): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.get(expressPath(content.listReads), async (req, res) => {
    const readerId = ownIn(req, res);
    await send(readerId, req, res);
  });

  router.get(expressPath(content.readsForEvidence), async (req, res) => {
    if (requireService(res) !== 'billing') throw refuseCommon('not-allowed');
    await send(parse(content.readsForEvidence.params, req.params).id, req, res);
  });

  router.post(expressPath(content.takeReads), (req, res) => {
    requireService(res);
    const { data } = parse(content.takeReads.body, req.body);
    const now = clock.now();
    for (const { reader, article, at } of data)
      // Nobody has read what is still to come, and what is forgotten today would else come again.
      note({ readerId: reader, articleId: article, at: earliest(new Date(at), now) });
    res.status(202).json({ taken: data.length });
  });

  router.delete(expressPath(content.clearReads), async (req, res) => {
    const readerId = ownIn(req, res);
    await flush();
    res.json({ cleared: await reads.clear(readerId, clock.now()) });
  });

  router.put(expressPath(content.chooseReads), async (req, res) => {
    const readerId = ownIn(req, res);
    const { keeps } = parse(content.chooseReads.body, req.body);
    await flush();
    await reads.choose(readerId, { keeps, at: clock.now() });
    res.json({ keeps });
  });

  async function send(readerId: string, req: Request, res: Response): Promise<void> {
    const { publication, after, limit } = parse(content.listReads.query, req.query);
    await flush();
    const [keeps, found] = await Promise.all([
      reads.areKept(readerId),
      reads.list(readerId, { publication, after: fromCursor(after), limit: limit + 1 }),
    ]);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    res.set('cache-control', 'private, no-store').json({
      keeps,
      data: page.map(toRead),
      nextCursor: found.length > limit && last !== undefined ? toCursor(last) : null,
    });
  }

  return router;
}

const toRead = ({ slug, title, section, at }: KeptRead) => ({
  slug,
  title,
  section,
  readAt: at.toISOString(),
});
