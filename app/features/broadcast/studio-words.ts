import { msg } from '@lingui/core/macro';
import { type I18n } from '../../../texts/i18n';
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

function onAirWords(devices: StudioInUse['devices'], i18n: I18n): string {
  const { camera, screen } = devices.tracks;
  if (!camera && !screen) return i18n._(msg`You are live. Viewers hear you, without a picture.`);
  return sendsSound(devices)
    ? i18n._(msg`You are live. Viewers see and hear this.`)
    : i18n._(msg`You are live. Viewers see this, without sound.`);
}

function fedWords({ software }: NonNullable<StudioInUse['fed']>, silentSince: Date | null, i18n: I18n): string {
  const program = programName(software, i18n);
  if (silentSince) return i18n._(msg`You are live from ${program}, but nothing goes out yet. Nobody pays meanwhile.`);
  return i18n._(msg`You are live from ${program}. Viewers see and hear what it sends.`);
}

/** Where it stands, in a sentence. */
export function statusWords({ show, devices, fed }: StudioInUse, i18n: I18n): string {
  if (fed) return fedWords(fed, show.state.silentSince, i18n);
  switch (show.at) {
    case 'starting':
      return i18n._(msg`Opening the room.`);
    case 'onAir':
      return show.flowing || !show.health
        ? onAirWords(devices, i18n)
        : i18n._(msg`You are live, but nothing goes out.`);
    case 'mending':
      return i18n._(msg`Connecting again.`);
    case 'elsewhere':
      return i18n._(msg`This page sends nothing.`);
    case 'off':
    case 'over':
      if (show.state.status === 'live') return i18n._(msg`Your stream is live, and nothing goes out from here yet.`);
      return sendsSomething(devices)
        ? i18n._(msg`This is what viewers will see. Nobody sees it yet.`)
        : i18n._(msg`Turn on a camera, a microphone or your screen to go live.`);
  }
}

/** Why the screen has to be chosen again, and what goes on meanwhile. */
export function withoutScreenWords({ show, devices: { tracks, muted } }: StudioInUse, i18n: I18n): string {
  if (show.state.status !== 'live') return i18n._(msg`After a reload, browsers want it chosen again.`);
  if (show.at === 'off')
    return i18n._(
      msg`After a reload, browsers want it chosen again. Meanwhile nothing goes out and nobody pays; after a minute the stream ends.`,
    );
  const heard = tracks.microphone !== null && !muted;
  if (tracks.camera && heard)
    return i18n._(msg`After a reload, browsers want it chosen again. Meanwhile viewers see your camera and hear you.`);
  if (tracks.camera)
    return i18n._(msg`After a reload, browsers want it chosen again. Meanwhile viewers see your camera.`);
  if (heard) return i18n._(msg`After a reload, browsers want it chosen again. Meanwhile viewers hear you.`);
  return i18n._(msg`After a reload, browsers want it chosen again. Meanwhile nothing goes out, and nobody pays.`);
}
