import { type ActionFunctionArgs } from '@remix-run/node';
import { says } from '../../../texts/says';
import { act, type Api, refused } from '../../lib/api.server';
import { redirectAndSay } from '../../lib/flash.server';

const DONE = {
  remove: says('The clip is deleted.'),
  forbid: says('Viewers make no more clips of that video. Those that there are stay.'),
  allow: says('Viewers may make clips of that video.'),
};

/** Does what a form about clips asks for; `then` is where a deleted clip leads. */
export async function changeClips(args: ActionFunctionArgs, then: string | null) {
  const form = await args.request.formData();
  const id = String(form.get('id') ?? '');
  const name = form.get('form');
  const kind = name === 'forbid' || name === 'allow' ? name : 'remove';
  const ask = (api: Api) =>
    kind === 'remove' ? api.clips.remove({ id }) : api.clips.allow({ videoId: id, on: kind === 'allow' });
  const done = await act(args, ask);
  if (!done.ok) return refused(done.refusal, { result: {} });
  if (kind === 'remove' && then !== null) return redirectAndSay(then, 'clipDeleted');
  return { refusal: null, done: DONE[kind], result: { status: 'success' as const } };
}
