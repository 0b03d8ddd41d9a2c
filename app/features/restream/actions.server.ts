import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { restreamTargetInput } from '../../../schemas/restream';
import { says } from '../../../texts/says';
import { act, type Api, refused } from '../../lib/api.server';
import { submitForm } from '../../lib/form.server';
import { RESTREAM_PAGE } from './place';

/** The forms of the page, by the name that each sends. */
export type RestreamForm = 'add' | 'on' | 'off' | 'remove' | 'allow' | 'forbid';

const DONE: Record<RestreamForm, string> = {
  add: says('The site is added. Your next public stream goes there, too.'),
  on: says('Your streams are sent there from now on.'),
  off: says('Nothing is sent there any more.'),
  remove: says('The site is removed, and its key with it.'),
  allow: says('This stream is sent on, and viewers elsewhere see it free.'),
  forbid: says('This stream is not sent on any more.'),
};

/** Does what one of the forms asks for. The key of another site is in no answer. */
export async function changeRestreams(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const name = String(form.get('form') ?? '');
  if (!isForm(name)) throw redirect(RESTREAM_PAGE);
  if (name === 'add') {
    const what = { schema: restreamTargetInput, secret: ['key'] };
    const made = await submitForm(args, form, what, (api, said) => api.restream.add(said));
    return made.ok ? answer(name) : refused(made.refusal, { form: name, result: made.result });
  }
  const id = String(form.get('id') ?? '');
  const done = await act(args, (api) => asked(api, name, id));
  if (done.ok) return answer(name);
  return refused(done.refusal, { form: name, result: { status: 'error' as const, initialValue: { id } } });
}

function answer(form: RestreamForm) {
  return { form, refusal: null, done: DONE[form], result: { initialValue: null } };
}

function asked(api: Api, name: Exclude<RestreamForm, 'add'>, id: string): Promise<unknown> {
  switch (name) {
    case 'on':
    case 'off':
      return api.restream.switch({ id, on: name === 'on' });
    case 'remove':
      return api.restream.remove({ id });
    case 'allow':
    case 'forbid':
      return api.restream.sendThoughPaid({ streamId: id, on: name === 'allow' });
  }
}

function isForm(name: string): name is RestreamForm {
  return Object.hasOwn(DONE, name);
}
