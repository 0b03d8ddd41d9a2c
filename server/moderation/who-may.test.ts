import { expect, test } from 'vitest';
import { type Caller } from '../trpc/root';
import { testBrowser } from '../testing/browser';
import {
  expectNothingWritten,
  makeAccount,
  makeCreator,
  makeStream,
  testDeps,
  type TestDeps,
} from '../testing/harness';

const ID = '01980000-0000-7000-8000-000000000000';

async function signedInAs(deps: TestDeps, id: Parameters<TestDeps['sessions']['create']>[0]) {
  const browser = testBrowser(deps);
  const header = await deps.sessions.create(id, { ipAddress: '192.0.2.1', userAgent: 'Test browser' });
  browser.cookie = header.split(';')[0] ?? null;
  return browser;
}

async function world() {
  const deps = await testDeps();
  const [creator, other] = [await makeCreator(deps), await makeCreator(deps)];
  const [moderator, viewer, person] = [await makeAccount(deps), await makeAccount(deps), await makeAccount(deps)];
  const admin = await makeAccount(deps, { roles: ['viewer', 'admin'] });
  await deps.db.moderator.create({ data: { creatorId: creator.id, moderatorId: moderator.id } });
  const stream = await makeStream(deps, { creatorId: creator.id, status: 'live' });
  const browsers = {
    nobody: testBrowser(deps),
    viewer: await signedInAs(deps, viewer.id),
    moderator: await signedInAs(deps, moderator.id),
    otherCreator: await signedInAs(deps, other.id),
    creator: await signedInAs(deps, creator.id),
    admin: await signedInAs(deps, admin.id),
  };
  return { deps, browsers, channelId: creator.id, creatorHandle: creator.handle, person, stream };
}

type World = Awaited<ReturnType<typeof world>>;
type Call = (api: Caller['moderation'], world: World) => Promise<unknown>;

/** What those do who keep order in a channel. */
const BY_KEEPERS: Record<string, Call> = {
  overview: (api, { creatorHandle }) => api.overview({ handle: creatorHandle }),
  log: (api, { channelId }) => api.log({ channelId }),
  ban: (api, { channelId, person }) => api.ban({ channelId, handle: person.handle }),
  timeOut: (api, { channelId, person }) => api.timeOut({ channelId, handle: person.handle }),
  lift: (api, { channelId, person }) => api.lift({ channelId, accountId: person.id, kind: 'ban' }),
  warn: (api, { channelId, person }) => api.warn({ channelId, handle: person.handle, warning: 'kind' }),
  changeRules: (api, { channelId }) => api.changeRules({ channelId, slowSeconds: 5 }),
  watchWord: (api, { channelId }) => api.watchWord({ channelId, word: 'spam' }),
  unwatchWord: (api, { channelId }) => api.unwatchWord({ channelId, word: 'spam' }),
  deleteMessage: (api, { channelId }) => api.deleteMessage({ channelId, id: ID }),
  clearMessages: (api, { channelId, person }) => api.clearMessages({ channelId, accountId: person.id }),
  restoreMessages: (api, { channelId }) => api.restoreMessages({ channelId, id: ID }),
  decideHeld: (api, { channelId }) => api.decideHeld({ channelId, id: ID, approved: true }),
  resolveReport: (api, { channelId }) => api.resolveReport({ channelId, id: ID }),
};
/** What the creator alone does. */
const BY_CREATORS: Record<string, Call> = {
  appoint: (api, { channelId, person }) => api.appoint({ channelId, handle: person.handle }),
  dismiss: (api, { channelId, person }) => api.dismiss({ channelId, accountId: person.id }),
  answerAppeal: (api, { channelId }) => api.answerAppeal({ channelId, id: ID, accept: 'yes' }),
};
/** What those do who run the site. */
const BY_ADMINS: Record<string, Call> = {
  reports: (api) => api.site.reports(),
  appeals: (api) => api.site.appeals(),
  siteAnswerAppeal: (api) => api.site.answerAppeal({ id: ID, accept: 'yes' }),
  keptOut: (api) => api.site.keptOut(),
  siteLog: (api) => api.site.log({}),
  suspend: (api, { person }) => api.site.suspend({ handle: person.handle, reason: 'why' }),
  reinstate: (api, { person }) => api.site.reinstate({ accountId: person.id }),
  takeDown: (api, { stream }) => api.site.takeDown({ streamId: stream.id, reason: 'why' }),
  putBack: (api, { stream }) => api.site.putBack({ streamId: stream.id }),
  resolve: (api) => api.site.resolve({ id: ID }),
};
/** What everybody does who is signed in. */
const BY_MEMBERS: Record<string, Call> = {
  appeal: (api) => api.appeal({ id: ID, text: 'please' }),
  report: (api, { stream }) => api.report({ about: { subject: 'stream', id: stream.id }, reason: 'spam' }),
  block: (api, { person }) => api.block({ accountId: person.id }),
  unblock: (api, { person }) => api.unblock({ accountId: person.id }),
  blocked: (api) => api.blocked(),
};
/** What is asked of somebody is asked in the domain: a stream they may open, or a pass. */
const ANYBODY: Record<string, Call> = {
  standing: (api, { stream }) => api.standing({ streamId: stream.id }),
  suspension: (api) => api.suspension(),
  appealSuspension: (api) => api.appealSuspension({ text: 'please' }),
};

const outcomeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: { cause?: { code?: string } }) => error.cause?.code ?? 'defect',
  );

async function expectRefused(world: World, calls: Record<string, Call>, who: keyof World['browsers'], code: string) {
  for (const [name, call] of Object.entries(calls)) {
    const told = await expectNothingWritten(world.deps.db, () =>
      outcomeOf(call(world.browsers[who].api.moderation, world)),
    );
    expect(told, `${name} by ${who}`).toBe(code);
  }
}

test('every procedure is in one of these lists', async () => {
  const { appRouter } = await import('../trpc/root');
  const all = Object.keys(appRouter._def.procedures).filter((path) => path.startsWith('moderation.'));
  const named = [BY_KEEPERS, BY_CREATORS, BY_ADMINS, BY_MEMBERS, ANYBODY].flatMap((calls) => Object.keys(calls));
  const twice: Record<string, string> = {
    'moderation.site.log': 'siteLog',
    'moderation.site.answerAppeal': 'siteAnswerAppeal',
  };
  const short = (path: string) => twice[path] ?? path.split('.').at(-1) ?? '';
  expect(named.sort()).toEqual(all.map(short).sort());
});

test('who is not signed in is asked to, whatever they ask for, and nothing is written', async () => {
  const made = await world();
  for (const calls of [BY_KEEPERS, BY_CREATORS, BY_ADMINS, BY_MEMBERS])
    await expectRefused(made, calls, 'nobody', 'notSignedIn');
  expect(await outcomeOf(made.browsers.nobody.api.moderation.standing({ streamId: made.stream.id }))).toBe('done');
});

test('viewers, other creators and the site’s own people keep no order in a channel', async () => {
  const made = await world();
  for (const who of ['viewer', 'otherCreator', 'admin'] as const)
    for (const calls of [BY_KEEPERS, BY_CREATORS]) await expectRefused(made, calls, who, 'notAllowed');
});

test('moderators do what their creator does, but for choosing moderators and answering appeals', async () => {
  const made = await world();
  await expectRefused(made, BY_CREATORS, 'moderator', 'notAllowed');
  for (const who of ['moderator', 'creator'] as const)
    for (const [name, call] of Object.entries(BY_KEEPERS))
      expect(['done', 'notFound'], `${name} by ${who}`).toContain(
        await outcomeOf(call(made.browsers[who].api.moderation, made)),
      );
});

test('only who runs the site reads and decides what is the site’s', async () => {
  const made = await world();
  for (const who of ['viewer', 'moderator', 'creator'] as const)
    await expectRefused(made, BY_ADMINS, who, 'notAllowed');
  for (const [name, call] of Object.entries(BY_ADMINS))
    expect(['done', 'notFound'], name).toContain(await outcomeOf(call(made.browsers.admin.api.moderation, made)));
});
