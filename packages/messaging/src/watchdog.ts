import type { MachineClock } from '@gatefold/kernel';
import type { Logger } from './port.ts';

/** How a partition that this member holds stands at the moment. */
export type Standing = {
  /** `<topic>/<partition>` */
  readonly id: string;
  readonly position: string;
  readonly hasLag: boolean;
  /** Stands still on purpose. */
  readonly isPaused: boolean;
};

type Seen = { readonly position: string; readonly since: number };

/**
 * Which partitions have stood still for `stalledMs` with records waiting.
 *
 * `seen` is what the last call returned. A pause on purpose, an empty partition and any step forward start the time anew.
 */
export function judge(
  seen: ReadonlyMap<string, Seen>,
  standings: readonly Standing[],
  { now, stalledMs }: { now: number; stalledMs: number },
): { readonly seen: ReadonlyMap<string, Seen>; readonly stalled: readonly string[] } {
  const next = new Map<string, Seen>();
  const stalled: string[] = [];
  for (const { id, position, hasLag, isPaused } of standings) {
    const before = seen.get(id);
    const stands = before !== undefined && before.position === position && hasLag && !isPaused;
    const since = stands ? before.since : now;
    next.set(id, { position, since });
    if (now - since >= stalledMs) stalled.push(id);
  }
  return { seen: next, stalled };
}

type Options = {
  readonly clock: MachineClock;
  readonly logger: Logger;
  readonly stalledMs: number;
  /** Rejects while the log is away; that is no stall. */
  observe(): Promise<readonly Standing[]>;
  exit(code: number): void;
};

/**
 * Ends the process when a consumer has stalled, for a supervisor to start it again.
 *
 * Clients are known to stop without a word; healing them inside the process has never been reliable.
 */
export function startWatchdog({ clock, logger, stalledMs, observe, exit }: Options): { stop(): void } {
  let seen: ReadonlyMap<string, Seen> = new Map();
  const look = async (): Promise<void> => {
    const standings = await observe().catch(() => []);
    const judged = judge(seen, standings, { now: clock.now().getTime(), stalledMs });
    seen = judged.seen;
    if (judged.stalled.length === 0) return;
    logger.fatal({ partitions: judged.stalled, stalledMs }, 'a consumer stands still with records waiting');
    exit(1);
  };
  const timer = setInterval(() => void look(), Math.max(20, stalledMs / 6));
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
