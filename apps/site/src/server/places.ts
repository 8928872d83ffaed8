import { BlockList, isIP } from 'node:net';
import { entitlement, type Client } from '@gatefold/api';
import { MINUTE, type MachineClock } from '@gatefold/kernel';
import type { Logger } from '@gatefold/service-kit';

type Deps = {
  readonly entitlement: Client;
  readonly clock: MachineClock;
  /** Signs an address, so that content believes it. */
  signPlace(address: string): Promise<string>;
  readonly logger: Pick<Logger, 'warn'>;
};

/** How long the list of networks is used before it is asked for again, in machine time. */
const FRESH = MINUTE;

/**
 * Says where somebody reads, signed, for those who read from the network of an institution; null for all others, so that
 * nobody else's address leaves the site. No page waits for the list: until it is there nobody is inside.
 */
export function createPlaces({ entitlement: client, clock, signPlace, logger }: Deps) {
  let inside = new BlockList();
  let askedAt = -Infinity;

  const refresh = async (): Promise<void> => {
    try {
      const { data } = await client.call(entitlement.networks);
      inside = networksOf(data);
    } catch (error) {
      logger.warn({ err: error }, 'the networks of institutions could not be asked');
    }
  };

  return async (address: string | null): Promise<string | null> => {
    const now = clock.now().getTime();
    if (now >= askedAt + FRESH) {
      askedAt = now;
      void refresh();
    }
    const plain = address?.replace(/^::ffff:(?=\d+\.)/i, '') ?? '';
    const family = isIP(plain);
    if (family === 0 || !inside.check(plain, family === 6 ? 'ipv6' : 'ipv4')) return null;
    return signPlace(plain);
  };
}

function networksOf(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [network = '', prefix = ''] = cidr.split('/');
    const isSix = isIP(network) === 6;
    list.addSubnet(network, prefix === '' ? (isSix ? 128 : 32) : Number(prefix), isSix ? 'ipv6' : 'ipv4');
  }
  return list;
}
