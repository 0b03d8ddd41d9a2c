import { createECDH, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { isPublic } from './public-hosts';
import { createPush } from './push';

function keyPair() {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  return { publicKey: pair.getPublicKey('base64url'), privateKey: pair.getPrivateKey('base64url') };
}
const keys = { ...keyPair(), subject: 'mailto:someone@site.example' };
const manner = { topic: 'topic', ttl: 60, urgent: true };

/** A push service on this machine that answers with one status. */
async function pushService(status: number, headers: Record<string, string> = {}) {
  const got: { headers: IncomingHttpHeaders; bytes: Buffer }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ headers: request.headers, bytes: Buffer.concat(chunks) });
      response.writeHead(status, headers).end('x'.repeat(100));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`;
  const target = { endpoint, p256dh: keyPair().publicKey, auth: randomBytes(16).toString('base64url') };
  return { got, target, close: () => new Promise((closed) => server.close(closed)) };
}

test('a push is signed and encrypted, and says how it is to be treated', async () => {
  const service = await pushService(201);
  const push = createPush({ keys, loopback: true });
  expect(await push.send(service.target, 'Maya is live', manner)).toBe('sent');
  await service.close();
  const [{ headers, bytes }] = service.got as [(typeof service.got)[0]];
  expect(headers).toMatchObject({ ttl: '60', topic: 'topic', urgency: 'high', 'content-encoding': 'aes128gcm' });
  expect(headers.authorization).toMatch(/^vapid t=\S+, k=\S+$/);
  expect(bytes.toString('latin1')).not.toContain('Maya');
});

test.each([
  [404, 'gone'],
  [410, 'gone'],
] as const)('the answer %d says that the browser is %s', async (status, came) => {
  const service = await pushService(status);
  expect(await createPush({ keys, loopback: true }).send(service.target, 'x', manner)).toBe(came);
  await service.close();
});

test.each([429, 500, 302])('the answer %d is an error, and no redirect is followed', async (status) => {
  const service = await pushService(status, { location: 'http://127.0.0.1:1/elsewhere' });
  await expect(createPush({ keys, loopback: true }).send(service.target, 'x', manner)).rejects.toThrow(String(status));
  await service.close();
});

test.each([
  'http://push.example/1',
  'https://127.0.0.1/1',
  'https://localhost/1',
  'https://[::1]/1',
  'https://10.0.0.8/1',
  'https://169.254.169.254/latest/meta-data',
  'https://[::ffff:127.0.0.1]/1',
  'https://[fd00::1]/1',
  'https://0x7f000001/1',
  'https://2130706433/1',
  'https://push.example:8443/1',
  'https://somebody@push.example/1',
  'https://intranet/1',
  'file:///etc/passwd',
  'not an address',
  `https://push.example/${'a'.repeat(1_000)}`,
])('%s is refused', async (endpoint) => {
  const push = createPush({ keys, loopback: false });
  expect(push.accepts(endpoint)).toBe(false);
  const target = { endpoint, p256dh: keyPair().publicKey, auth: randomBytes(16).toString('base64url') };
  expect(await push.send(target, 'x', manner)).toBe('gone');
});

test('a public host is accepted, also on a local installation', () => {
  for (const loopback of [true, false])
    expect(createPush({ keys, loopback }).accepts('https://fcm.googleapis.com/fcm/send/abc')).toBe(true);
});

test('which addresses are public', () => {
  expect(['1.1.1.1', '8.8.8.8', '2606:4700::1111'].map(isPublic)).toEqual([true, true, true]);
  const inside = ['127.0.0.1', '192.168.1.1', '172.31.0.1', '100.64.0.1', '0.0.0.0', '::', '::1', 'fe80::1', 'x'];
  expect(inside.filter(isPublic)).toEqual([]);
  expect(['::ffff:10.0.0.1', '64:ff9b::a00:1', '224.0.0.1', '255.255.255.255'].filter(isPublic)).toEqual([]);
});

test('without keys nothing is pushed', async () => {
  const push = createPush({ keys: null, loopback: true });
  expect(push.key).toBeNull();
  await expect(push.send({ endpoint: 'https://push.example/1', p256dh: '', auth: '' }, 'x', manner)).rejects.toThrow();
});
