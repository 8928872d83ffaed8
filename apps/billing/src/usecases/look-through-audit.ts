import type { AuditCheck } from './review-ports.ts';

type Deps = {
  readonly auditCheck: Pick<AuditCheck, 'step'>;
  readonly onBroken: (place: number) => void;
};

/** One page for each tick and no more at once: a long chain takes its time, and nothing else waits for it. */
export const lookThroughAudit =
  ({ auditCheck, onBroken }: Deps) =>
  async (): Promise<number> => {
    const { brokenAt } = await auditCheck.step();
    if (brokenAt !== null) onBroken(brokenAt);
    return 0;
  };
