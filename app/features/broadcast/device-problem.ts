/** What a creator sends from. */
export type Device = 'camera' | 'microphone' | 'screen';

/** Why a device cannot be used: what happened, and what to do. */
export interface DeviceProblem {
  device: Device;
  title: string;
  advice: string;
}

const YOUR: Record<Device, string> = { camera: 'your camera', microphone: 'your microphone', screen: 'your screen' };
const ALONE: Record<Device, string> = {
  camera: 'or go on with sound or your screen alone',
  microphone: 'or go on without sound',
  screen: 'or go on with the camera alone',
};

/**
 * Reads what the browser threw when it was asked for a device; null when the person has just
 * changed their mind.
 */
export function deviceProblem(device: Device, thrown: unknown): DeviceProblem | null {
  const { name, message } = thrown instanceof Error ? thrown : { name: '', message: '' };
  const your = YOUR[device];
  const say = (title: string, advice: string): DeviceProblem => ({ device, title, advice });
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      // Whoever closes the choice of a window has refused nothing.
      if (device === 'screen' && !/system/i.test(message)) return null;
      return /system/i.test(message)
        ? say(
            `Your computer does not let the browser use ${your}.`,
            'Allow it in the privacy settings of your system, then restart the browser.',
          )
        : say(
            `This site may not use ${your}.`,
            `Press the camera sign in the browser’s address bar, allow it, then try again; ${ALONE[device]}.`,
          );
    case 'NotFoundError':
      return say(`No ${device} was found.`, `Plug one in and try again; ${ALONE[device]}.`);
    case 'NotReadableError':
    case 'AbortError':
      return say(
        `The browser cannot start ${your}.`,
        `Another program is probably using it. Close that program and try again; ${ALONE[device]}.`,
      );
    case 'OverconstrainedError':
      return say(`That ${device} is gone.`, 'Choose another one, or plug it in again.');
    default:
      return say(`The browser cannot start ${your}.`, 'Reload the page to try again, or use another browser.');
  }
}

/** Why a browser gives no devices to this page at all, or null. */
export function devicesWithheld(here: { secure: boolean; devices: boolean; address: string }): string | null {
  if (here.secure && here.devices) return null;
  if (!here.secure)
    return `Browsers give cameras and microphones only to pages that come over https, or from this computer. This page came from ${here.address}. Open the site over https to go live.`;
  return 'This browser does not give cameras and microphones to pages. Use a current Chrome, Edge, Firefox or Safari to go live.';
}
