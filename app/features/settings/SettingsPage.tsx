import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useNavigation } from '@remix-run/react';
import { type ReactNode } from 'react';
import { type Answers, type Settings } from '../../lib/api';
import { type FormAnswer } from '../../lib/form';
import { PageTitle } from '../../ui/Section';
import { NoticesSection } from '../notifications/NoticesSection';
import { SecuritySection } from '../security/SecuritySection';
import { ProofGate } from '../security/ProofGate';
import { AccountSection } from './AccountSection';
import { type SettingsForm } from './actions.server';
import { BlockedSection } from './BlockedSection';
import { DeleteSection } from './DeleteSection';
import { LanguageSection } from './LanguageSection';
import { PasswordSection } from './PasswordSection';
import { PicturesSection } from './PicturesSection';
import { ProfileSection } from './ProfileSection';
import { SessionsSection } from './SessionsSection';
import { WalletsSection } from './WalletsSection';
import { Onward, Welcome } from './Welcome';

/** The answer to one of the forms on this page. */
export type SettingsAnswer = FormAnswer & { form: SettingsForm };

/** What a section needs to show what became of its form. */
export interface FormState {
  /** The answer, when it is for this form. */
  answer: SettingsAnswer | undefined;
  busy: boolean;
  /** The way on, for who came to choose a name: offered when that is done. */
  onward?: ReactNode;
}

const SECTIONS = [
  ['profile', msg`Your page`],
  ['pictures', msg`Your pictures`],
  ['account', msg`Account`],
  ['password', msg`Password`],
  ['language', msg`Language`],
  ['notices', msg`How you are told`],
  ['blocked', msg`Blocked people`],
  ['wallets', msg`Wallets`],
  ['security', msg`What happened`],
  ['sessions', msg`Signed in on`],
  ['delete', msg`Delete account`],
] as const;

/** Everything that belongs to one's account, in one page. */
export function SettingsPage({
  settings,
  notices,
  answer,
  welcome,
}: {
  settings: Settings;
  notices: Answers['notifications']['choices'];
  answer: SettingsAnswer | undefined;
  /** Somebody whose account was made a moment ago, and where they wanted to go. */
  welcome: { next: string } | null;
}) {
  const { t } = useLingui();
  const sending = useNavigation().formData?.get('form');
  const state = (form: SettingsForm): FormState => ({
    answer: answer?.form === form ? answer : undefined,
    busy: sending === form,
  });
  const saved = Boolean(answer?.done);
  const onward = welcome && <Onward next={welcome.next} main />;
  return (
    <div className="frame">
      <PageTitle title={t`Settings`} />
      <ProofGate answer={answer} next="/settings" />
      {welcome && <Welcome handle={settings.account.handle} onward={<Onward next={welcome.next} main={!saved} />} />}
      <div className="mt-8 grid gap-x-16 lg:grid-cols-[11rem_minmax(0,40rem)]">
        <nav aria-label={t`Sections`} className="hidden lg:block">
          <ul className="sticky top-24 flex flex-col gap-1 text-sm">
            {SECTIONS.map(([id, label]) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  className="-mx-2 block rounded-base px-2 py-1.5 text-soft transition-colors hover:bg-hover hover:text-ink"
                >
                  {t(label)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="flex min-w-0 flex-col divide-y [&>*]:py-10 [&>*:first-child]:pt-0">
          <ProfileSection settings={settings} {...state('profile')} onward={onward} />
          <PicturesSection settings={settings} />
          <AccountSection settings={settings} {...state('account')} onward={onward} />
          <PasswordSection settings={settings} {...state('password')} />
          <LanguageSection />
          <NoticesSection settings={notices} {...state('notices')} resent={state('resendConfirmation').answer} />
          <BlockedSection />
          <WalletsSection settings={settings} unlink={state('unlinkWallet')} choose={state('choosePayee')} />
          <SecuritySection events={settings.events} />
          <SessionsSection settings={settings} one={state('endSession')} others={state('endOtherSessions')} />
          <DeleteSection settings={settings} {...state('delete')} />
        </div>
      </div>
    </div>
  );
}
