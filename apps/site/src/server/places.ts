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

/** Who reads from the network of an institution, as far as is known here. No page waits for the list of networks. */
export type Places = {
  /** From where is read, signed; null for all others, so that nobody else's address leaves the site. */
  placeOf(address: string | null): Promise<string | null>;
  isInside(address: string | null): boolean;
  /**
   * Whether a wall is the same wherever it is read. A cache on the way does not tell addresses apart, so where there are
   * networks, or nobody knows yet, it may keep none.
   */
  areNone(): boolean;
  /** Moves on when the list has changed. */
  readonly edition: number;
};

/** How long the list of networks is used before it is asked for again, in machine time. */
const FRESH = MINUTE;

/** Until the list is there nobody is inside; while nobody answers the last one holds. */
export function createPlaces({ entitlement: client, clock, signPlace, logger }: Deps): Places {
  const state = { inside: new BlockList(), list: null as string | null, edition: 0, askedAt: -Infinity };

  const refresh = async (): Promise<void> => {
    try {
      const { data } = await client.call(entitlement.networks);
      const list = JSON.stringify(data);
      if (list === state.list) return;
      Object.assign(state, { inside: networksOf(data), list, edition: state.edition + 1 });
    } catch (error) {
      logger.warn({ err: error }, 'the networks of institutions could not be asked');
    }
  };
  const keepFresh = (): void => {
    const now = clock.now().getTime();
    if (now < state.askedAt + FRESH) return;
    state.askedAt = now;
    void refresh();
  };
  const insideBy = (address: string | null): string | null => {
    keepFresh();
    const plain = address?.replace(/^::ffff:(?=\d+\.)/i, '') ?? '';
    const family = isIP(plain);
    return family !== 0 && state.inside.check(plain, family === 6 ? 'ipv6' : 'ipv4') ? plain : null;
  };

  return {
    async placeOf(address) {
      const plain = insideBy(address);
      return plain === null ? null : signPlace(plain);
    },
    isInside: (address) => insideBy(address) !== null,
    areNone() {
      keepFresh();
      return state.list === '[]';
    },
    get edition() {
      return state.edition;
    },
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
