import { type ViewingId } from '../ids';

/** The viewings that this process meters. What is in here may be lost at any moment: the tables and the viewers know it all. */
export interface Meters {
  /** Names this process in the rows that it keeps. */
  readonly keeper: string;
  readonly running: Map<ViewingId, never>;
}
