import { identity, type Client } from '@gatefold/api';
import { refuseCommon } from '@gatefold/service-kit';
import type { Addresses } from '../usecases/group-ports.ts';

/** Asks identity about an address by the reader's id, so that no address comes here. */
export const identityAddresses = (client: Client): Addresses => ({
  async domainsOf(readerId, domains) {
    if (domains.length === 0) return [];
    const asked = { params: { id: readerId }, body: { domains: [...domains] } };
    const { domains: verified } = await client.call(identity.verifiedDomains, asked).catch(() => {
      throw refuseCommon('temporarily-unavailable');
    });
    return verified;
  },
});
