import type { MachineClock } from '@gatefold/kernel';
import type { Rebuilding } from './ports.ts';

export type Progress = {
  readonly readers: number;
  readonly done: number;
  /** How many were other than they should have been. */
  readonly changed: number;
  readonly startedAt: Date;
  /** Null while it goes on. */
  readonly endedAt: Date | null;
  /** It broke off; what was done by then is done. */
  readonly hasFailed: boolean;
};

type Deps = {
  rebuilding: Rebuilding;
  clock: MachineClock;
  onChanged(): void;
  onFailure(error: unknown): void;
};

/** Makes every set anew, one rebuild at a time in this process. */
export function rebuildSets({ rebuilding, clock, onChanged, onFailure }: Deps) {
  let progress: Progress | null = null;

  const run = async (): Promise<void> => {
    for await (const page of rebuilding.all()) {
      progress = {
        ...progress!,
        done: progress!.done + page.done,
        changed: progress!.changed + page.changed,
      };
      if (page.changed > 0) onChanged();
    }
  };
  return {
    /** Begins, or answers with the one that goes on. */
    async start(): Promise<Progress> {
      if (progress !== null && progress.endedAt === null) return progress;
      progress = { readers: 0, done: 0, changed: 0, startedAt: clock.now(), endedAt: null, hasFailed: false };
      progress = { ...progress, readers: await rebuilding.count() };
      const end = (hasFailed: boolean): void =>
        void (progress = { ...progress!, endedAt: clock.now(), hasFailed });
      void run().then(
        () => end(false),
        (error: unknown) => {
          onFailure(error);
          end(true);
        },
      );
      return progress;
    },
    /** Of the last one that began in this process. */
    progress: (): Progress | null => progress,
  };
}
