import { type Origin, type SignedIn } from '../deps';

/** Who asks, and from where. */
export interface Visitor {
  origin: Origin;
  signedIn: SignedIn | null;
}

/** A visitor who is signed in. */
export interface Member extends Visitor {
  signedIn: SignedIn;
}
