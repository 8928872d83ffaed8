import { identity, type Client } from '@gatefold/api';
import { SECOND, type MachineClock } from '@gatefold/kernel';
import type { Logger, Worker } from '@gatefold/service-kit';

/** Takes what identity tells of sessions. `at` is the instant up to which sessions may be older than the news. */
export type Hearer = {
  ended(hashes: readonly string[], at: number): void;
  /** It may be any session. */
  anyEnded(at: number): void;
};

export type SessionNews = Worker & {
  /** Whether a session that ended before `now` would be known of here, but for the last moments. */
  isHeard(now: number): boolean;
};

type Options = {
  readonly client: Client;
  readonly clock: MachineClock;
  readonly logger: Pick<Logger, 'warn'>;
  readonly hearer: Hearer;
};

const ASK_EVERY_MS = SECOND;
/** After so long without an answer nothing is believed on the strength of the news. */
const HEARD_MS = 15 * SECOND;

/** Asks identity every second which sessions have ended. What was missed while it was away comes with its next answer. */
export function createSessionNews({ client, clock, logger, hearer }: Options): SessionNews {
  const state = { cursor: null as string | null, heardAt: -Infinity, isStopping: false, isQuiet: false };
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const ask = async (): Promise<void> => {
    const askedAt = clock.now().getTime();
    const query = state.cursor === null ? {} : { since: state.cursor };
    const { data, cursor, isComplete } = await client.call(identity.endedSessions, { query });
    const at = clock.now().getTime();
    if (isComplete) hearer.ended(data, at);
    else hearer.anyEnded(at);
    state.cursor = cursor;
    state.heardAt = askedAt;
  };
  const round = async (): Promise<void> => {
    try {
      await ask();
      state.isQuiet = false;
    } catch (error) {
      if (!state.isQuiet) logger.warn({ err: error }, 'which sessions have ended could not be asked');
      state.isQuiet = true;
    }
    if (!state.isStopping) timer = setTimeout(() => void (running = round()), ASK_EVERY_MS).unref();
  };

  return {
    isHeard: (now) => now < state.heardAt + HEARD_MS,
    async start() {
      running = round();
    },
    async stop() {
      state.isStopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}
