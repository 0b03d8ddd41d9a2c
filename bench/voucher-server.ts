// The server of bench/voucher.ts: the API's own socket, meters and database; media server and chain
// are in memory. A process of its own, so that its CPU time is nobody else's. At /bare it has the
// least that any such server must do: read a message, check its signature.
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { pino } from 'pino';
import superjson from 'superjson';
import { WebSocketServer } from 'ws';
import { systemTimers } from '../sdk/timers';
import { type SignedVoucher } from '../sdk/voucher';
import { KnownChain } from '../server/chain/known-chain';
import { systemClock } from '../server/clock';
import { type Deps } from '../server/deps';
import { createDb } from '../server/gateways/db';
import { attachSocket } from '../server/http/socket';
import { type ViewingId } from '../server/ids';
import { fakeLedger } from '../server/testing/fake-ledger';
import { fakeRooms } from '../server/testing/fake-rooms';
import { type PayInput } from '../server/viewing/input';
import { loadMeter } from '../server/viewing/metering/load';
import { advance, countVoucher } from '../server/viewing/metering/meter';
import { Meters } from '../server/viewing/metering/meters';
import { persistMeters } from '../server/viewing/metering/persist';
import { tickMeters } from '../server/viewing/metering/tick';
import { checkSignature } from '../server/vouchers/check-signature';
import { type Hex } from '../sdk/voucher';
import { median } from './engines';

/** What this process is asked by its parent. */
export type Question =
  | { ask: 'cpu' }
  | { ask: 'stored' }
  | { ask: 'signature'; key: Hex; voucher: string; times: number }
  | { ask: 'growth'; viewings: string[]; rounds: number };

const { DATABASE_URL = '' } = process.env;
const log = pino({ level: 'error' }, pino.destination(2));
const ledger = fakeLedger({ clock: systemClock });
const { db } = createDb(DATABASE_URL, log);
const parts = {
  db,
  log,
  ledger,
  knownChain: new KnownChain(),
  clock: systemClock,
  timers: systemTimers,
  rooms: fakeRooms({ clock: systemClock }),
  meters: new Meters({ clock: systemClock, log }),
};
const contract = ledger.domain.contract;
const config = {
  origin: '',
  localDemo: false,
  rtmp: null,
  chain: { local: true, contract, contractBlock: 1, blockUrl: '' },
};
// What vouchers do not touch is not there.
const deps = { ...parts, config } as unknown as Deps;

const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const origin = `http://127.0.0.1:${port}`;
attachSocket({ server, deps, origins: [origin], trustedProxies: 1 });
const bare = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
await new Promise((resolve) => bare.once('listening', resolve));
let bareKey: Hex = '0x';
bare.on('connection', (socket) =>
  socket.on('message', (data: Buffer) => {
    const { id, params } = JSON.parse(data.toString()) as { id: number; params: { input: never } };
    const voucher = superjson.deserialize<SignedVoucher>(params.input);
    const result = checkSignature(ledger.domain, bareKey, voucher);
    socket.send(JSON.stringify({ id, result }));
  }),
);
setInterval(() => void tickMeters(deps), 100);

process.on('message', (question: Question) => void answer(question).then((told) => process.send?.({ told })));
const { contract: at, chainId } = ledger.domain;
const barePort = (bare.address() as AddressInfo).port;
process.send?.({ told: { origin, bare: `ws://127.0.0.1:${barePort}`, contract: at, chainId: String(chainId) } });

async function answer(question: Question): Promise<unknown> {
  switch (question.ask) {
    case 'cpu': {
      const { user, system } = process.cpuUsage();
      return user + system;
    }
    case 'stored':
      return persistMeters(deps);
    case 'signature': {
      bareKey = question.key;
      const voucher = superjson.parse<SignedVoucher & PayInput>(question.voucher);
      const before = process.cpuUsage();
      for (let n = 0; n < question.times; n += 1)
        if (!checkSignature(ledger.domain, question.key, voucher)) throw new Error('a good signature was refused');
      const { user, system } = process.cpuUsage(before);
      return (user + system) / question.times;
    }
    case 'growth':
      return growth(question.viewings as ViewingId[], question.rounds);
  }
}

/**
 * So many meters at once: what a look at the clock costs, and writing all of them down. In
 * microseconds a meter.
 */
async function growth(viewings: ViewingId[], rounds: number) {
  const meters = new Meters(deps);
  const own = { ...deps, meters };
  for (let from = 0; from < viewings.length; from += 50)
    await Promise.all(viewings.slice(from, from + 50).map((id) => loadMeter(own, id)));
  const all = meters.all();
  const [looks, writes, waits]: [number[], number[], number[]] = [[], [], []];
  for (let round = 1; round <= rounds; round += 1) {
    const now = Date.now();
    for (const metered of all)
      meters.update(metered, countVoucher(metered.meter, { seconds: BigInt(round) }, now), `0x${'11'.repeat(64)}`);
    const looked = performance.now();
    for (const metered of all) advance(metered.meter, now);
    looks.push(((performance.now() - looked) * 1_000) / all.length);
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    await persistMeters(own);
    const { user, system } = process.cpuUsage(cpu);
    waits.push(((performance.now() - began) * 1_000) / all.length);
    writes.push((user + system) / all.length);
  }
  return { meters: all.length, look: median(looks), write: median(writes), wait: median(waits) };
}
