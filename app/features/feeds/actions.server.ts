import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { streamKeyForm } from '../../../schemas/feeds';
import { act, type Api, refused } from '../../lib/api.server';
import { submitForm } from '../../lib/form.server';
import { says } from '../../../texts/says';
import { FEEDS_PAGE } from './place';

/** The forms of the page, by the name that each sends. */
export type FeedsForm = 'makeKey' | 'rotateKey' | 'revokeKey' | 'confirmPayee';

const DONE: Record<FeedsForm, string> = {
  makeKey: says('The key is made. Copy it now: it is shown this once.'),
  rotateKey: says(
    'The old key is worth nothing now, and what it sent has ended. Copy the new one: it is shown this once.',
  ),
  revokeKey: says('The key is revoked, and what it sent has ended.'),
  confirmPayee: says('Your keys begin streams that pay this wallet.'),
};

/** Does what one of the forms asks for. A key that was made is in the answer, and nowhere else. */
export async function changeKeys(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const name = String(form.get('form') ?? '');
  if (!isForm(name)) throw redirect(FEEDS_PAGE);
  if (name === 'makeKey') {
    const made = await submitForm(args, form, { schema: streamKeyForm }, (api, said) =>
      api.feeds.makeKey({ ...said, payee: textOf(form, 'payee') }),
    );
    if (!made.ok) return refused(made.refusal, { form: name, result: made.result, key: null });
    return answer(name, made.sent.key);
  }
  const id = textOf(form, 'id') ?? '';
  const done = await act<{ key: string } | null>(args, (api) => asked(api, name, id));
  if (done.ok) return answer(name, done.value?.key ?? null);
  const result = { status: 'error' as const, initialValue: { id } };
  return refused(done.refusal, { form: name, result, key: null });
}

function answer(form: FeedsForm, key: string | null) {
  return { form, refusal: null, done: DONE[form], result: { initialValue: null }, key };
}

async function asked(api: Api, name: Exclude<FeedsForm, 'makeKey'>, id: string): Promise<{ key: string } | null> {
  if (name === 'rotateKey') return api.feeds.rotateKey({ id });
  await (name === 'revokeKey' ? api.feeds.revokeKey({ id }) : api.feeds.confirmPayee({ payee: id }));
  return null;
}

function textOf(form: FormData, name: string): string | null {
  const value = form.get(name);
  return typeof value === 'string' && value !== '' ? value : null;
}

function isForm(name: string): name is FeedsForm {
  return Object.hasOwn(DONE, name);
}
