/** Hints are remembered so far back: LiveKit repeats one for half a minute. */
const REMEMBERED = 10_000;

/** The hints that this process took. Another process takes them again, which is harmless. */
export class RecentHints {
  readonly #taken = new Set<string>();

  /** Whether it is taken for the first time. */
  take(id: string): boolean {
    if (this.#taken.has(id)) return false;
    this.#taken.add(id);
    if (this.#taken.size > REMEMBERED) {
      const [oldest] = this.#taken;
      if (oldest !== undefined) this.#taken.delete(oldest);
    }
    return true;
  }
}
