import { lookup as lookupHost, type LookupAddress } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import webpush from 'web-push';
import { SECOND } from '../clock';
import { type Push } from '../deps';

const PATIENCE_MS = 10 * SECOND;

export interface PushKeys {
  publicKey: string;
  privateKey: string;
  /** mailto: or https:, for the push service to complain to. */
  subject: string;
}

interface PushOptions {
  /** Null: this site pushes nothing. */
  keys: PushKeys | null;
  /** A local installation may push to a service on this machine. */
  loopback: boolean;
}

/**
 * Web push. The address of a subscription is whatever a browser says it is, so it must be a public
 * host over https; what its name leads to is looked at when it is connected to, not before.
 */
export function createPush({ keys, loopback }: PushOptions): Push {
  const accepts = (endpoint: string) => {
    if (endpoint.length > 1_000 || !URL.canParse(endpoint)) return false;
    const { protocol, hostname, username, port } = new URL(endpoint);
    const host = hostname.replace(/^\[|\]$/g, '');
    if (loopback && isLoopback(host)) return protocol === 'http:' || protocol === 'https:';
    if (protocol !== 'https:' || username !== '' || port !== '') return false;
    return isIP(host) ? isPublic(host) : host.includes('.');
  };
  return {
    key: keys?.publicKey ?? null,
    accepts,
    async send(target, payload, { topic, ttl, urgent }) {
      if (!keys) throw new Error('push is not configured');
      // rules may have become stricter since it was taken
      if (!accepts(target.endpoint)) return 'gone';
      const { endpoint, p256dh, auth } = target;
      const { headers, body } = webpush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
        vapidDetails: keys,
        TTL: ttl,
        topic,
        urgency: urgent ? 'high' : 'normal',
        contentEncoding: 'aes128gcm',
      });
      const status = await post(endpoint, headers, body, loopback);
      if (status === 404 || status === 410) return 'gone';
      if (status < 200 || status >= 300) throw new Error(`the push service answered ${status}`);
      return 'sent';
    },
  };
}

/** Sends it, follows no redirect, and reads nothing of the answer but its status. */
function post(
  endpoint: string,
  headers: Record<string, string | number>,
  body: Buffer,
  loopback: boolean,
): Promise<number> {
  const request = endpoint.startsWith('http:') ? requestHttp : requestHttps;
  return new Promise((resolve, reject) => {
    const sent = request(endpoint, { method: 'POST', headers, timeout: PATIENCE_MS, lookup: lookupPublic(loopback) });
    sent.once('response', (response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    sent.once('timeout', () => sent.destroy(new Error('the push service did not answer')));
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Looks a name up, and refuses one that leads into our own network. */
function lookupPublic(loopback: boolean): LookupFunction {
  return (hostname, options, done) => {
    lookupHost(hostname, { ...options, all: true }, (error, found) => {
      const addresses = (error ? [] : found) as LookupAddress[];
      const good = addresses.filter(({ address }) => isPublic(address) || (loopback && isLoopback(address)));
      const [first] = good;
      if (error || !first || good.length < addresses.length)
        return done(error ?? new Error('the push service is not a public host'), '', 0);
      if (options.all) done(null, good);
      else done(null, first.address, first.family);
    });
  };
}

const isLoopback = (host: string) => host === 'localhost' || host === '127.0.0.1' || host === '::1';

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
