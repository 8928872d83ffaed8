import { content, type Client } from '@gatefold/api';
import { SECOND, type MachineClock } from '@gatefold/kernel';

/** Whether two people have opened the paper to everyone: a wall that was kept is then the wrong answer. */
export type OpenNow = {
  /** Also when nobody has said it yet. Asks behind the answer. */
  mayBeOpen(): boolean;
};

/** As often as content itself looks. Machine time. */
const FRESH_MS = 2 * SECOND;
/** For how long the last word counts while content says none. */
const BELIEVED_MS = 10 * SECOND;

export function createOpenNow({
  content: client,
  clock,
}: {
  readonly content: Client;
  readonly clock: MachineClock;
}): OpenNow {
  const state = { isOpen: true, askedAt: -Infinity, saidAt: -Infinity };

  const ask = async (now: number): Promise<void> => {
    try {
      const { isOpen } = await client.call(content.openNow);
      Object.assign(state, { isOpen, saidAt: now });
    } catch {
      // The last word counts for as long as it may; after that every wall is asked about.
    }
  };

  return {
    mayBeOpen() {
      const now = clock.now().getTime();
      if (now >= state.askedAt + FRESH_MS) {
        state.askedAt = now;
        void ask(now);
      }
      return state.isOpen || now >= state.saidAt + BELIEVED_MS;
    },
  };
}
