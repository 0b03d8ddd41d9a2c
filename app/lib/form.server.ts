import { type SubmissionResult } from '@conform-to/react';
import { type ActionFunctionArgs } from '@remix-run/node';
import { type z } from '../../schemas/zod';
import { act, type Api, type Refusal } from './api.server';
import { type FormSchema, NOT_SAVED, readForm, resultOf } from './form';

interface SentForm<Schema extends FormSchema> {
  schema: Schema;
  /** Fields that are not sent back: who reads the page later should not find them in it. */
  secret?: readonly string[];
}

/**
 * Reads a form by its schema and asks the API for it. What was refused comes back as the answer for
 * the page, with what had been typed.
 */
export async function submitForm<Schema extends FormSchema, Sent>(
  args: ActionFunctionArgs,
  form: FormData,
  { schema, secret }: SentForm<Schema>,
  send: (api: Api, value: z.output<Schema>) => Promise<Sent>,
): Promise<
  { ok: true; value: z.output<Schema>; sent: Sent } | { ok: false; refusal: Refusal; result: SubmissionResult }
> {
  const submission = readForm(form, schema);
  const no = (refusal: Refusal) => ({
    ok: false as const,
    refusal,
    result: resultOf(submission, schema, refusal, secret),
  });
  if (submission.status !== 'success') return no({ code: 'badInput', message: NOT_SAVED, fields: {} });
  const value = submission.value as z.output<Schema>;
  const done = await act(args, (api) => send(api, value));
  return done.ok ? { ok: true, value, sent: done.value } : no(done.refusal);
}
