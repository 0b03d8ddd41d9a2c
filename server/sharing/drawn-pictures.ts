/** Enough for what is shared at a time; each is some hundred kilobytes. */
const MOST = 64;

/** The pictures of links that this process drew last, by what they say. */
export class DrawnPictures {
  readonly #drawn = new Map<string, Promise<Uint8Array>>();

  has(version: string): boolean {
    return this.#drawn.has(version);
  }

  /** The one of this version; drawn once for all who ask at the same time. */
  take(version: string, draw: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const drawn = this.#drawn.get(version) ?? draw();
    // the one that was asked for last goes last
    this.#drawn.delete(version);
    this.#drawn.set(version, drawn);
    drawn.catch(() => this.#drawn.delete(version));
    for (const [oldest] of this.#drawn) if (this.#drawn.size > MOST) this.#drawn.delete(oldest);
    return drawn;
  }
}
