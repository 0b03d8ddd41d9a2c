import { createSocket, type Socket as Datagrams } from 'node:dgram';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { type BrowserContextOptions, type Page } from 'playwright-core';

/**
 * The cable between one browser and everything else, which can be pulled: nothing goes through and
 * nobody is told, as where a network fails. Pages and sockets go through a proxy of it, media
 * through relays for datagrams.
 */
export interface Cable {
  /** What a browser needs, so that its requests and sockets go through the cable. */
  options: BrowserContextOptions;
  /** Has the media of a page go through it too; before the page opens anything. */
  carryMedia(page: Page): Promise<void>;
  /** From now on pages get through and media does not, as in some offices; or both again. */
  holdMediaBack(held: boolean): void;
  pull(): void;
  plugIn(): void;
  close(): Promise<void>;
}

/** Lays a cable. */
export async function layCable(): Promise<Cable> {
  const there = { plugged: true, media: true };
  const sockets = new Set<Socket>();
  const relays = new Map<string, Promise<Relay>>();
  const proxy = createServer((socket) => answerProxied(socket, sockets, there));
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
  const { port } = proxy.address() as AddressInfo;
  /** The port of ours that leads to this one of the media server's. */
  const relayed = async (address: string, to: number): Promise<number> => {
    const name = `${address} ${to}`;
    if (!relays.has(name)) relays.set(name, openRelay(address, to, there));
    return (await relays.get(name)!).port;
  };
  return {
    options: { proxy: { server: `socks5://127.0.0.1:${port}`, bypass: '<-loopback>' } },
    async carryMedia(page) {
      await page.exposeFunction('relayed', relayed);
      await page.addInitScript(sendMediaThroughRelays);
    },
    holdMediaBack(held) {
      there.media = !held;
    },
    pull() {
      there.plugged = false;
      for (const socket of sockets) socket.pause();
    },
    plugIn() {
      there.plugged = true;
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      for (const relay of relays.values()) (await relay).close();
    },
  };
}

/**
 * The little of SOCKS 5 that a browser speaks: no password, one address, then bytes both ways.
 * Bytes wait while the cable is pulled.
 */
function answerProxied(browser: Socket, sockets: Set<Socket>, there: { plugged: boolean }): void {
  const keep = (socket: Socket) => {
    sockets.add(socket);
    if (!there.plugged) socket.pause();
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  keep(browser);
  browser.once('data', () => {
    browser.write(Uint8Array.of(5, 0));
    browser.once('data', (asked: Buffer) => {
      const { host, port } = addressIn(asked);
      const site = connect({ host, port }, () => browser.write(Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0)));
      keep(site);
      browser.on('data', (bytes) => site.write(bytes)).on('close', () => site.destroy());
      site.on('data', (bytes) => browser.write(bytes)).on('close', () => browser.destroy());
    });
  });
}

/** Version, command, nothing, kind of address, address, port. */
function addressIn(asked: Buffer): { host: string; port: number } {
  const named = asked[3] === 3;
  const end = named ? 5 + (asked[4] ?? 0) : 8;
  const host = named ? asked.toString('ascii', 5, end) : asked.subarray(4, end).join('.');
  return { host, port: asked.readUInt16BE(end) };
}

interface Relay {
  port: number;
  close(): void;
}

/**
 * Carries datagrams to a port and back, for each sender by a socket of its own. While the cable is
 * pulled they are lost.
 */
async function openRelay(address: string, to: number, there: { plugged: boolean; media: boolean }): Promise<Relay> {
  const entrance = createSocket('udp4');
  const ways = new Map<number, Promise<Datagrams>>();
  const wayFor = async (sender: number): Promise<Datagrams> => {
    const way = createSocket('udp4').on('error', () => undefined);
    await new Promise<void>((connected) => way.connect(to, address, connected));
    way.on('message', (bytes) => there.plugged && there.media && entrance.send(bytes, sender, address));
    return way;
  };
  entrance.on('message', (bytes, { port }) => {
    if (!there.plugged || !there.media) return;
    if (!ways.has(port)) ways.set(port, wayFor(port));
    void ways.get(port)?.then((way) => way.send(bytes));
  });
  await new Promise<void>((bound) => entrance.bind(0, address, bound));
  return {
    port: entrance.address().port,
    close() {
      entrance.close();
      for (const way of ways.values()) void way.then((open) => open.close());
    },
  };
}

/**
 * In the page: of the ways to the media server that it is told, one by one or in a description, it
 * is left those over UDP, and they lead through relays. Of its own ways it tells none.
 */
function sendMediaThroughRelays(): void {
  const { relayed } = window as unknown as { relayed(address: string, port: number): Promise<number> };
  const WAY = /^a=(candidate:.*)\r?$/;
  const linesOf = (sdp = '') => sdp.split('\n');
  const without = (sdp?: string) =>
    linesOf(sdp)
      .filter((line) => !WAY.test(line))
      .join('\n');
  const hidden = async (made: Promise<RTCSessionDescriptionInit>) => {
    const { type, sdp } = await made;
    return { type, sdp: without(sdp) };
  };
  const Plain = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Plain {
    constructor(options?: RTCConfiguration) {
      super({ ...options, iceServers: [] });
      super.addEventListener('icecandidate', (event) => event.stopImmediatePropagation());
    }
    override setConfiguration(options?: RTCConfiguration) {
      super.setConfiguration({ ...options, iceServers: [] });
    }
    override createOffer(...given: unknown[]): Promise<never> {
      return hidden(super.createOffer(given[0] as RTCOfferOptions)) as Promise<never>;
    }
    override createAnswer(...given: unknown[]): Promise<never> {
      return hidden(super.createAnswer(given[0] as RTCAnswerOptions)) as Promise<never>;
    }
    override async setRemoteDescription({ type, sdp }: RTCSessionDescriptionInit) {
      await super.setRemoteDescription({ type, sdp: without(sdp) });
      const told = linesOf(sdp).flatMap((line) => WAY.exec(line)?.[1] ?? []);
      for (const candidate of new Set(told)) await this.addIceCandidate({ candidate, sdpMLineIndex: 0 });
    }
    override async addIceCandidate(told?: RTCIceCandidateInit | null) {
      const parts = told?.candidate?.split(' ') ?? [];
      const [address, port] = [parts[4] ?? '', Number(parts[5])];
      if (parts[2]?.toLowerCase() !== 'udp' || parts[7] !== 'host') return;
      parts[5] = String(await relayed(address, port));
      await super.addIceCandidate({ ...told, candidate: parts.join(' ') });
    }
  };
}
