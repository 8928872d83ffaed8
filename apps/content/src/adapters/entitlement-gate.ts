import { createEntitlementClient, type EntitlementClientOptions } from '@gatefold/entitlement-client';
import type { BusinessClock } from '@gatefold/kernel';
import { closedBy } from '../domain/window.ts';
import type { Gate } from '../usecases/ports.ts';

type Options = Pick<EntitlementClientOptions, 'baseUrl' | 'token' | 'machineClock' | 'onSilence'> & {
  readonly businessClock: BusinessClock;
};

/**
 * Asks entitlement about each article that is read.
 *
 * Nothing is kept between questions, so that a refund or an end shows on the very next page. While
 * entitlement is silent those who were last known to pay go on reading, and the article's own
 * dates still hold.
 */
export function entitlementGate(options: Options): Gate {
  const client = createEntitlementClient({
    ...options,
    failurePolicy: 'open-for-known-payers',
    cacheSeconds: 0,
  });

  return {
    async check({ rule, ...asked }) {
      const { granted, reason, decidedBy, meter } = await client.check({ ...asked, rule });
      const closed = decidedBy === 'policy' ? closedBy(rule, options.businessClock.now()) : null;
      if (closed !== null) return { granted: false, reason: closed };
      return { granted, reason, ...(meter === undefined ? {} : { meter }) };
    },
  };
}
