import { programName } from '../feeds/program-name';
import { type StudioInUse } from './useStudio';

/** Something is there to be sent. */
export function sendsSomething({ tracks }: StudioInUse['devices']): boolean {
  return Object.values(tracks).some((track) => track !== null);
}

/** Sound goes out. */
export function sendsSound({ tracks, muted }: StudioInUse['devices']): boolean {
  return tracks.screenSound !== null || (tracks.microphone !== null && !muted);
}

function reachWords(devices: StudioInUse['devices']): string {
  const { camera, screen } = devices.tracks;
  if (!camera && !screen) return 'Viewers hear you, without a picture.';
  return sendsSound(devices) ? 'Viewers see and hear this.' : 'Viewers see this, without sound.';
}

function fedWords({ software }: NonNullable<StudioInUse['fed']>, silentSince: Date | null): string {
  const from = programName(software);
  if (silentSince) return `You are live from ${from}, but nothing goes out yet. Nobody pays meanwhile.`;
  return `You are live from ${from}. Viewers see and hear what it sends.`;
}

/** Where it stands, in a sentence. */
export function statusWords({ show, devices, fed }: StudioInUse): string {
  if (fed) return fedWords(fed, show.state.silentSince);
  switch (show.at) {
    case 'starting':
      return 'Opening the room.';
    case 'onAir':
      return show.flowing || !show.health
        ? `You are live. ${reachWords(devices)}`
        : 'You are live, but nothing goes out.';
    case 'mending':
      return 'Connecting again.';
    case 'elsewhere':
      return 'This page sends nothing.';
    case 'off':
    case 'over':
      if (show.state.status === 'live') return 'Your stream is live, and nothing goes out from here yet.';
      return sendsSomething(devices)
        ? 'This is what viewers will see. Nobody sees it yet.'
        : 'Turn on a camera, a microphone or your screen to go live.';
  }
}

/** Why the screen has to be chosen again, and what goes on meanwhile. */
export function withoutScreenWords({ show, devices: { tracks, muted } }: StudioInUse): string {
  const why = 'After a reload, browsers want it chosen again.';
  if (show.state.status !== 'live') return why;
  if (show.at === 'off') return `${why} Meanwhile nothing goes out and nobody pays; after a minute the stream ends.`;
  const reach = [tracks.camera && 'see your camera', tracks.microphone && !muted && 'hear you'].filter(Boolean);
  return reach.length > 0
    ? `${why} Meanwhile viewers ${reach.join(' and ')}.`
    : `${why} Meanwhile nothing goes out, and nobody pays.`;
}
