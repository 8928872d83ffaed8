import { ApiProblem, createClient, identity } from '@gatefold/api';
import type { ServiceTokens } from '@gatefold/service-kit';
import type { Readers } from '../usecases/ports.ts';

export function identityReaders({ url, tokens }: { url: string; tokens: ServiceTokens }): Readers {
  const client = createClient({ baseUrl: url, token: () => tokens.token() });
  return {
    contact: (id) =>
      client.call(identity.contact, { params: { id } }).catch((error: unknown) => {
        if (error instanceof ApiProblem && error.code === 'reader-not-found') return null;
        throw error;
      }),

    async signInUrl(id, body) {
      const { url } = await client.call(identity.createSignInLink, { params: { id }, body });
      return url;
    },

    async links(id, { purposes, ...asked }) {
      const body = { ...asked, purposes: [...purposes] };
      return (await client.call(identity.createMailedLinks, { params: { id }, body })).links;
    },
  };
}
