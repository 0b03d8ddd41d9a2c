import fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkOf } from './network';

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', 'unknown'],
  ['not an address', 'unknown'],
])('%s is limited as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('property: all addresses of one /64 are one network, and the next one is another', () => {
  const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
  const four = fc.array(group, { minLength: 4, maxLength: 4 }).map((groups) => groups.join(':'));
  const changed = (prefix: string) => prefix.replace(/[0-9a-f]$/, (digit) => (digit === '0' ? '1' : '0'));
  fc.assert(
    fc.property(four, four, four, (prefix, one, other) => {
      fc.pre(prefix !== '0:0:0:0'); // there, what looks like IPv4 in IPv6 is IPv4
      expect(networkOf(`${prefix}:${one}`)).toBe(networkOf(`${prefix}:${other}`));
      expect(networkOf(`${prefix}:${one}`)).not.toBe(networkOf(`${changed(prefix)}:${one}`));
    }),
  );
});
