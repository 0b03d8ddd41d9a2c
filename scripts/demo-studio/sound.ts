export const SAMPLE_RATE = 48_000;
/** Sound goes out in parts of this length. */
export const PART_MS = 100;

const TICK_HZ = 740;
const LOUDNESS = 0.05;
const DECAY_SECONDS = 0.02;

/** One second of a clock in another room: a soft tick, then nothing. */
const second = Int16Array.from({ length: SAMPLE_RATE }, (_, index) => {
  const seconds = index / SAMPLE_RATE;
  const rise = Math.min(1, seconds / 0.002);
  return Math.round(
    32_767 * LOUDNESS * rise * Math.exp(-seconds / DECAY_SECONDS) * Math.sin(2 * Math.PI * TICK_HZ * seconds),
  );
});

/** The n-th part since the beginning of a second. */
export function soundPart(index: number): Int16Array {
  const length = (SAMPLE_RATE * PART_MS) / 1_000;
  const from = (index * length) % SAMPLE_RATE;
  return second.slice(from, from + length);
}
