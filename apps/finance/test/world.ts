import type { MachineClock } from '@gatefold/kernel';
import type { Call } from '@gatefold/web-kit/testing';
import { startBilling } from './fake-billing.ts';
import { startEntitlement } from './fake-entitlement.ts';
import { startIdentity } from './fake-identity.ts';

/** The three services that the pages ask, each a small server of its own. */
export async function startWorld(machineClock: MachineClock) {
  const services = {
    billing: await startBilling(),
    identity: await startIdentity(machineClock),
    entitlement: await startEntitlement(),
  };
  return {
    ...services,
    calls: (operation: string): Call[] =>
      Object.values(services).flatMap(({ calls }) => calls.filter((call) => call.operation === operation)),
    reset() {
      for (const service of Object.values(services)) service.reset();
    },
    close() {
      for (const service of Object.values(services)) service.close();
    },
  };
}
