import type { Logger, Worker } from '@gatefold/service-kit';

type Deps = {
  /** Writes mails of issues down, as many as the rate allows. */
  spreadIssues(): Promise<void>;
  /** Sends what is due. */
  sendDue(): Promise<void>;
  /** Marks what a dead process left half done. */
  doubtAbandoned(): Promise<number>;
  logger: Logger;
  /** Machine time between two rounds that nobody asked for: mails that wait for their next try. */
  everyMs: number;
};

export type Rounds = Worker & {
  /** A round soon, without waiting for it. */
  wake(): void;
  /** Resolves once a round that began after this call is over. */
  round(): Promise<void>;
  isRunning(): boolean;
};

/** Sends mails in rounds, one at a time in this process. Other processes may run their own beside it. */
export function rounds({ spreadIssues, sendDue, doubtAbandoned, logger, everyMs }: Deps): Rounds {
  let running: Promise<void> | null = null;
  let following: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const once = async (): Promise<void> => {
    const abandoned = await doubtAbandoned();
    if (abandoned > 0)
      logger.warn({ abandoned }, 'mails that may have been sent are left for a person to decide');
    await spreadIssues();
    await sendDue();
  };

  const begin = (): Promise<void> => {
    running = once().finally(() => (running = null));
    return running;
  };

  const round = (): Promise<void> => {
    if (running === null) return begin();
    following ??= running
      .catch(() => undefined)
      .then(() => {
        following = null;
        return begin();
      });
    return following;
  };

  const wake = (): void => {
    round().catch((error: unknown) => logger.warn({ err: error }, 'a round of mails was not finished'));
  };

  return {
    wake,
    round,
    isRunning: () => running !== null,
    async start() {
      timer = setInterval(wake, everyMs);
      wake();
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      while (running !== null) await running.catch(() => undefined);
    },
  };
}
