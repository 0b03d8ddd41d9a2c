/** What is to be recorded: a picture, and sounds that are heard together. */
export interface RecorderSources {
  picture: MediaStreamTrack | null;
  sounds: readonly MediaStreamTrack[];
  /** They come from elsewhere, already mixed. */
  received: boolean;
}

/** The same as a recorder takes it: one picture and one sound, always. */
export interface TracksToRecord {
  stream: MediaStream;
  height: number;
  /** Once a second, for what does not move by itself. */
  tick(): void;
  release(): void;
}

/** So long a sound that may not start without a click is waited for. */
const RESUME_MS = 500;
const DARK = { width: 640, height: 360 };

/** Mixes sounds for as long as a page is open. */
export interface SoundMixer {
  mix(sounds: readonly MediaStreamTrack[]): Promise<{ track: MediaStreamTrack | null; release(): void }>;
  close(): void;
}

export function createSoundMixer(): SoundMixer {
  let context: AudioContext | null = null;
  return {
    async mix(sounds) {
      context ??= new AudioContext();
      await Promise.race([context.resume().catch(() => undefined), new Promise((r) => setTimeout(r, RESUME_MS))]);
      // a browser that wants a click first would leave it silent for ever: then one of them alone
      if (context.state !== 'running') return { track: sounds[0] ?? null, release: () => undefined };
      const into = context.createMediaStreamDestination();
      const nodes = sounds.map((sound) => {
        const node = (context as AudioContext).createMediaStreamSource(new MediaStream([sound]));
        node.connect(into);
        return node;
      });
      const [track = null] = into.stream.getAudioTracks();
      return {
        track,
        release: () => {
          for (const node of nodes) node.disconnect();
          track?.stop();
        },
      };
    },
    close() {
      void context?.close().catch(() => undefined);
      context = null;
    },
  };
}

/**
 * Every part has a picture and a sound, so that parts play one after the other: where there is
 * none, it is dark or silent.
 */
export async function tracksToRecord(sources: RecorderSources, mixer: SoundMixer): Promise<TracksToRecord> {
  const sound = sources.received
    ? { track: sources.sounds[0] ?? null, release: () => undefined }
    : await mixer.mix(sources.sounds);
  const dark = sources.picture ? null : darkPicture();
  const picture = sources.picture ?? dark?.track ?? null;
  const { height = DARK.height } = picture?.getSettings() ?? {};
  return {
    stream: new MediaStream([picture, sound.track].filter((track) => track !== null)),
    height,
    tick: () => dark?.draw(),
    release: () => {
      sound.release();
      dark?.track?.stop();
    },
  };
}

function darkPicture(): { track: MediaStreamTrack | null; draw(): void } {
  const canvas = Object.assign(document.createElement('canvas'), DARK);
  const paint = canvas.getContext('2d');
  const [track = null] = canvas.captureStream().getVideoTracks();
  let odd = false;
  const draw = () => {
    if (!paint) return;
    // a frame that is the same as the last one is none
    paint.fillStyle = odd ? 'rgb(0 0 0)' : 'rgb(0 0 1)';
    odd = !odd;
    paint.fillRect(0, 0, DARK.width, DARK.height);
  };
  draw();
  return { track, draw };
}
