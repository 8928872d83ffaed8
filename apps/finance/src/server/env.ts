import { listening, ownKey, simulatorClock } from '@gatefold/service-kit';
import { z } from 'zod';

export const Env = z.object({
  ...listening(4010),
  ...ownKey,
  /** The address that staff see. Forms from any other are refused. */
  FINANCE_URL: z.url({ protocol: /^https?$/ }),
  BILLING_URL: z.url(),
  ENTITLEMENT_URL: z.url(),
  IDENTITY_URL: z.url(),
  /** Which proxies may say whose browser they speak for, as Express's `trust proxy` takes it. */
  TRUST_PROXY: z.string().optional(),
  ...simulatorClock,
});
