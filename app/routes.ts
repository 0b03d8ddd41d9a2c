interface Route {
  file: string;
  path?: string;
  index?: boolean;
}

const route = (path: string, name: string): Route => ({ path, file: `routes/${name}.tsx` });

/** For whoever works on the pages: every component in its states. No build has it. */
const forDevelopment: Route[] = import.meta.env.DEV ? [{ path: 'gallery', file: 'gallery/route.tsx' }] : [];

/** Every address of the site, in one place. */
export default [
  ...forDevelopment,
  { index: true, file: 'routes/home.tsx' },
  route('search', 'search'),
  route('browse', 'browse'),
  route('c/:slug', 'category'),
  route('tags/:tag', 'tag'),
  route('watch/:id', 'watch'),
  route('watch/:id/chat', 'watch-chat'),
  route('clips/:id', 'clip'),
  route('embed/:id', 'embed'),

  route('sign-in', 'sign-in'),
  route('sign-up', 'sign-up'),
  route('sign-out', 'sign-out'),
  route('suspended', 'suspended'),
  route('settings', 'settings'),
  route('settings/blocked', 'blocked'),
  route('confirm', 'confirm'),
  route('reset', 'reset'),
  route('confirm-email', 'confirm-email'),
  route('unsubscribe', 'unsubscribe'),
  route('notifications', 'notifications'),
  route('notifications/newest', 'notifications-newest'),
  route('notifications/open', 'notifications-open'),
  route('following', 'following'),
  route('admin', 'admin'),
  route('report', 'report'),
  route('wallet', 'wallet'),
  route('blocks/:number', 'block'),

  route('dashboard', 'dashboard'),
  route('dashboard/new', 'dashboard-new'),
  route('dashboard/followers', 'followers'),
  route('dashboard/moderation/:handle?', 'moderation'),
  route('dashboard/obs', 'feeds'),
  route('dashboard/restream', 'restream'),
  route('dashboard/earnings', 'earnings'),
  route('dashboard/earnings/vouchers', 'earnings-vouchers'),
  route('dashboard/videos', 'videos'),
  route('dashboard/videos/new', 'videos-new'),
  route('dashboard/videos/:id', 'video'),
  route('dashboard/clips', 'clips'),
  route('dashboard/streams/:id', 'dashboard-stream'),
  route('dashboard/streams/:id/live', 'broadcast'),

  // Forms without a page of their own.
  route('follow', 'follow'),
  route('moderate', 'moderate'),
  route('appeal', 'appeal'),
  route('remind', 'remind'),
  route('theme', 'theme'),
  route('language', 'language'),
  route('seen', 'seen'),

  // "/@handle": a segment cannot be matched in part, so the route itself looks for the @.
  route(':handle', 'profile'),
  route('*', 'not-found'),
] satisfies Route[];
