import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { freePort, holdPort, releasePorts } from './ports.mjs';

const servers: Server[] = [];

afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)))));

const listen = (port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    servers.push(
      createServer()
        .once('error', reject)
        .listen(port, host, () => resolve()),
    );
  });

test('a port in use is passed over for a later one, whether it is bound on loopback or on all addresses', async () => {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const port = await freePort(0);
    await listen(port, host);
    releasePorts([port]);
    expect(await freePort(port)).toBeGreaterThan(port);
  }
});

test('those who ask at the same time get different ports', async () => {
  const first = await freePort(0);
  releasePorts([first]);
  const ports = await Promise.all([freePort(first), freePort(first), freePort(first), freePort(0), freePort(0)]);
  expect(new Set(ports).size).toBe(ports.length);
});

test('a port that was given back is given again', async () => {
  const port = await freePort(0);
  releasePorts([port]);
  expect(await freePort(port)).toBe(port);
});

test('a port that is held is free for nobody until it is released, and then for whom it was held', async () => {
  const { port, release } = await holdPort(0);
  releasePorts([port]); // as another launcher sees it
  expect(await freePort(port)).toBeGreaterThan(port);
  await expect(listen(port, '127.0.0.1')).rejects.toThrow('EADDRINUSE');
  servers.length = 0; // the one that could not listen
  await release();
  await listen(port, '127.0.0.1');
});
