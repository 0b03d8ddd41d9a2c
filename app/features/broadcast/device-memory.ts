const PLACE = 'vilokanam-devices';

/**
 * Which devices somebody chose last in this browser: an id, '' for whichever the browser prefers,
 * null for none.
 */
export interface DeviceChoice {
  camera: string | null;
  microphone: string | null;
}

/** Null: nobody has chosen here yet. */
export function rememberedDevices(): DeviceChoice | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(PLACE) ?? 'null');
    if (typeof stored !== 'object' || stored === null || !('camera' in stored) || !('microphone' in stored))
      return null;
    const idOf = (value: unknown) => (typeof value === 'string' ? value : null);
    return { camera: idOf(stored.camera), microphone: idOf(stored.microphone) };
  } catch {
    return null;
  }
}

export function rememberDevices(choice: DeviceChoice): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify(choice));
  } catch {
    // A browser that keeps nothing asks again.
  }
}
