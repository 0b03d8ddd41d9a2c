/** A chunk of RTMP that goes on begins with such a byte: no letter of a stand-in is one. */
const GOES_ON = 0xc0;

/**
 * Puts the key in the place of its stand-in wherever that comes: the program that sends never has
 * the key, so it is in no list of processes and in no log. Both are as long as each other.
 */
export class KeyInPlace {
  readonly #standIn: Buffer;
  readonly #key: Buffer;
  /** How many letters of the stand-in came last, and what came with them. */
  #matched = 0;
  #held: number[] = [];
  #replaced: number[] = [];
  /** How often it was put in. */
  count = 0;

  constructor(standIn: string, key: string) {
    [this.#standIn, this.#key] = [Buffer.from(standIn), Buffer.from(key)];
    if (this.#standIn.length !== this.#key.length) throw new RangeError('a stand-in is as long as its key');
  }

  /** What is to be sent for what came; the beginning of a stand-in waits for the rest of it. */
  pass(chunk: Uint8Array): Buffer {
    const out: number[] = [];
    for (const byte of chunk) {
      if (byte === this.#standIn[this.#matched]) {
        this.#held.push(byte);
        this.#replaced.push(this.#key[this.#matched] ?? 0);
        this.#matched += 1;
        if (this.#matched === this.#standIn.length) {
          out.push(...this.#replaced);
          this.count += 1;
          this.#forget();
        }
      } else if (this.#matched > 0 && byte >= GOES_ON) {
        this.#held.push(byte);
        this.#replaced.push(byte);
      } else {
        out.push(...this.#held);
        this.#forget();
        if (byte === this.#standIn[0]) {
          this.#held.push(byte);
          this.#replaced.push(this.#key[0] ?? 0);
          this.#matched = 1;
        } else out.push(byte);
      }
    }
    return Buffer.from(out);
  }

  #forget(): void {
    this.#matched = 0;
    this.#held = [];
    this.#replaced = [];
  }
}
