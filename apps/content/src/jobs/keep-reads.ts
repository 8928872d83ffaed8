import { plus, type BusinessClock } from '@gatefold/kernel';
import type { Logger, Worker } from '@gatefold/service-kit';
import { dayOf, READS_KEPT, type Read } from '../domain/reading.ts';
import type { Reads } from '../usecases/ports.ts';

const KEEP_EVERY_MS = 1_000;
const FORGET_EVERY_MS = 60 * 60_000;
/** While the database is away this many wait; what is read beyond them is not kept. */
const MOST_WAITING = 20_000;

type Deps = {
  readonly reads: Pick<Reads<never>, 'keep' | 'forgetBefore'>;
  readonly clock: BusinessClock;
  readonly logger: Logger;
};

export type KeepsReads = Worker & {
  note(read: Read): void;
  /** All that was noted before is kept, or waits for the database. */
  flush(): Promise<void>;
};

/**
 * Keeps what was read, a second later and many at once: reading waits for it as little as it fails with it.
 * A process that is killed takes the reads of its last second along.
 */
export function keepsReads({ reads, clock, logger }: Deps): KeepsReads {
  const waiting = new Map<string, Read>();
  const timers: NodeJS.Timeout[] = [];
  let running: Promise<void> = Promise.resolve();

  const note = (read: Read): void => {
    const key = `${read.readerId} ${read.articleId} ${dayOf(read.at)}`;
    if (!waiting.has(key) && waiting.size < MOST_WAITING) waiting.set(key, read);
  };
  const keepWaiting = async (): Promise<void> => {
    const batch = [...waiting.values()];
    waiting.clear();
    await reads.keep(batch).catch((error: unknown) => {
      batch.forEach(note);
      logger.warn({ err: error }, 'what was read could not be kept yet');
    });
  };
  const flush = (): Promise<void> => (running = running.then(keepWaiting));
  const forget = (): void =>
    void reads
      .forgetBefore(plus(clock.now(), -READS_KEPT))
      .catch((error: unknown) => logger.warn({ err: error }, 'old reads could not be forgotten'));

  return {
    note,
    flush,
    async start() {
      forget();
      timers.push(
        setInterval(() => void flush(), KEEP_EVERY_MS),
        setInterval(forget, FORGET_EVERY_MS),
      );
    },
    async stop() {
      timers.splice(0).forEach(clearInterval);
      await flush();
    },
  };
}
