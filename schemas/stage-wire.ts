/** Where it is told to everybody in the room who is on stage. */
export const STAGE_TOPIC = 'stage';

/** So many guests are on stage beside the creator, or invited. */
export const MOST_GUESTS = 4;

/** A guest as everybody in the room sees them. */
export interface StageGuest {
  /** By what name the room knows them. */
  seat: string;
  handle: string;
  displayName: string;
  avatarUrl: string | null;
  /** The creator took their sound. */
  muted: boolean;
}

/** Who is on stage, as it was read at `at`: of two the later one holds. */
export interface StageNow {
  at: number;
  guests: StageGuest[];
}
