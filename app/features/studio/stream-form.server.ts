import { type ActionFunctionArgs } from '@remix-run/node';
import { planForm } from '../../../schemas/plans';
import { inviteInput } from '../../../schemas/streams';
import { act, load, refused } from '../../lib/api.server';
import { redirectAndSay } from '../../lib/flash.server';
import { submitForm } from '../../lib/form.server';
import { says } from '../../../texts/says';

/** Makes a stream, or changes the one with this id, from what was typed. */
export async function saveStream(args: ActionFunctionArgs, form: FormData, id: string | null) {
  const schema = planForm(await load(args, (api) => api.chain.money()));
  const saved = await submitForm(args, form, { schema, secret: ['password'] }, async (api, stream) => {
    if (id) await api.streams.update({ ...stream, id });
    else await api.streams.create(stream);
  });
  if (!saved.ok) return refused(saved.refusal, { form: 'stream' as const, result: saved.result });
  if (id) return redirectAndSay(`/dashboard/streams/${id}`, 'streamChanged');
  return redirectAndSay('/dashboard?show=scheduled', saved.value.scheduledAt ? 'streamScheduled' : 'streamSaved');
}

/** Takes back a stream that has not begun. */
export async function cancelStream(args: ActionFunctionArgs, form: FormData, id: string) {
  const scope = form.get('scope') === 'following' ? 'following' : 'this';
  const cancelled = await act(args, (api) => api.streams.cancel({ id, scope }));
  if (!cancelled.ok) return refused(cancelled.refusal, { form: 'cancel' as const });
  return redirectAndSay('/dashboard?show=scheduled', 'streamCancelled');
}

/** Invites somebody to a private stream. */
export async function inviteGuest(args: ActionFunctionArgs, form: FormData, id: string) {
  const done = await submitForm(args, form, { schema: inviteInput }, (api, guest) =>
    api.streams.invite({ ...guest, id }),
  );
  if (!done.ok) return refused(done.refusal, { form: 'guests' as const, result: done.result });
  return { form: 'guests' as const, refusal: null, done: CHANGED, result: { initialValue: null } };
}

/** Takes back an invitation. */
export async function uninviteGuest(args: ActionFunctionArgs, accountId: string, id: string) {
  const done = await act(args, (api) => api.streams.uninvite({ id, accountId }));
  if (!done.ok) return refused(done.refusal, { form: 'guests' as const, result: {} });
  return { form: 'guests' as const, refusal: null, done: CHANGED, result: {} };
}

const CHANGED = says('The list of guests is changed.');
