import { Trans } from '@lingui/react/macro';
import { useFetcher, useNavigation } from '@remix-run/react';
import { type ReactNode, useEffect, useRef } from 'react';
import { type Me, type SecurityNews } from '../../lib/api';
import { useLanguage, useSay } from '../../lib/texts';
import { parseTheme, type Theme } from '../../lib/theme';
import { Footer } from '../../ui/Footer';
import { Header } from '../../ui/Header';
import { LanguageChoice } from '../../ui/LanguageChoice';
import { useToast } from '../../ui/Toast';
import { HeaderSearch } from '../search/HeaderSearch';
import { SecurityBanner } from '../security/SecurityBanner';
import { NoticeBell } from '../notifications/NoticeBell';
import { AccountMenu } from './AccountMenu';
import { LanguageMenu } from './LanguageMenu';
import { RouteAnnouncer } from './RouteAnnouncer';
import { THEME_FETCHER, ThemeButtons, ThemeMenu } from './ThemeMenu';

/** Something that the page before wanted said; a new id each time. */
export interface Flash {
  id: string;
  message: string;
}

/** What stands around every page. */
export function SiteFrame({
  me,
  news,
  unread,
  theme,
  flash,
  children,
}: {
  me: Me | null;
  /** What was done to the account elsewhere and is not seen yet. */
  news: SecurityNews[];
  /** How many notices wait. */
  unread: number;
  theme: Theme;
  flash: Flash | null;
  children: ReactNode;
}) {
  const navigation = useNavigation();
  const speak = useSay();
  const say = useToast();
  const said = useRef<string | null>(null);
  useEffect(() => {
    if (!flash || said.current === flash.id) return;
    said.current = flash.id;
    say({ message: flash.message });
  }, [flash, say]);
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="fixed start-4 top-3 z-50 -translate-y-20 rounded-base bg-raised px-4 py-2 text-sm font-medium focus:translate-y-0 focus:shadow-float"
      >
        <Trans>Skip to content</Trans>
      </a>
      <Header loading={navigation.state !== 'idle'} search={<HeaderSearch />}>
        <LanguageMenu />
        <ThemeMenu theme={theme} />
        {me && <NoticeBell key={me.id} unread={unread} />}
        <AccountMenu me={me} />
      </Header>
      {flash && (
        <noscript>
          <p role="status" className="frame border-b py-3 text-sm">
            {speak(flash.message)}
          </p>
        </noscript>
      )}
      <SecurityBanner news={news} />
      <main id="content" tabIndex={-1} className="grow pt-6 pb-20 sm:pt-10">
        {children}
      </main>
      <Footer>
        <div className="flex flex-wrap gap-3">
          <LanguageChoice language={useLanguage()} />
          <ThemeButtons theme={theme} />
        </div>
      </Footer>
      <RouteAnnouncer />
    </div>
  );
}

/** The theme that is on screen: what was just chosen, before the server has answered. */
export function useShownTheme(stored: Theme): Theme {
  const chosen = useFetcher({ key: THEME_FETCHER }).formData?.get('theme');
  return chosen == null ? stored : parseTheme(chosen);
}
