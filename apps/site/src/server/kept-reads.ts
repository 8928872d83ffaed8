import { content, type Client } from '@gatefold/api';
import { SECOND, type BusinessClock } from '@gatefold/kernel';
import type { Logger, Worker } from '@gatefold/service-kit';
import type { Sent } from './hot-article.ts';

type Deps = {
  /** Speaks for the site itself. */
  readonly content: Client;
  readonly clock: BusinessClock;
  readonly logger: Pick<Logger, 'warn'>;
};

/** Tells content who was given a whole text without its being asked, so that it is in their history. */
export type KeptReads = Worker & { note(sent: Sent): void };

const TOLD_EVERY_MS = SECOND;
const MOST_AT_ONCE = 500;
/** While content is away this many wait; what is read beyond them is not told. */
const MOST_WAITING = 20_000;

/** A second later and many at once: no page waits for it. A process that is killed takes its last second along. */
export function createKeptReads({ content: client, clock, logger }: Deps): KeptReads {
  let waiting: { readonly reader: string; readonly article: string; readonly at: Date }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  /** What comes while it is told waits for the next round, so that a call is never about a few. */
  const tell = async (): Promise<void> => {
    for (let left = waiting.length; left > 0; left -= MOST_AT_ONCE) {
      const told = waiting.slice(0, Math.min(left, MOST_AT_ONCE));
      const data = told.map((read) => ({ ...read, at: read.at.toISOString() }));
      await client.call(content.takeReads, { body: { data } });
      waiting = waiting.slice(told.length);
    }
  };
  const round = (): Promise<void> =>
    (running = running
      .then(tell)
      .catch((error: unknown) => logger.warn({ err: error }, 'what was read could not be told yet')));

  return {
    note({ reader, article, granted }) {
      if (reader === null || !granted || waiting.length >= MOST_WAITING) return;
      waiting.push({ reader, article, at: clock.now() });
    },
    async start() {
      timer = setInterval(() => void round(), TOLD_EVERY_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      await round();
    },
  };
}
