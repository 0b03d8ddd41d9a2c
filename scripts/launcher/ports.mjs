// Choosing ports that nobody uses.
import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';

const HOST = '127.0.0.1';
const HIGHEST = 65_535;

/** Given out by this process, whether or not a child has already bound it. @type {Set<string>} */
const given = new Set();

/**
 * The preferred port, or the next free one after it, which is told; 0 asks for any. None is given
 * out twice in one process.
 * @param {number} preferred
 * @param {{ protocol?: 'tcp' | 'udp', tell?: import('./steps.mjs').Telling }} [options]
 */
export async function freePort(preferred, { protocol = 'tcp', tell } = {}) {
  for (let port = preferred || (await anyPort()); port <= HIGHEST; port += 1) {
    const name = `${protocol}:${port}`;
    if (given.has(name)) continue;
    given.add(name); // before looking: others look at the same time
    if (await (protocol === 'tcp' ? tcpFree(port) : udpFree(port))) {
      if (preferred && port !== preferred) tell?.say(`port ${preferred} is in use, ${port} is taken`);
      return port;
    }
    given.delete(name);
  }
  throw new Error(`no free ${protocol} port from ${preferred} on`);
}

/**
 * Chooses a port and keeps it from everybody until `release`: for a program that others are told of
 * before it starts.
 * @param {number} preferred
 * @returns {Promise<{ port: number, release: () => Promise<void> }>}
 */
export async function holdPort(preferred) {
  const port = await freePort(preferred);
  const placeholder = createServer((socket) => socket.destroy());
  await new Promise((resolve, reject) => {
    placeholder.once('error', reject).listen(port, HOST, () => resolve(undefined));
  });
  placeholder.unref();
  return { port, release: () => new Promise((resolve) => placeholder.close(() => resolve())) };
}

/**
 * Gives ports back, when the child that had them has ended.
 * @param {readonly number[]} ports
 */
export function releasePorts(ports) {
  for (const port of ports) for (const protocol of ['tcp', 'udp']) given.delete(`${protocol}:${port}`);
}

/** @returns {Promise<number>} */
function anyPort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, HOST, () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/**
 * Nobody answers there, and it can be bound: a server on all addresses does not keep everybody from
 * binding the loopback one.
 * @param {number} port
 */
const tcpFree = async (port) => !(await somebodyAnswers(port)) && (await canListen(port));

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function somebodyAnswers(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: HOST, timeout: 1_000 });
    const end = (/** @type {boolean} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(true));
  });
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function canListen(port) {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function udpFree(port) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4').once('error', () => resolve(false));
    socket.bind(port, HOST, () => socket.close(() => resolve(true)));
  });
}
