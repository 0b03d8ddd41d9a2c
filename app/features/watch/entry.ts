/** What somebody brings to the door of a stream. */
export interface Entry {
  /** What this browser kept of the stream's password. */
  pass: string | null;
  /** They say to be of age. */
  adult: boolean;
}
