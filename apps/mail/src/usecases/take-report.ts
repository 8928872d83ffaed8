import type { BusinessClock } from '@gatefold/kernel';
import { messageNamed, type Outcome } from '../domain/delivery-report.ts';
import type { Deliveries } from './delivery-ports.ts';

type Deps = { readonly deliveries: Deliveries<never>; readonly businessClock: BusinessClock };

/** Answers the same whether or not the mail is known: nobody learns from it who was written to. */
export const takeReport =
  ({ deliveries, businessClock }: Deps) =>
  async ({ messageId, outcome }: { messageId: string; outcome: Outcome }): Promise<void> => {
    const id = messageNamed(messageId);
    if (id === null || outcome === 'delayed') return;
    const now = businessClock.now();
    await (outcome === 'bounced' ? deliveries.bounced(id, now) : deliveries.complained(id, now));
  };
