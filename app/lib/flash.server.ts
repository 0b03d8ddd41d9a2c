import { redirect } from '@remix-run/node';
import { says } from '../../texts/says';
import { readCookie } from './theme';

const COOKIE = 'told';

/**
 * All that one page can have the next one say. The cookie holds the name of a sentence, never a
 * sentence: whoever can set a cookie in somebody's browser has the site say nothing of theirs.
 */
const sentences = {
  accountDeleted: says('Your account is deleted.'),
  accountReady: says('Your account is ready. Welcome.'),
  nowCreator: says('You are a creator now.'),
  passwordReset: says('Your new password is set. Sign in with it.'),
  signedOut: says('You are signed out.'),
  streamCancelled: says('The stream is cancelled.'),
  streamChanged: says('Your changes are saved.'),
  streamSaved: says('Your stream is saved.'),
  streamScheduled: says('Your stream is scheduled.'),
  videoDeleted: says('The video is deleted.'),
  clipDeleted: says('The clip is deleted.'),
  pictureSaved: says('The picture is saved.'),
  pictureRemoved: says('The picture is removed.'),
  // refusals, by their codes
  notAPicture: says('That is no picture that we can read. Choose a JPEG, PNG, WebP, AVIF or GIF. Nothing was changed.'),
  pictureTooLarge: says('That picture is too large. Choose one of up to 10 MB and 50 megapixels. Nothing was changed.'),
  noPicture: says('Choose a picture first.'),
  followSelf: says('You cannot follow yourself.'),
  notFound: says('That does not exist, or is not for you to see.'),
  notSignedIn: says('Sign in to do that.'),
  tooManyTries: says('Too many tries. Wait a little, then try again.'),
  notDone: says('That did not work, and nothing was changed. Try again in a moment.'),
};

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
