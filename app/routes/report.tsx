import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { reportInput } from '../../schemas/moderation';
import { says } from '../../texts/says';
import { REPORT_HINT, type Reported, ReportForm } from '../features/moderation/ReportForm';
import { load, notFound, refused } from '../lib/api.server';
import { submitForm } from '../lib/form.server';
import { pageMeta } from '../lib/meta';
import { signInPath } from '../lib/safe-next';
import { PageTitle } from '../ui/Section';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Report`, description: msg`Say what should be looked at.`, hidden: true });

const SUBJECTS = ['message', 'person', 'stream', 'clip'] as const;

/** What is reported, by what an address or a form names. */
function aboutOf(named: URLSearchParams | FormData): Reported | null {
  const of = (name: string) => String(named.get(name) ?? '');
  const subject = SUBJECTS.find((one) => one === of('subject'));
  return subject ? { subject, id: of('id'), streamId: of('streamId'), name: of('name').slice(0, 140) } : null;
}

export async function loader(args: LoaderFunctionArgs) {
  const { searchParams, pathname, search } = new URL(args.request.url);
  const { account } = await load(args, (api) => api.session.me());
  if (!account) throw redirect(signInPath(pathname + search));
  const about = aboutOf(searchParams);
  if (!about) throw notFound(args.context);
  return { about };
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const about = aboutOf(form);
  if (!about) throw notFound(args.context);
  const { subject, id } = about;
  const named = subject === 'person' ? { subject, id, streamId: about.streamId || null } : { subject, id };
  const done = await submitForm(args, form, { schema: reportInput }, (api, said) =>
    api.moderation.report({ ...said, about: named }),
  );
  if (!done.ok) return refused(done.refusal, { result: done.result });
  return { refusal: null, done: says('Thank you. It will be looked at.'), result: { initialValue: null } };
}

export default function Report() {
  const { t } = useLingui();
  const { about } = useLoaderData<typeof loader>();
  const { name } = about;
  return (
    <div className="frame">
      <div className="max-w-xl">
        <PageTitle title={name ? t`Report ${name}` : t`Report this`} hint={t(REPORT_HINT)} />
        <ReportForm about={about} answer={useActionData<typeof action>()} />
      </div>
    </div>
  );
}
