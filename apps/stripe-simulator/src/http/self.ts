import type { Socket } from 'node:net';

/** Where this very process is reached, by the connection that somebody reached it by. */
export function addressOf({ localAddress = '127.0.0.1', localPort }: Socket): string {
  return `http://${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
}

/** The key by which we call our own API. */
export const ownKey = (secretKey: string | null): string => secretKey ?? 'sk_sim_itself';

/** Pages elsewhere must not turn our clock: browsers say where a request comes from. */
export const isFromElsewhere = (site: string | undefined): boolean =>
  site !== undefined && site !== 'same-origin' && site !== 'none';
