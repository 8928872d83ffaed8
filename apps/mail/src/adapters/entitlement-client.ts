import { createClient, entitlement } from '@gatefold/api';
import type { ServiceTokens } from '@gatefold/service-kit';
import type { Access } from '../usecases/newsletter-ports.ts';

export function entitlementAccess({ url, tokens }: { url: string; tokens: ServiceTokens }): Access {
  const client = createClient({ baseUrl: url, token: () => tokens.token() });
  return {
    async mayHave(reader, { feature, publication }) {
      const { granted } = await client.call(entitlement.check, { query: { reader, feature, publication } });
      return granted;
    },
  };
}
