const PLACE = 'vilokanam-devices';

/** Which devices somebody chose last in this browser: an id, '' for whichever the browser prefers, null for none. */
export interface DeviceChoice {
  camera: string | null;
  microphone: string | null;
}

/** Null: nobody has chosen here yet. */
export function rememberedDevices(): DeviceChoice | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PLACE) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('camera' in kept) || !('microphone' in kept)) return null;
    const idOf = (value: unknown) => (typeof value === 'string' ? value : null);
    return { camera: idOf(kept.camera), microphone: idOf(kept.microphone) };
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
