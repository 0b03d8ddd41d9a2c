// What a person sees: numbered steps with what came of them and how long each took, several at once
// where they can.

/**
 * How work tells a person about itself.
 * @typedef {object} Telling
 * @property {(text: string) => void} say something worth knowing, a download and its size for instance: stays on the screen
 * @property {(text: string) => void} progress where it is: replaced by the next
 */

/**
 * @typedef {object} Screen
 * @property {(text: string) => unknown} write
 * @property {boolean} [isTTY]
 * @property {number} [columns]
 */

const FRAME_MS = 120;
const HEARTBEAT_MS = 20_000;
const SPINNER = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];

/** @param {number} ms */
export function seconds(ms) {
  const tenths = Math.round(ms / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const whole = Math.round(ms / 1000);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * @param {readonly string[]} titles all steps, in the order of their numbers
 * @param {{ screen?: Screen, now?: () => number }} [options]
 */
export function createSteps(titles, { screen = process.stdout, now = () => performance.now() } = {}) {
  /** @type {Map<string, { since: number, progress: string }>} */
  const open = new Map();
  const width = Math.max(...titles.map((title) => title.length));
  /** @type {NodeJS.Timeout | undefined} */
  let ticker;
  let frame = 0;

  const clear = () => screen.isTTY && screen.write('\r\x1b[K');
  const line = (/** @type {string} */ text) => {
    clear();
    screen.write(`${text}\n`);
  };
  const numbered = (/** @type {string} */ title) => {
    const number = String(titles.indexOf(title) + 1).padStart(String(titles.length).length);
    return `[${number}/${titles.length}] ${title.padEnd(width)}`;
  };
  const status = () =>
    [...open]
      .map(([title, { since, progress }]) => `${title} ${seconds(now() - since)}${progress && ` (${progress})`}`)
      .join(' · ')
      .slice(0, (screen.columns ?? 120) - 4);

  const tick = () => {
    if (!screen.isTTY) return line(`      still at it: ${status()}`);
    frame += 1;
    screen.write(`\r\x1b[K${SPINNER[frame % SPINNER.length]} ${status()}`);
  };
  const follow = () => {
    if (open.size > 0) ticker ??= setInterval(tick, screen.isTTY ? FRAME_MS : HEARTBEAT_MS).unref();
    else {
      clearInterval(ticker);
      ticker = undefined;
      clear();
    }
  };

  return {
    /** A line of its own between the steps. */
    say: line,

    /**
     * Does one step. Its result is what came of it, in a few words; a failure is marked and passed
     * on.
     * @template T
     * @param {string} title
     * @param {(tell: Telling) => Promise<T>} work
     * @param {(result: T) => string} [inWords]
     * @returns {Promise<T>}
     */
    async step(title, work, inWords = String) {
      const since = now();
      const state = { since, progress: '' };
      open.set(title, state);
      follow();
      const close = (/** @type {string} */ outcome) => {
        open.delete(title);
        line(`${numbered(title)}  ${outcome}  (${seconds(now() - since)})`);
        follow();
      };
      try {
        const result = await work({
          say: (text) => line(`${numbered(title)}  ${text}`),
          progress: (text) => void (state.progress = text.trim().slice(0, 60)),
        });
        close(inWords(result));
        return result;
      } catch (error) {
        close('failed');
        throw error;
      }
    },
  };
}
