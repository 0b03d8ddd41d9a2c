// What runs during one start, and how all of it ends: in order, whatever the reason.
import { indent, killAll } from './children.mjs';
import { commandLineOf, isRunning, parentOf, startTimeOf } from './processes.mjs';

/** In the order of stopping: nobody loses what they stand on. */
const ORDER = /** @type {const} */ (['studio', 'app', 'chain', 'ingress', 'media', 'redis', 'db']);

/** @typedef {typeof ORDER[number]} Role */
/** @typedef {{ child: import('./children.mjs').Child, stop: () => Promise<void> }} RunningProgram */

/** Ctrl-C in a terminal reaches us twice, from it and from npm: within this time it is one. */
const ONE_KEYSTROKE_MS = 500;
const ORPHAN_LOOK_MS = 1_000;

/**
 * @param {(text: string) => void} say
 */
export function createSession(say) {
  /** @type {Map<Role, RunningProgram>} */
  const running = new Map();
  let stoppingSince = 0;

  const exit = (/** @type {number} */ code) => {
    killAll();
    process.exit(code);
  };

  /**
   * @param {string} why
   * @param {number} code
   */
  async function stop(why, code) {
    if (stoppingSince) return;
    stoppingSince = performance.now();
    say(why);
    for (const role of ORDER) {
      const one = running.get(role);
      if (!one) continue;
      await one.stop();
      say(`  ${one.child.name} stopped`);
    }
    exit(code);
  }

  /**
   * @param {NodeJS.Signals} signal
   * @param {number} code
   */
  const onSignal = (signal, code) =>
    process.on(signal, () => {
      if (!stoppingSince) return void stop('Stopping (once more to force it)', code);
      if (performance.now() - stoppingSince < ONE_KEYSTROKE_MS) return;
      say('Forced.');
      exit(1);
    });
  onSignal('SIGINT', 0);
  onSignal('SIGTERM', 0);
  if (process.platform !== 'win32') onSignal('SIGHUP', 0);

  const npm = npmAbove();
  if (npm) setInterval(() => !isRunning(npm) && void stop('npm is gone: stopping', 1), ORPHAN_LOOK_MS).unref();

  return {
    stopping: () => stoppingSince > 0,

    /**
     * Keeps a program to the end; should it end before, everything ends, unless the rest can do
     * without.
     * @template {RunningProgram} R
     * @param {Role} role
     * @param {R} one
     * @param {{ vital?: boolean }} [options]
     */
    keep(role, one, { vital = true } = {}) {
      running.set(role, one);
      void one.child.exited.then((how) => {
        if (stoppingSince) return;
        running.delete(role);
        if (!vital) return say(`${one.child.name} has ended (${how}); everything else goes on.`);
        void stop(
          `${one.child.name} has ended (${how}). Its last lines:\n${indent(one.child.tail())}\nStopping the rest`,
          1,
        );
      });
      return one;
    },

    /**
     * Ends everything because of an error; one that comes of the ending itself is not told.
     * @param {Error} error
     */
    fail: (error) => stop(`\n${error.message}\n`, 1),
  };
}

/**
 * The npm that started us, directly or by a shell: when it is killed, so is whoever could stop us.
 */
function npmAbove() {
  if (!process.env.npm_lifecycle_event) return null;
  const pid = [process.ppid, parentOf(process.ppid)].find((pid) => /\bnpm\b/.test(commandLineOf(pid)));
  return pid ? { pid, started: startTimeOf(pid) } : null;
}
