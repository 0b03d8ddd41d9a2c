import { type ActionFunctionArgs } from '@remix-run/node';
import { act, load, refused } from '../../lib/api.server';
import { readStreamForm, typedFrom } from '../studio/read-stream-form';

/** Changes what viewers agree to, and leaves the rest of the stream as it is. */
export async function saveTerms(args: ActionFunctionArgs, form: FormData, id: string) {
  const stream = await load(args, (api) => api.streams.forEdit({ id }));
  const text = (name: string) => String(form.get(name) ?? '');
  const values = { title: text('title'), price: text('price'), previewSeconds: text('previewSeconds') };
  const read = readStreamForm({ ...typedFrom(stream, 'UTC'), ...values });
  if ('problems' in read)
    return refused(
      { code: 'badInput', message: 'Some of this needs another look. Nothing was saved yet.', fields: read.problems },
      { values },
    );
  const { title, ratePerSecond, previewSeconds } = read.stream;
  const saved = await act(args, (api) => api.streams.update({ ...stream, title, ratePerSecond, previewSeconds }));
  return saved.ok ? { refusal: null, done: 'Saved.' } : refused(saved.refusal, { values });
}
