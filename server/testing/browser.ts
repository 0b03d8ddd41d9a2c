import { deviceOf } from '../identity/devices';
import { type Deps, type Origin } from '../deps';
import { createCaller, type Caller } from '../trpc/root';

/** A browser as far as the API can tell: it calls, and it keeps the cookie that it is given. */
export interface TestBrowser {
  /** Calls through all guards and input rules, with the cookie that the browser has now. */
  readonly api: Caller;
  /** The Cookie header that it sends next. */
  cookie: string | null;
  /** All that it was told to keep, whole headers. */
  setCookies: string[];
}

/** Somebody's browser at `ipAddress`, not signed in. */
export function testBrowser(deps: Deps, origin: Partial<Origin> = {}): TestBrowser {
  const from: Origin = { ipAddress: '192.0.2.1', userAgent: 'Test browser', ...origin };
  const browser = {
    cookie: null as string | null,
    setCookies: [] as string[],
    get api() {
      const { cookie } = browser;
      let read: ReturnType<Deps['sessions']['read']> | undefined;
      return createCaller({
        deps,
        log: deps.log,
        origin: from,
        who: async () => {
          const first = !read;
          const { signedIn, setCookie } = await (read ??= deps.sessions.read(cookie));
          if (first && setCookie) keep(setCookie);
          return signedIn;
        },
        setCookie: keep,
        place: null,
        language: 'en',
        languageChosen: false,
      });
    },
  };
  function keep(header: string) {
    browser.setCookies.push(header);
    const [pair = ''] = header.split(';');
    const device = deviceOf(pair);
    if (device) {
      from.device = device;
      return;
    }
    if (pair.startsWith('language=')) return; // the session's cookie is the one that it sends
    browser.cookie = header.includes('Max-Age=0') ? null : pair;
  }
  return browser;
}
