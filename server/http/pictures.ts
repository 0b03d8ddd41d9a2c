import { type Context as AnyContext } from 'hono';
import { type ErrorCode } from '../../sdk/error-codes';
import { languageOf } from '../../texts/languages';
import { DomainError } from '../errors';
import { streamId } from '../ids';
import { takeFrame } from '../pictures/moment';
import { MOST_BYTES, MOST_FRAME_BYTES, type PicturePlace } from '../pictures/places';
import { clearPicture, setPicture } from '../pictures/set';
import { type Context } from '../trpc/context';
import { refusalOf } from '../trpc/init';
import { NOTHING_HERE, plainText } from './plain-text';
import { refusalBody } from './refusal-body';

/** Where pictures are sent: /pictures/avatar, /pictures/banner, /pictures/cover/STREAM. */
export const PICTURES_PATH = '/pictures/';
/** A form around the file is a few lines. */
export const LARGEST_UPLOAD = MOST_BYTES + 16 * 1024;
/** Where a creator's page sends what is seen in a live stream: /pictures/moment/STREAM. */
export const FRAMES_PATH = `${PICTURES_PATH}moment/`;
export const LARGEST_FRAME = MOST_FRAME_BYTES + 16 * 1024;

/** Takes a picture out of a form, or takes the one that is there away. */
export async function answerPicture(c: AnyContext, context: Context): Promise<Response> {
  const place = placeOf(c.req.path);
  if (!place) return plainText(c, NOTHING_HERE, 404);
  const scripted = c.req.header('accept')?.includes('application/json') ?? false;
  try {
    const { deps, origin } = context;
    const signedIn = await context.who();
    if (!signedIn) throw new DomainError('notSignedIn');
    const member = { signedIn, origin };
    const cleared = c.req.query('do') === 'remove';
    const url = cleared
      ? await clearPicture(deps, member, place).then(() => null)
      : (await setPicture(deps, member, place, () => fileIn(c, MOST_BYTES))).url;
    return scripted ? c.json({ url }) : backTo(c, place, cleared ? 'pictureRemoved' : 'pictureSaved');
  } catch (error) {
    const { code } = refusalOf(error, context.language);
    if (code === 'unexpected' || code === 'badInput') throw error;
    return refusePicture(c, code);
  }
}

/** Takes a frame of a broadcast; a script sends it, so nobody is led anywhere. */
export async function answerFrame(c: AnyContext, context: Context, of: string): Promise<Response> {
  try {
    const { deps, origin } = context;
    const signedIn = await context.who();
    if (!signedIn) throw new DomainError('notSignedIn');
    const id = streamId.safeParse(of);
    if (!id.success) throw new DomainError('notFound');
    await takeFrame(deps, { signedIn, origin }, id.data, () => fileIn(c, MOST_FRAME_BYTES));
    return c.body(null, 204);
  } catch (error) {
    const { code } = refusalOf(error, context.language);
    if (code === 'unexpected' || code === 'badInput') throw error;
    const { body, status } = refusalBody(code, context.language);
    return c.json(body, status);
  }
}

/** A refusal: for a script what it reads, for a plain form its page, which says it. */
export function refusePicture(c: AnyContext, code: ErrorCode): Response {
  const language = languageOf(c.req.header('cookie'), c.req.header('accept-language'));
  const { body, status } = refusalBody(code, language);
  if (c.req.header('accept')?.includes('application/json')) return c.json(body, status);
  const place = placeOf(c.req.path);
  return place ? backTo(c, place, code) : c.json(body, status);
}

function placeOf(path: string): PicturePlace | null {
  const [of, id, ...more] = path.slice(PICTURES_PATH.length).split('/');
  if (more.length > 0) return null;
  if ((of === 'avatar' || of === 'banner') && id === undefined) return { of };
  const stream = streamId.safeParse(id);
  return of === 'cover' && stream.success ? { of, streamId: stream.data } : null;
}

/** The page says, once and at its top, what became of it (app/lib/flash.server.ts). */
function backTo(c: AnyContext, place: PicturePlace, sentence: string): Response {
  if (sentence === 'notSignedIn') return c.redirect('/sign-in', 303);
  const page = place.of === 'cover' ? `/dashboard/streams/${place.streamId}` : '/settings';
  c.header('Set-Cookie', `told=${sentence}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax`);
  return c.redirect(page, 303);
}

async function fileIn(c: AnyContext, most: number): Promise<Uint8Array> {
  const file = await c.req.formData().then(
    (form) => form.get('picture'),
    () => null,
  );
  if (!(file instanceof File) || file.size === 0) throw new DomainError('noPicture');
  if (file.size > most) throw new DomainError('pictureTooLarge');
  return new Uint8Array(await file.arrayBuffer());
}
