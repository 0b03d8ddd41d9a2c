import fc from 'fast-check';
import { H264Packetizer, type RtpPacket, Vp8Packetizer, Vp9Packetizer } from 'werift';
import { describe, expect, test } from 'vitest';
import { avcSize, type Frame, FrameAssembly, type MediaPacket, opusMs, PacketOrder } from './recorder-frames';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
/** Parameter sets of x264, baseline, 320 by 180: the height is not a multiple of sixteen. */
const SPS = bytes('67 42c00d da0506 7e7c04 400000 030040 00000f 03c50a a8');
const PPS = bytes('68 ce0f c8');
const unit = (type: number, length: number) => Uint8Array.from([type, ...new Uint8Array(length).fill(0xab)]);
const annexB = (...units: Uint8Array[]) => Buffer.concat(units.flatMap((one) => [Buffer.from([0, 0, 0, 1]), one]));
const withLengths = (...units: Uint8Array[]) =>
  new Uint8Array(Buffer.concat(units.flatMap((one) => [Buffer.from([0, 0, one.length >> 8, one.length & 0xff]), one])));

const packetOf = ({ header, payload }: RtpPacket): MediaPacket => ({
  sequence: header.sequenceNumber,
  timestamp: header.timestamp,
  marker: header.marker,
  payload,
});

function assemble(codec: 'avc' | 'vp8' | 'vp9', packets: readonly (RtpPacket | 'lost')[]): Frame[] {
  const frames: Frame[] = [];
  const assembly = new FrameAssembly(codec, (frame) => frames.push(frame));
  for (const packet of packets) {
    if (packet === 'lost') assembly.lose();
    else assembly.push(packetOf(packet));
  }
  return frames;
}

/** A key frame of VP8 begins so: its size is in it. */
const vp8Key = (width: number, height: number, length = 3_000) =>
  Buffer.concat([
    bytes('10 02 00 9d 01 2a'),
    Buffer.from([width & 0xff, width >> 8, height & 0xff, height >> 8]),
    Buffer.alloc(length, 7),
  ]);
const vp8Delta = Buffer.concat([bytes('11 02 00'), Buffer.alloc(2_000, 9)]);

describe('H.264', () => {
  const packetizer = () => new H264Packetizer({ payloadType: 96, inputFormat: 'annexb' });

  test('a picture in many packets is put together, with what decoders are told before it', () => {
    const made = packetizer();
    const key = unit(0x65, 5_000);
    const delta = unit(0x41, 3_000);
    const frames = assemble('avc', [
      ...made.packetize(annexB(SPS, PPS, key), 0),
      ...made.packetize(annexB(delta), 3_000),
    ]);
    expect(frames.map(({ key, timestamp }) => ({ key, timestamp }))).toEqual([
      { key: true, timestamp: 0 },
      { key: false, timestamp: 3_000 },
    ]);
    expect(frames.map(({ data }) => data)).toEqual([withLengths(key), withLengths(delta)]);
    expect(frames[0]?.setup).toMatchObject({ codec: 'avc1.42c00d', width: 320, height: 180 });
    expect(frames[0]?.setup?.description?.subarray(0, 6)).toEqual(bytes('01 42c00d ff e1'));
  });

  test('nothing comes before the first key frame, nor after a loss until the next one', () => {
    const made = packetizer();
    const key = (at: number) => made.packetize(annexB(SPS, PPS, unit(0x65, 2_000)), at);
    const delta = (at: number) => made.packetize(annexB(unit(0x41, 2_000)), at);
    const broken = delta(4);
    const frames = assemble('avc', [
      ...delta(1),
      ...key(2),
      ...delta(3),
      ...broken.slice(0, 1),
      'lost',
      ...delta(5),
      ...key(6),
      ...delta(7),
    ]);
    expect(frames.map(({ timestamp }) => timestamp)).toEqual([2, 3, 6, 7]);
  });

  test('parameter sets that are no such thing have no size', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
        const size = avcSize(noise);
        if (size) expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(16_384);
      }),
    );
  });
});

describe('VP8 and VP9', () => {
  test('a picture of VP8 tells its size; what LiveKit ends a track with is left out', () => {
    const made = new Vp8Packetizer({ payloadType: 96 });
    const key = vp8Key(640, 360);
    const frames = assemble('vp8', [
      ...made.packetize(key, 0),
      ...made.packetize(vp8Delta, 1),
      ...made.packetize(vp8Key(8, 8, 20), 2),
      ...made.packetize(vp8Delta, 3),
    ]);
    expect(frames.map(({ timestamp }) => timestamp)).toEqual([0, 1]);
    expect(Buffer.from(frames[0]?.data ?? [])).toEqual(key);
    expect(frames[0]?.setup).toEqual({ codec: 'vp8', width: 640, height: 360 });
  });

  test('a picture of VP9 tells its size', () => {
    // profile 0, a key frame that is shown, 1280 by 720
    const header = bytes('82 49 83 42 00 4f f0 2c f0');
    const key = Buffer.concat([header, Buffer.alloc(3_000, 1)]);
    const made = new Vp9Packetizer({ payloadType: 98 });
    const frames = assemble('vp9', [
      ...made.packetize(key, 0, { isKeyframe: true }),
      ...made.packetize(Buffer.alloc(2_000, 0x86), 1, { isKeyframe: false }),
    ]);
    expect(frames.map(({ key }) => key)).toEqual([true, false]);
    expect(frames[0]?.setup).toMatchObject({ width: 1280, height: 720 });
    expect(Buffer.from(frames[0]?.data ?? [])).toEqual(key);
  });

  test('whatever a sender puts into packets breaks nothing', () => {
    const packets = fc.array(
      fc.record({
        sequence: fc.nat(0xffff),
        timestamp: fc.nat(10),
        marker: fc.boolean(),
        payload: fc.uint8Array({ maxLength: 40 }),
      }),
    );
    fc.assert(
      fc.property(packets, fc.constantFrom('avc' as const, 'vp8' as const, 'vp9' as const), (sent, codec) => {
        const assembly = new FrameAssembly(codec, () => undefined);
        for (const packet of sent) assembly.push(packet);
      }),
    );
  });
});

describe('the order of packets', () => {
  const packet = (sequence: number): MediaPacket => ({
    sequence: sequence & 0xffff,
    timestamp: 0,
    marker: false,
    payload: new Uint8Array(1),
  });

  test('packets that were mixed up or sent twice come in their order, also where the count begins anew', () => {
    fc.assert(
      fc.property(fc.nat(0xffff), fc.array(fc.nat(3), { minLength: 20, maxLength: 60 }), (from, shifts) => {
        const came: number[] = [];
        const order = new PacketOrder(
          ({ sequence }) => came.push(sequence),
          () => expect.fail('nothing was lost'),
        );
        order.push(packet(from), 0);
        const sent = shifts.map((shift, at) => ({ place: at + shift, sequence: from + 1 + at }));
        sent.sort((a, b) => a.place - b.place);
        for (const { sequence } of sent) {
          order.push(packet(sequence), 0);
          order.push(packet(sequence), 0);
        }
        expect(came).toEqual(Array.from({ length: shifts.length + 1 }, (_, at) => (from + at) & 0xffff));
      }),
    );
  });

  test('one that does not come is waited for, then passed over', () => {
    const came: (number | 'lost')[] = [];
    const order = new PacketOrder(
      ({ sequence }) => came.push(sequence),
      () => came.push('lost'),
    );
    for (const sequence of [1, 2, 4]) order.push(packet(sequence), 100);
    order.push(packet(5), 590);
    expect(came).toEqual([1, 2]);
    order.push(packet(6), 601);
    expect(came).toEqual([1, 2, 'lost', 4, 5, 6]);
    order.push(packet(3), 700);
    expect(came).toEqual([1, 2, 'lost', 4, 5, 6]);
  });
});

test('a packet of Opus tells how long it lasts', () => {
  // config, code 0: SILK 10 and 60, hybrid 20, CELT 2.5 and 20 ms; then two and three frames
  for (const [first, second, ms] of [
    [0x00, 0, 10],
    [0x18, 0, 60],
    [0x68, 0, 20],
    [0x80, 0, 2.5],
    [0xf8, 0, 20],
    [0xf9, 0, 40],
    [0xfb, 3, 60],
  ] as const)
    expect(opusMs(Uint8Array.of(first, second))).toBe(ms);
});
