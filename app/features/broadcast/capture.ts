import { type Device } from './device-problem';

/**
 * Opens a camera or a microphone; '' takes whichever the browser prefers. One that was remembered
 * and is gone is not insisted on.
 */
export async function capture(device: 'camera' | 'microphone', id: string): Promise<MediaStreamTrack> {
  try {
    return await open(device, id ? { deviceId: { exact: id } } : {});
  } catch (problem) {
    const gone = problem instanceof Error && /^(Overconstrained|NotFound)Error$/.test(problem.name);
    if (id && gone) return open(device, {});
    throw problem;
  }
}

async function open(device: 'camera' | 'microphone', which: MediaTrackConstraints): Promise<MediaStreamTrack> {
  const wish: MediaStreamConstraints =
    device === 'camera'
      ? { video: { ...which, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } } }
      : { audio: { ...which, echoCancellation: true, noiseSuppression: true, autoGainControl: true } };
  const [track] = (await navigator.mediaDevices.getUserMedia(wish)).getTracks();
  if (!track) throw new Error(`no ${device}`);
  return track;
}

/** A screen, a window or a tab, with its sound where the browser gives that. */
export async function captureScreen(): Promise<{ screen: MediaStreamTrack; sound: MediaStreamTrack | null }> {
  const stream = await navigator.mediaDevices.getDisplayMedia({
    video: { width: { max: 1920 }, height: { max: 1080 }, frameRate: { ideal: 30 } },
    audio: true,
  });
  const [screen] = stream.getVideoTracks();
  if (!screen) throw new Error('no screen');
  return { screen, sound: stream.getAudioTracks()[0] ?? null };
}

/** Whether this site may use them already, so that asking shows nothing to the person. */
export async function mayUse(device: Exclude<Device, 'screen'>): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: device as PermissionName })).state === 'granted';
  } catch {
    return false;
  }
}
