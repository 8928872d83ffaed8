import {
  createEntitlementClient,
  type AccessAnswer,
  type EntitlementClientOptions,
} from '@gatefold/entitlement-client';
import type { BusinessClock } from '@gatefold/kernel';
import { passOpens, type Pass } from '../domain/pass.ts';
import { closedBy } from '../domain/window.ts';
import type { Gate } from '../usecases/ports.ts';

type Options = Pick<EntitlementClientOptions, 'baseUrl' | 'token' | 'machineClock' | 'onSilence'> & {
  readonly businessClock: BusinessClock;
};

/**
 * Asks entitlement about each article that is read.
 *
 * Nothing is kept between questions, so that a refund or an end shows on the very next page. While
 * entitlement is silent those who were last known to pay go on reading, and those who bring what was signed for them;
 * the article's own dates still hold.
 */
export function entitlementGate(options: Options): Gate {
  const client = createEntitlementClient({
    ...options,
    failurePolicy: 'open-for-known-payers',
    cacheSeconds: 0,
  });

  return {
    async check({ rule, pass, ...asked }) {
      const answer = await client.check({ ...asked, rule });
      const { granted, reason, version, decidedBy, meter } = answer;
      const now = options.businessClock.now();
      const isSilent = decidedBy === 'policy';
      const closed = isSilent ? closedBy(rule, now) : null;
      if (closed !== null) return { granted: false, reason: closed };
      const denied = { ...asked, rule, reason, isSilent, version, now };
      if (!granted && pass !== null && passOpens(pass, denied)) return { granted: true, reason: pass.source };
      const toSign = isSilent ? null : signable(answer, asked.reader);
      return {
        granted,
        reason,
        ...(meter === undefined ? {} : { meter }),
        ...(toSign === null ? {} : { toSign }),
      };
    },
  };
}

/** What opens here and now, and not for this reader wherever they are. */
const elsewhere: readonly string[] = ['meter', 'gift-link', 'institution'];

/** What this house may sign of an answer: a grant of the reader's own, as far as it may be trusted. */
function signable({ granted, grant, reason, version }: AccessAnswer, reader: string | null): Pass | null {
  if (!granted || grant === null || reader === null || elsewhere.includes(reason)) return null;
  return {
    kind: 'grant',
    readerId: reader,
    publication: grant.publication,
    features: grant.features,
    source: reason,
    version,
    until: new Date(grant.untilIfStale),
  };
}
