import { type Logger } from 'pino';
import { type Language } from '../../texts/languages';
import { type Deps, type Origin, type SignedIn } from '../deps';
import { type Place } from '../limits/crowd';

/** One request, over HTTP, over the WebSocket or from a Remix loader. */
export interface Context {
  deps: Deps;
  /** Carries the request id. */
  log: Logger;
  /**
   * Reads the session when it is first asked: a request without a cookie costs no query, a
   * long-lived socket asks again.
   */
  who(): Promise<SignedIn | null>;
  origin: Origin;
  /** What its answers are said in. */
  language: Language;
  /** Whether that was chosen in this browser, and not only liked by it. */
  languageChosen: boolean;
  /** Adds a Set-Cookie header to the answer; null on a WebSocket, whose answer has left already. */
  setCookie: ((header: string) => void) | null;
  /**
   * The socket that asks, which may follow so much at once; null over HTTP and in process, where
   * nothing is followed.
   */
  place: Place | null;
}
