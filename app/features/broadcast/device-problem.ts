import { says } from '../../../texts/says';

/** What a creator sends from. */
export type Device = 'camera' | 'microphone' | 'screen';

/** Why a device cannot be used: what happened, and what to do, marked by `says`. */
export interface DeviceProblem {
  device: Device;
  title: string;
  advice: string;
}

/** What is said of one device. */
type Words = Record<Device, string>;

const NOT_LET: Words = {
  camera: says('Your computer does not let the browser use your camera.'),
  microphone: says('Your computer does not let the browser use your microphone.'),
  screen: says('Your computer does not let the browser use your screen.'),
};
const NOT_ALLOWED: Words = {
  camera: says('This site may not use your camera.'),
  microphone: says('This site may not use your microphone.'),
  screen: says('This site may not use your screen.'),
};
const ALLOW: Words = {
  camera: says(
    'Press the camera sign in the browser’s address bar, allow it, then try again; or go on with sound or your screen alone.',
  ),
  microphone: says(
    'Press the camera sign in the browser’s address bar, allow it, then try again; or go on without sound.',
  ),
  screen: says(
    'Press the camera sign in the browser’s address bar, allow it, then try again; or go on with the camera alone.',
  ),
};
const NOT_FOUND: Words = {
  camera: says('No camera was found.'),
  microphone: says('No microphone was found.'),
  screen: says('No screen was found.'),
};
const PLUG_IN: Words = {
  camera: says('Plug one in and try again; or go on with sound or your screen alone.'),
  microphone: says('Plug one in and try again; or go on without sound.'),
  screen: says('Plug one in and try again; or go on with the camera alone.'),
};
const NOT_STARTED: Words = {
  camera: says('The browser cannot start your camera.'),
  microphone: says('The browser cannot start your microphone.'),
  screen: says('The browser cannot start your screen.'),
};
const IN_USE: Words = {
  camera: says(
    'Another program is probably using it. Close that program and try again; or go on with sound or your screen alone.',
  ),
  microphone: says('Another program is probably using it. Close that program and try again; or go on without sound.'),
  screen: says(
    'Another program is probably using it. Close that program and try again; or go on with the camera alone.',
  ),
};
const GONE: Words = {
  camera: says('That camera is gone.'),
  microphone: says('That microphone is gone.'),
  screen: says('That screen is gone.'),
};
const STOPPED: Words = {
  camera: says('Your camera has stopped.'),
  microphone: says('Your microphone has stopped.'),
  screen: says('Your screen has stopped.'),
};

/** A device ended by itself while it was in use. */
export function deviceStopped(device: Device): DeviceProblem {
  return {
    device,
    title: STOPPED[device],
    advice: says('It was unplugged, or the browser took it back. Choose it again, or another one.'),
  };
}

/**
 * Reads what the browser threw when it was asked for a device; null when the person has just
 * changed their mind.
 */
export function deviceProblem(device: Device, thrown: unknown): DeviceProblem | null {
  const { name, message } = thrown instanceof Error ? thrown : { name: '', message: '' };
  const problem = (of: Words, advice: string): DeviceProblem => ({ device, title: of[device], advice });
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      // Whoever closes the choice of a window has refused nothing.
      if (device === 'screen' && !/system/i.test(message)) return null;
      return /system/i.test(message)
        ? problem(NOT_LET, says('Allow it in the privacy settings of your system, then restart the browser.'))
        : problem(NOT_ALLOWED, ALLOW[device]);
    case 'NotFoundError':
      return problem(NOT_FOUND, PLUG_IN[device]);
    case 'NotReadableError':
    case 'AbortError':
      return problem(NOT_STARTED, IN_USE[device]);
    case 'OverconstrainedError':
      return problem(GONE, says('Choose another one, or plug it in again.'));
    default:
      return problem(NOT_STARTED, says('Reload the page to try again, or use another browser.'));
  }
}

/** Why a browser gives no devices to this page at all, marked by `says`, or null. */
export function devicesWithheld(here: { secure: boolean; devices: boolean; address: string }): string | null {
  if (here.secure && here.devices) return null;
  if (!here.secure)
    return says(
      'Browsers give cameras and microphones only to pages that come over https, or from this computer. This page came from {address}. Open the site over https to go live.',
      { address: here.address },
    );
  return says(
    'This browser does not give cameras and microphones to pages. Use a current Chrome, Edge, Firefox or Safari to go live.',
  );
}
