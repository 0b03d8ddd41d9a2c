import { type ActionFunctionArgs } from '@remix-run/node';
import { termsForm } from '../../../schemas/streams';
import { load, refused } from '../../lib/api.server';
import { submitForm } from '../../lib/form.server';
import { says } from '../../../texts/says';

/** Changes what viewers agree to, and leaves the rest of the stream as it is. */
export async function saveTerms(args: ActionFunctionArgs, form: FormData, id: string) {
  const [stream, money] = await load(args, (api) => Promise.all([api.streams.forEdit({ id }), api.chain.money()]));
  const saved = await submitForm(args, form, { schema: termsForm(money) }, (api, terms) =>
    api.streams.update({ ...stream, ...terms }),
  );
  if (!saved.ok) return refused(saved.refusal, { result: saved.result });
  return { refusal: null, done: says('Saved.'), result: { status: 'success' as const } };
}
