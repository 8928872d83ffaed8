import type { Client } from '@gatefold/api';

type Voice = { readonly token: string | null; readonly traceparent: string | undefined };

/** The same client in somebody's own name: each service sees who asks. Without a token it asks as nobody. */
export const speakingAs = (client: Client, { token, traceparent }: Voice): Client => {
  const voice = { token, ...(traceparent === undefined ? {} : { traceparent }) };
  return {
    call: (endpoint, input) => client.call(endpoint, { ...input, ...voice }),
    exchange: (endpoint, input) => client.exchange(endpoint, { ...input, ...voice }),
  };
};
