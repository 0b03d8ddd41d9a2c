import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { deleteInput, namesForm, passwordInput, profileForm } from '../../../schemas/accounts';
import { CHOSEN_KINDS } from '../../../schemas/notifications';
import { type z } from '../../../schemas/zod';
import { says } from '../../../texts/says';
import { act, type Api, refused } from '../../lib/api.server';
import { redirectAndSay } from '../../lib/flash.server';
import { type FormSchema } from '../../lib/form';
import { submitForm } from '../../lib/form.server';

/** The forms of the settings page, by the name that each sends. */
export type SettingsForm =
  | 'profile'
  | 'account'
  | 'notices'
  | 'resendConfirmation'
  | 'password'
  | 'unlinkWallet'
  | 'choosePayee'
  | 'endSession'
  | 'endOtherSessions'
  | 'delete';

type Save = (args: ActionFunctionArgs, form: FormData) => ReturnType<typeof submitForm>;

/** What each form does, and what is said when it is done. */
const forms: Record<SettingsForm, { save: Save; done: string; reset?: true }> = {
  profile: {
    save: bySchema(profileForm, [], (api, profile) => api.account.updateProfile(profile)),
    done: says('Your page is saved.'),
  },
  account: {
    save: bySchema(namesForm, [], (api, names) => api.account.update(names)),
    done: says('Saved.'),
  },
  password: {
    save: bySchema(passwordInput, ['current', 'next'], (api, passwords) => api.account.changePassword(passwords)),
    done: says('Your password is changed. All other browsers are signed out.'),
    reset: true,
  },
  notices: { save: saveChoices, done: says('Saved.') },
  resendConfirmation: {
    save: byId((api) => api.account.resendConfirmation()),
    done: says('The mail is on its way.'),
  },
  unlinkWallet: {
    save: byId((api, id) => api.account.unlinkWallet({ id })),
    done: says('The wallet is unlinked. All other browsers are signed out.'),
  },
  choosePayee: {
    save: byId((api, id) => api.security.choosePayee({ id })),
    done: says('Your next streams pay that wallet. All other browsers are signed out.'),
  },
  endSession: {
    save: byId((api, id) => api.account.endSession({ id })),
    done: says('That browser is signed out.'),
  },
  endOtherSessions: {
    save: byId((api) => api.account.endOtherSessions()),
    done: says('All other browsers are signed out.'),
  },
  delete: {
    save: bySchema(deleteInput, ['password'], (api, typed) => api.account.delete(typed)),
    done: says('Your account is deleted.'),
  },
};

/** Saves one of the forms of the settings page. */
export async function saveSettings(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const name = String(form.get('form') ?? '');
  if (!isForm(name)) throw redirect('/settings');
  const { save, done, reset } = forms[name];
  const saved = await save(args, form);
  if (!saved.ok) return refused(saved.refusal, { form: name, result: saved.result });
  if (name === 'delete') return redirectAndSay('/', 'accountDeleted');
  return { form: name, refusal: null, done, result: reset ? { initialValue: null } : { status: 'success' as const } };
}

function isForm(name: string): name is SettingsForm {
  return Object.hasOwn(forms, name);
}

/** By which ways one is told: what is not ticked is not sent. */
async function saveChoices(args: ActionFunctionArgs, form: FormData): ReturnType<typeof submitForm> {
  const choices = CHOSEN_KINDS.map((kind) => {
    const [bell, push, mail] = (['bell', 'push', 'mail'] as const).map((way) => form.has(`${kind}.${way}`));
    return { kind, bell: bell === true, push: push === true, mail: mail === true };
  });
  const done = await act(args, (api) => api.notifications.choose({ choices }));
  if (done.ok) return { ok: true, value: {}, sent: done.value };
  return { ok: false, refusal: done.refusal, result: { status: 'error', initialValue: {} } };
}

/** A form of fields. */
function bySchema<Schema extends FormSchema>(
  schema: Schema,
  secret: string[],
  send: (api: Api, value: z.output<Schema>) => Promise<unknown>,
): Save {
  return (args, form) => submitForm(args, form, { schema, secret }, send);
}

/** A button beside what it is about. */
function byId(send: (api: Api, id: string) => Promise<unknown>): Save {
  return async (args, form) => {
    const id = String(form.get('id') ?? '');
    const done = await act(args, (api) => send(api, id));
    if (done.ok) return { ok: true, value: { id }, sent: done.value };
    return { ok: false, refusal: done.refusal, result: { status: 'error', initialValue: { id } } };
  };
}
