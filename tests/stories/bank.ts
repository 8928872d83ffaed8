import type { Stack } from './stack.ts';

/** What the bank of a reader does, and how we answer it at Stripe. */
export function bankOf({ urls, stripeSecretKey }: Stack) {
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(`${urls.stripe}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${stripeSecretKey}`, ...init.headers },
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.json();
  };
  return {
    /** A subscription as Stripe has it. */
    subscription: async (id: string) =>
      (await ask(`/v1/subscriptions/${id}`)) as {
        status: string;
        customer: string;
        items: { data: { quantity: number }[] };
      },
    /** What Stripe has taken of a customer and not given back, in minor units. */
    async kept(customer: string): Promise<number> {
      const { data } = (await ask(`/v1/charges?customer=${customer}&limit=100`)) as {
        data: { paid: boolean; amount: number; amount_refunded: number }[];
      };
      return data
        .filter(({ paid }) => paid)
        .reduce((sum, { amount, amount_refunded }) => sum + amount - amount_refunded, 0);
    },
    dispute: (charge: string, reason: string) =>
      ask('/_sim/disputes', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ charge, reason }),
      }),
    /** Stripe's test words decide how it ends. */
    async answerDispute(charge: string, evidence: 'winning_evidence' | 'losing_evidence'): Promise<void> {
      const { data } = (await ask(`/v1/disputes?charge=${charge}`)) as { data: { id: string }[] };
      await ask(`/v1/disputes/${data[0]?.id}`, {
        method: 'POST',
        body: new URLSearchParams({ 'evidence[uncategorized_text]': evidence, submit: 'true' }),
      });
    },
  };
}
