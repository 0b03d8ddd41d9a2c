/** Where the SDK gets its time: in tests it passes by hand. */
export interface DeviceClock {
  /** Milliseconds since some moment. It never goes back, whatever is done to the device's date. */
  monotonic(): number;
  /** Milliseconds since 1970, as the device has them. */
  wall(): number;
}

export const deviceClock: DeviceClock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
};
