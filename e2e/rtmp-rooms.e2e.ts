import { rmSync } from 'node:fs';
import { dispose } from '@livekit/rtc-node';
import { afterAll, beforeAll, describe } from 'vitest';
import { startIngress } from '../scripts/engines/ingress.mjs';
import { startRedis } from '../scripts/engines/redis.mjs';
import { scratchFolder } from '../scripts/testing/folders.mjs';
import { realRooms } from '../server/testing/real-rooms';
import { holdsAsRtmp, type RtmpWorld } from '../server/testing/rooms-suite';
import { rtmpIsMissing, sendByRtmp, type RtmpProgram } from './rtmp-program';

describe.skipIf(rtmpIsMissing)(['LiveKit Ingress', rtmpIsMissing].filter(Boolean).join(': '), () => {
  let dataDir: string;
  const programs: RtmpProgram[] = [];
  const stops: (() => Promise<unknown>)[] = [];
  let world: RtmpWorld;

  beforeAll(async () => {
    dataDir = scratchFolder();
    const redis = await startRedis({ dataDir });
    stops.unshift(redis.stop);
    const shared = { address: redis.address, password: redis.password };
    const rooms = await realRooms(dataDir, { redis: shared });
    stops.unshift(rooms.stop);
    const ingress = await startIngress({ dataDir, redis: shared, livekit: rooms.engine });
    stops.unshift(ingress.stop);
    world = {
      ...rooms,
      async send(key) {
        const program = sendByRtmp(`${ingress.url}/live`, key);
        programs.push(program);
        return program;
      },
    };
  });
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    for (const stop of stops) await stop();
    await dispose();
    rmSync(dataDir, { recursive: true });
  });

  holdsAsRtmp(() => world);
});
