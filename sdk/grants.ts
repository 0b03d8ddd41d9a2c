const RETRY_MS = 5_000;
const FRUITLESS_AT_MOST = 3;
/** So much may be paid and not seen before another second is given at once for the picture. */
const UNSEEN_AT_MOST = 2_000;

/**
 * The seconds that were signed before anything could be seen for them. A picture that comes is worth the next one at once; for one that
 * does not come it is tried a few times more, further and further apart, and then not before somebody says so.
 */
export class Grants {
  private last: number | null = null;
  private fruitless = 0;

  mayAsk(now: number, movedAt: number | null, credit: number): boolean {
    if (this.last === null) return true;
    if (movedAt !== null && movedAt > this.last && credit < UNSEEN_AT_MOST) return true;
    return this.fruitless < FRUITLESS_AT_MOST && now - this.last >= RETRY_MS * 2 ** this.fruitless;
  }

  asked(now: number, movedAt: number | null): void {
    if (this.last !== null) this.fruitless = movedAt !== null && movedAt > this.last ? 0 : this.fruitless + 1;
    this.last = now;
  }

  forget(): void {
    this.last = null;
    this.fruitless = 0;
  }
}
