import { msg } from '@lingui/core/macro';
import { data, type LinksFunction, type LoaderFunctionArgs } from '@remix-run/node';
import {
  isRouteErrorResponse,
  Links,
  Meta,
  type MetaFunction,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLoaderData,
  useMatches,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react';
import interUrl from '@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2?url';
import { Direction } from 'radix-ui';
import { type ReactNode, useEffect } from 'react';
import { ErrorPage } from './features/frame/ErrorPage';
import { LiveCountsFeed } from './features/frame/LiveCountsFeed';
import { SiteFrame, useShownTheme } from './features/frame/SiteFrame';
import { StayWhileOffline } from './features/frame/StayWhileOffline';
import { load } from './lib/api.server';
import { readFlash } from './lib/flash.server';
import { pageMeta } from './lib/meta';
import { MoneyProvider } from './lib/money';
import { useNonce } from './lib/nonce';
import { readCookie, readTheme } from './lib/theme';
import { TimeProvider } from './lib/time';
import { useLanguage } from './lib/texts';
import { isZone } from '../schemas/zone';
import { directionOf } from '../texts/languages';
import { ToastProvider } from './ui/Toast';
import styles from './styles/app.css?url';

export const links: LinksFunction = () => [
  { rel: 'preload', href: interUrl, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
  { rel: 'stylesheet', href: styles },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
  { rel: 'icon', href: '/favicon.png', type: 'image/png', sizes: '48x48' },
  { rel: 'apple-touch-icon', href: '/apple-touch-icon.png' },
  { rel: 'manifest', href: '/site.webmanifest' },
];

/** What is said of a page that could not be shown. */
export const meta: MetaFunction = ({ matches, error }) =>
  isRouteErrorResponse(error) && error.status === 404
    ? pageMeta({
        matches,
        title: msg`Nothing here`,
        description: msg`There is nothing at this address.`,
        hidden: true,
      })
    : pageMeta({
        matches,
        title: msg`Something went wrong`,
        description: msg`This page could not be shown.`,
        hidden: true,
      });

export async function loader(args: LoaderFunctionArgs) {
  const { request, context } = args;
  const cookies = request.headers.get('cookie');
  const [{ account, news, unread }, money] = await load(args, (api) =>
    Promise.all([api.session.me(), api.chain.money()]),
  );
  const flash = readFlash(cookies);
  const zone = readCookie(cookies, 'zone');
  return data(
    {
      me: account,
      news,
      unread,
      money,
      theme: readTheme(cookies),
      flash: flash && { id: context.requestId, message: flash.message },
      time: { now: new Date(), zone: isZone(zone) ? zone : 'UTC' },
      requestId: context.requestId,
      origin: context.config.origin,
      language: context.language,
    },
    flash ? { headers: { 'Set-Cookie': flash.forget } } : {},
  );
}

/**
 * What the routes on screen say of how they are shown: dark unless the person chose otherwise, or
 * without the site around them.
 */
function useManner(): { darkByDefault: boolean; bare: boolean } {
  const handles = useMatches().map(({ handle }) => handle as { darkByDefault?: boolean; bare?: boolean } | undefined);
  return {
    darkByDefault: handles.some((handle) => handle?.darkByDefault),
    bare: handles.some((handle) => handle?.bare),
  };
}

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const theme = useShownTheme(useRouteLoaderData<typeof loader>('root')?.theme ?? 'system');
  const { darkByDefault } = useManner();
  const language = useLanguage();
  const shown = theme === 'system' && darkByDefault ? 'dark' : theme;
  return (
    <html lang={language} dir={directionOf(language)} data-theme={shown}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={shown === 'system' ? 'light dark' : shown} />
        <Meta />
        <Links />
      </head>
      <body>
        <Direction.Provider dir={directionOf(language)}>{children}</Direction.Provider>
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function Root() {
  const { me, news, unread, money, theme, flash, time, language } = useLoaderData<typeof loader>();
  const spoken = useLanguage();
  useEffect(() => {
    if (language !== spoken) location.reload(); // signing in may bring another language along
  }, [language, spoken]);
  const shown = useShownTheme(theme);
  const { bare } = useManner();
  return (
    <TimeProvider time={time}>
      <MoneyProvider value={money}>
        <ToastProvider>
          <StayWhileOffline />
          <LiveCountsFeed>
            {bare ? (
              <Outlet />
            ) : (
              <SiteFrame me={me} news={news} unread={unread} theme={shown} flash={flash}>
                <Outlet />
              </SiteFrame>
            )}
          </LiveCountsFeed>
        </ToastProvider>
      </MoneyProvider>
    </TimeProvider>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  const root = useRouteLoaderData<typeof loader>('root');
  const theme = useShownTheme(root?.theme ?? 'system');
  const { bare } = useManner();
  const page = <ErrorPage error={error} requestId={root?.requestId ?? null} />;
  if (bare) return <main>{page}</main>;
  return (
    <ToastProvider>
      <SiteFrame me={root?.me ?? null} news={[]} unread={root?.unread ?? 0} theme={theme} flash={null}>
        {page}
      </SiteFrame>
    </ToastProvider>
  );
}
