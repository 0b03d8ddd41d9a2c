import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  LocalVideoTrack,
  Room,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoCodec,
  VideoFrame,
  VideoSource,
} from '@livekit/rtc-node';
import { systemTimers } from '../../sdk/timers';
import { withTimeout } from '../../server/with-timeout';
import { createPicture, FRAMES_A_SECOND, HEIGHT, type Picture, WIDTH } from './picture';
import { PART_MS, SAMPLE_RATE, soundPart } from './sound';

/**
 * The media library may wait for ever for a server that went away: joining and leaving are given so
 * long.
 */
const JOIN_MS = 20_000;
const LEAVE_MS = 5_000;

/** A demo stream while it plays. */
export interface Show {
  /** False once the connection was lost: who wants it to go on starts another. */
  running(): boolean;
  stop(): Promise<void>;
}

/** Joins a room as its creator and plays. */
export async function startShow(url: string, token: string, hue: number, title = ''): Promise<Show> {
  const room = new Room();
  const timeoutError = () => new Error('the media server did not take the show in time');
  try {
    return await withTimeout(systemTimers, JOIN_MS, play(room, url, token, createPicture(hue, title)), timeoutError);
  } catch (error) {
    void room.disconnect().catch(() => undefined);
    throw error;
  }
}

async function play(room: Room, url: string, token: string, picture: Picture): Promise<Show> {
  let running = true;
  const lose = () => void (running = false);
  // A line that the library brings back by itself may come without the tracks: joining anew is
  // surer.
  room.on(RoomEvent.Reconnecting, lose).on(RoomEvent.Disconnected, lose);
  await room.connect(url, token, { autoSubscribe: false, dynacast: true });

  const video = new VideoSource(WIDTH, HEIGHT);
  const audio = new AudioSource(SAMPLE_RATE, 1);
  const films = setInterval(() => {
    if (running) video.captureFrame(new VideoFrame(picture.draw(new Date()), WIDTH, HEIGHT, VideoBufferType.I420));
    else clearInterval(films);
  }, 1_000 / FRAMES_A_SECOND);
  const sounds = playSound(audio, () => running);

  const { localParticipant } = room;
  const camera = LocalVideoTrack.createVideoTrack('camera', video);
  const microphone = LocalAudioTrack.createAudioTrack('microphone', audio);
  const sent = { maxBitrate: 600_000n, maxFramerate: FRAMES_A_SECOND };
  await localParticipant?.publishTrack(
    camera,
    new TrackPublishOptions({
      source: TrackSource.SOURCE_CAMERA,
      videoCodec: VideoCodec.VP8,
      simulcast: false,
      videoEncoding: sent,
    }),
  );
  await localParticipant?.publishTrack(microphone, new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE }));

  const leave = async () => {
    await sounds;
    await room.disconnect();
    await Promise.all([camera.close(), microphone.close()]);
  };
  return {
    running: () => running,
    stop() {
      running = false;
      return withTimeout(systemTimers, LEAVE_MS, leave(), () => new Error('the show did not end in time'));
    },
  };
}

/** The source takes a part when it has room for it, so this keeps the pace of the clock. */
async function playSound(audio: AudioSource, running: () => boolean): Promise<void> {
  for (let part = 0; running(); part += 1) {
    const samples = soundPart(part);
    await audio.captureFrame(new AudioFrame(samples, SAMPLE_RATE, 1, samples.length));
    if (audio.queuedDuration > 2 * PART_MS) await new Promise((passed) => setTimeout(passed, PART_MS));
  }
}
