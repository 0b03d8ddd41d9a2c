import { isIPv4, isIPv6 } from 'node:net';

/**
 * What of an address is limited together: an IPv4 address; of IPv6 the first 64 bits, for whoever
 * has one address of such a network has all of them. What is no address (a caller inside the
 * process) shares one key.
 */
export function networkOf(ipAddress: string): string {
  if (isIPv4(ipAddress)) return ipAddress;
  const [address = ''] = ipAddress.split('%');
  if (!isIPv6(address)) return 'unknown';
  // URL writes an IPv6 address in its one short form; an embedded IPv4 address becomes two groups.
  const short = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = '', tail] = short.split('::');
  const groups = head ? head.split(':') : [];
  if (tail !== undefined) {
    const last = tail ? tail.split(':') : [];
    groups.push(...Array<string>(8 - groups.length - last.length).fill('0'), ...last);
  }
  const isMapped = groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff';
  if (isMapped) {
    const bytes = groups.slice(6).flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]);
    return bytes.join('.');
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}
