import { type ActionFunctionArgs, type AppLoadContext } from '@remix-run/node';
import { type Refusal, act, refused } from '../../lib/api.server';
import { redirectAndSay } from '../../lib/flash.server';
import { readStreamForm, typedValues } from './read-stream-form';

/** Makes a stream, or changes the one with this id, from what was typed. */
export async function saveStream(args: ActionFunctionArgs, form: FormData, id: string | null) {
  const values = typedValues(form);
  const read = readStreamForm(values);
  if ('problems' in read) return refused(needsAnotherLook(read.problems), { values });
  const saved = await act(args, async (api) => {
    if (id) await api.streams.update({ ...read.stream, id });
    else await api.streams.create(read.stream);
  });
  if (!saved.ok) return refused(saved.refusal, { values });
  if (id) return redirectAndSay(`/dashboard/streams/${id}`, 'Your changes are saved.');
  return redirectAndSay(
    '/dashboard?show=scheduled',
    read.stream.scheduledAt ? 'Your stream is scheduled.' : 'Your stream is saved.',
  );
}

/** Takes back a stream that has not begun. */
export async function cancelStream(args: ActionFunctionArgs, id: string) {
  const cancelled = await act(args, (api) => api.streams.cancel({ id }));
  if (!cancelled.ok) return refused(cancelled.refusal, {});
  return redirectAndSay('/dashboard?show=scheduled', 'The stream is cancelled.');
}

/** Invites somebody to a private stream, or takes that back. */
export async function changeGuests(args: ActionFunctionArgs, change: (api: AppLoadContext['api']) => Promise<void>) {
  const changed = await act(args, change);
  return changed.ok ? { refusal: null, done: 'The list of guests is changed.' } : refused(changed.refusal, {});
}

function needsAnotherLook(fields: Record<string, string>): Refusal {
  return { code: 'badInput', message: 'Some of this needs another look. Nothing was saved yet.', fields };
}
