import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from 'mediabunny';
import {
  H264Packetizer,
  MediaStreamTrack,
  OpusPacketizer,
  parseAvcDecoderConfigurationRecord,
  RTCPeerConnection,
  type RtpPacket,
  useH264,
  useNACK,
  useOPUS,
  usePLI,
  useVP8,
  Vp8Packetizer,
} from 'werift';

const PICTURE = 96;
const SOUND = 97;
/** Packets are sent when their time has come, looked at so often. */
const TICK_MS = 5;

export interface FeedFile {
  codec: 'h264' | 'vp8';
  seconds: number;
  width?: number;
  height?: number;
  bitrate?: string;
}

/**
 * Has FFmpeg make a file as a program sends live: a clock that runs and a tone, no B-frames.
 */
export async function makeFeedFile(ffmpeg: string, folder: string, wish: FeedFile): Promise<string> {
  const { codec, seconds, width = 320, height = 180, bitrate = '300k' } = wish;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `feed-${codec}-${height}.mkv`);
  const encoder =
    codec === 'h264'
      ? ['-c:v', 'libx264', '-preset', 'ultrafast', '-profile:v', 'baseline']
      : ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8'];
  // each second begins with a white picture and a loud tone: what fits together can be measured
  const flash = "drawbox=color=white:t=fill:enable='lt(mod(t,1),0.2)'";
  const loud = "volume='if(lt(mod(t,1),0.2),1,0.02)':eval=frame";
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=30:duration=${seconds},${flash}`];
  const tone = ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds},volume=8,${loud}`];
  const settings = ['-pix_fmt', 'yuv420p', '-g', '30', '-b:v', bitrate, '-c:a', 'libopus', '-ac', '2'];
  await promisify(execFile)(ffmpeg, ['-y', '-loglevel', 'error', ...picture, ...tone, ...encoder, ...settings, path]);
  return path;
}

/** A program that sends a file by WHIP, again and again, as fast as it plays. */
export interface WhipSender {
  connected: Promise<void>;
  stop(): Promise<void>;
}

/**
 * A client of WHIP that is no browser: `post` hands its offer on and brings the answer.
 */
export async function sendFile(path: string, post: (offer: string) => Promise<string>): Promise<WhipSender> {
  const { packets, durationMs, codec } = await readPackets(path);
  const feedback = [useNACK(), usePLI()];
  const video =
    codec === 'avc'
      ? useH264({ payloadType: PICTURE, rtcpFeedback: feedback })
      : useVP8({ payloadType: PICTURE, rtcpFeedback: feedback });
  const connection = new RTCPeerConnection({
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    codecs: { video: [video], audio: [useOPUS({ payloadType: SOUND })] },
  });
  const picture = new MediaStreamTrack({ kind: 'video' });
  const sound = new MediaStreamTrack({ kind: 'audio' });
  const senders = [picture, sound].map((track) => connection.addTransceiver(track, { direction: 'sendonly' }).sender);
  await connection.setLocalDescription(await connection.createOffer());
  const answer = await post(connection.localDescription?.sdp ?? '');
  let timer: NodeJS.Timeout | undefined;
  const connected = new Promise<void>((resolve, reject) => {
    connection.connectionStateChange.subscribe((state) => {
      if (state === 'connected') resolve();
      if (state === 'failed') reject(new Error('the sender found no way to the media server'));
    });
  });
  await connection.setRemoteDescription({ type: 'answer', sdp: answer });
  const send = packetSender(codec, picture, sound);
  void connected.then(() => {
    const began = performance.now();
    let next = 0;
    timer = setInterval(() => {
      for (;;) {
        const packet = packets[next % packets.length];
        if (!packet) return;
        const at = packet.ms + Math.floor(next / packets.length) * durationMs;
        if (began + at > performance.now()) return;
        send(packet, at);
        for (const sender of senders) Object.assign(sender, { ntpTimestamp: ntpNow() });
        next += 1;
      }
    }, TICK_MS);
  });
  return {
    connected,
    async stop() {
      clearInterval(timer);
      await connection.close();
    },
  };
}

interface FilePacket {
  kind: 'picture' | 'sound';
  ms: number;
  data: Buffer;
  sets: Buffer[];
}

async function readPackets(path: string) {
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  if (!video || !audio) throw new Error(`${path} has no picture or no sound`);
  const packets: FilePacket[] = [];
  const description = (await video.getDecoderConfig())?.description;
  const codec = video.codec;
  const sets =
    codec === 'avc' && description ? parseAvcDecoderConfigurationRecord(description as ArrayBuffer).parameterSets : [];
  for (const [kind, track] of [
    ['picture', video],
    ['sound', audio],
  ] as const) {
    for await (const { data, timestamp, type } of new EncodedPacketSink(track).packets())
      packets.push({
        kind,
        ms: timestamp * 1_000,
        data: Buffer.from(data),
        sets: kind === 'picture' && type === 'key' ? sets : [],
      });
  }
  const durationMs = Math.round((await video.computeDuration()) * 1_000);
  input.dispose();
  packets.sort((a, b) => a.ms - b.ms);
  if (codec !== 'avc' && codec !== 'vp8') throw new Error(`${path} is of a codec that is not sent`);
  return { packets: packets.filter(({ ms }) => ms >= 0 && ms < durationMs), durationMs, codec };
}

function packetSender(codec: 'avc' | 'vp8', picture: MediaStreamTrack, sound: MediaStreamTrack) {
  const h264 = new H264Packetizer({ payloadType: PICTURE, ssrc: 1, inputFormat: 'length-prefixed' });
  const vp8 = new Vp8Packetizer({ payloadType: PICTURE, ssrc: 1 });
  const opus = new OpusPacketizer({ payloadType: SOUND, ssrc: 2 });
  const withSets = ({ data, sets }: FilePacket) =>
    Buffer.concat([...sets.flatMap((set) => [lengthOf(set), set]), data]);
  return (packet: FilePacket, ms: number) => {
    const track = packet.kind === 'picture' ? picture : sound;
    const timestamp = Math.round(ms * (packet.kind === 'picture' ? 90 : 48)) % 2 ** 32;
    const rtp: RtpPacket[] =
      packet.kind === 'sound'
        ? opus.packetize(packet.data, timestamp)
        : codec === 'avc'
          ? h264.packetize(withSets(packet), timestamp)
          : vp8.packetize(packet.data, timestamp);
    for (const one of rtp) track.writeRtp(one);
  };
}

/** The moment as senders tell it (RFC 3550, 4): the library's own fractions are wrong. */
function ntpNow(): bigint {
  const seconds = (performance.timeOrigin + performance.now() - Date.UTC(1900, 0, 1)) / 1_000;
  return BigInt(Math.floor(seconds * 2 ** 16)) << 16n;
}

function lengthOf(unit: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(unit.length);
  return length;
}
