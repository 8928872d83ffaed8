import { ApiProblem, billing, type Client } from '@gatefold/api';
import type { Logger } from '@gatefold/service-kit';
import type { Evidence } from '../usecases/ports.ts';

/** Asks billing for what stands behind a subscription. An explanation goes on without it. */
export const billingEvidence = (client: Client, logger: Logger): Evidence => ({
  async of(subscriptionId) {
    try {
      return await client.call(billing.subscriptionEvidence, { params: { id: subscriptionId } });
    } catch (error) {
      const code = error instanceof ApiProblem ? error.code : 'unexpected';
      logger.warn({ code, subscriptionId }, 'billing shows no evidence');
      return null;
    }
  },
});
