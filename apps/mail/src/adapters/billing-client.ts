import { ApiProblem, billing, createClient } from '@gatefold/api';
import type { ServiceTokens } from '@gatefold/service-kit';
import type { Gifts } from '../usecases/ports.ts';

export function billingGifts({ url, tokens }: { url: string; tokens: ServiceTokens }): Gifts {
  const client = createClient({ baseUrl: url, token: () => tokens.token() });
  return {
    card: (id, locale) =>
      client.call(billing.giftLetter, { params: { id }, query: { locale } }).catch((error: unknown) => {
        if (error instanceof ApiProblem && error.code === 'gift-not-found') return null;
        throw error;
      }),
  };
}
