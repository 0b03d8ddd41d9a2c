import { lookup as lookupHost, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Looks a name up, and refuses one that leads into our own network. */
export function lookupPublic(loopback: boolean): LookupFunction {
  return (hostname, options, done) => {
    lookupHost(hostname, { ...options, all: true }, (error, found) => {
      const addresses = (error ? [] : found) as LookupAddress[];
      const good = addresses.filter(({ address }) => isPublic(address) || (loopback && isLoopback(address)));
      const [first] = good;
      if (error || !first || good.length < addresses.length)
        return done(error ?? new Error('this is not a public host'), '', 0);
      if (options.all) done(null, good);
      else done(null, first.address, first.family);
    });
  };
}

export const isLoopback = (host: string) => host === 'localhost' || host === '127.0.0.1' || host === '::1';

/** Whether an address is of the public internet. */
export function isPublic(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isPublic(mapped);
  const family = isIP(address);
  if (family === 0) return false;
  return !reserved().check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** What is of this machine, of private networks, or of nobody. */
function reserved(): BlockList {
  const list = new BlockList();
  for (const [network, bits] of RESERVED) list.addSubnet(network, bits, network.includes(':') ? 'ipv6' : 'ipv4');
  return list;
}

const RESERVED: readonly (readonly [network: string, bits: number])[] = [
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
  ['::', 96],
  ['64:ff9b::', 32],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
];
