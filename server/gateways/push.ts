import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import webpush from 'web-push';
import { SECOND } from '../clock';
import { type Push } from '../deps';
import { isLoopback, isPublic, lookupPublic } from './public-hosts';

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
