import { lookup as resolve, type LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/** Everything that is not a host on the internet: our own machines, private networks, metadata services, test nets. */
const closed = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  closed.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  closed.addSubnet(network, prefix, 'ipv6');

const open6 = new BlockList();
open6.addSubnet('2000::', 3, 'ipv6');

export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  return family === 6 && open6.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

type Answer = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/**
 * Looks a name up as a connection does, and refuses one with any address that is not public. The connection goes to
 * the very address that was looked at: a name that changes its mind in between gains nothing.
 */
export function publicLookup(hostname: string, options: { all?: boolean | undefined }, answer: Answer): void {
  resolve(hostname, { all: true }, (error, addresses) => {
    if (error !== null) return answer(error, '');
    const [first] = addresses;
    if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
      return answer(
        Object.assign(new Error(`${hostname} is not on the internet`), { code: 'ENOTPUBLIC' }),
        '',
      );
    if (options.all === true) answer(null, addresses);
    else answer(null, first.address, first.family);
  });
}
