import { createClient, identity } from '@gatefold/api';
import { refuseCommon, type ServiceTokens } from '@gatefold/service-kit';
import type { Readers } from '../usecases/ports.ts';

/** Makes and finds readers at identity, which alone keeps their addresses. */
export function identityReaders({ url, tokens }: { url: string; tokens: ServiceTokens }): Readers {
  const client = createClient({ baseUrl: url, token: () => tokens.token() });
  return {
    async createProvisional(email, locale = null) {
      const body = { email, ...(locale === null ? {} : { locale }) };
      return client.call(identity.createProvisionalReader, { body }).catch(() => {
        throw refuseCommon('temporarily-unavailable');
      });
    },
    async idsOf(email) {
      const { data } = await client.call(identity.findReader, { query: { email } }).catch(() => {
        throw refuseCommon('temporarily-unavailable');
      });
      return data.map(({ readerId }) => readerId);
    },
  };
}
