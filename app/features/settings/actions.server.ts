import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { act, refused } from '../../lib/api.server';
import { redirectAndSay } from '../../lib/flash.server';

/** The forms of the settings page, by the name that each sends. */
export type SettingsForm =
  'profile' | 'account' | 'password' | 'unlinkWallet' | 'endSession' | 'endOtherSessions' | 'delete';

type Api = ActionFunctionArgs['context']['api'];
type Save = (api: Api, form: FormData) => Promise<unknown>;

const text = (form: FormData, name: string) => String(form.get(name) ?? '');

/** What each form does, and what is said when it is done. */
const forms: Record<SettingsForm, { save: Save; done: string; kept: string[] }> = {
  profile: {
    save: (api, form) =>
      api.account.updateProfile({
        displayName: text(form, 'displayName'),
        bio: text(form, 'bio'),
        links: linksOf(form),
      }),
    done: 'Your page is saved.',
    kept: ['displayName', 'bio'],
  },
  account: {
    save: (api, form) =>
      api.account.update({ handle: text(form, 'handle'), email: text(form, 'email').trim() || null }),
    done: 'Saved.',
    kept: ['handle', 'email'],
  },
  password: {
    save: (api, form) =>
      api.account.changePassword({ current: text(form, 'current') || undefined, next: text(form, 'next') }),
    done: 'Your password is changed. All other browsers are signed out.',
    kept: [],
  },
  unlinkWallet: {
    save: (api, form) => api.account.unlinkWallet({ id: text(form, 'id') }),
    done: 'The wallet is unlinked.',
    kept: [],
  },
  endSession: {
    save: (api, form) => api.account.endSession({ id: text(form, 'id') }),
    done: 'That browser is signed out.',
    kept: [],
  },
  endOtherSessions: {
    save: (api) => api.account.endOtherSessions(),
    done: 'All other browsers are signed out.',
    kept: [],
  },
  delete: {
    save: (api, form) =>
      api.account.delete({ handle: text(form, 'handle'), password: text(form, 'password') || undefined }),
    done: 'Your account is deleted.',
    kept: [],
  },
};

/** Saves one of the forms of the settings page. */
export async function saveSettings(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const name = text(form, 'form');
  if (!isForm(name)) throw redirect('/settings');
  const { save, done, kept } = forms[name];
  const saved = await act(args, (api) => save(api, form));
  if (!saved.ok) {
    const values = Object.fromEntries(kept.map((field) => [field, text(form, field)]));
    return refused(saved.refusal, { form: name, values, links: linksOf(form) });
  }
  if (name === 'delete') return redirectAndSay('/', done);
  return { form: name, refusal: null, done, values: undefined, links: undefined };
}

function isForm(name: string): name is SettingsForm {
  return Object.hasOwn(forms, name);
}

/** Pairs of label and address; a pair with neither is not a link. */
function linksOf(form: FormData): { label: string; url: string }[] {
  const urls = form.getAll('linkUrl').map(String);
  const links = form.getAll('linkLabel').map((label, index) => ({ label: String(label), url: urls[index] ?? '' }));
  return links.filter(({ label, url }) => label.trim() || url.trim());
}
