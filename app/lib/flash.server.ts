import { redirect } from '@remix-run/node';
import { readCookie } from './theme';

const COOKIE = 'told';

/**
 * All that one page can have the next one say. The cookie holds the name of a sentence, never a
 * sentence: whoever can set a cookie in somebody's browser has the site say nothing of theirs.
 */
const sentences = {
  accountDeleted: 'Your account is deleted.',
  accountReady: 'Your account is ready. Welcome.',
  nowCreator: 'You are a creator now.',
  passwordReset: 'Your new password is set. Sign in with it.',
  signedOut: 'You are signed out.',
  streamCancelled: 'The stream is cancelled.',
  streamChanged: 'Your changes are saved.',
  streamSaved: 'Your stream is saved.',
  streamScheduled: 'Your stream is scheduled.',
  pictureSaved: 'The picture is saved.',
  pictureRemoved: 'The picture is removed.',
  // refusals, by their codes
  notAPicture: 'That is no picture that we can read. Choose a JPEG, PNG, WebP, AVIF or GIF. Nothing was changed.',
  pictureTooLarge: 'That picture is too large. Choose one of up to 10 MB and 50 megapixels. Nothing was changed.',
  noPicture: 'Choose a picture first.',
  followSelf: 'You cannot follow yourself.',
  notFound: 'That does not exist, or is not for you to see.',
  notSignedIn: 'Sign in to do that.',
  tooManyTries: 'Too many tries. Wait a little, then try again.',
  notDone: 'That did not work, and nothing was changed. Try again in a moment.',
} as const;

export type Sentence = keyof typeof sentences;

const isSentence = (name: string): name is Sentence => Object.hasOwn(sentences, name);

/** The sentence for a refusal; one that has none of its own here is told as "did not work". */
export const sentenceFor = (code: string): Sentence => (isSentence(code) ? code : 'notDone');

/** Goes on to a page that will say, once, what was done. */
export function redirectAndSay(path: string, sentence: Sentence) {
  return redirect(path, {
    headers: { 'Set-Cookie': `${COOKIE}=${sentence}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax` },
  });
}

/**
 * What the page before wanted said, and the header that forgets it. What is none of our sentences
 * is not said.
 */
export function readFlash(cookieHeader: string | null): { message: string; forget: string } | null {
  const name = readCookie(cookieHeader, COOKIE);
  if (!name || !isSentence(name)) return null;
  return { message: sentences[name], forget: `${COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax` };
}
