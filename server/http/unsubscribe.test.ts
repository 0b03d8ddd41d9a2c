import { expect, test } from 'vitest';
import { unsubscribeUrl } from '../notifications/unsubscribe';
import { expectNothingWritten, makeAccount } from '../testing/harness';
import { serve } from '../testing/serve';

const body = 'List-Unsubscribe=One-Click';
const headers = { 'content-type': 'application/x-www-form-urlencoded' };

test('a mail program unsubscribes by one click, without cookie and origin', async () => {
  const { deps, url } = await serve();
  const account = await makeAccount(deps);
  const link = unsubscribeUrl(url, account, 'wentLive');
  const answer = await fetch(link, { method: 'POST', headers, body });
  expect([answer.status, await answer.text()]).toEqual([200, 'You get no more mails of this kind.']);
  const arabic = await fetch(link, { method: 'POST', headers: { ...headers, 'accept-language': 'ar' }, body });
  expect(await arabic.text()).toBe('لن تصلك بعد الآن رسائل من هذا النوع.');
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  expect((await fetch(link, { method: 'POST', body: form })).status).toBe(200);
  expect(await deps.db.noticeChoice.findMany()).toMatchObject([
    { accountId: account.id, kind: 'wentLive', mail: false },
  ]);
});

test('a forged link, another body and opening the page change nothing; nor does a page of another site', async () => {
  const { deps, url } = await serve();
  const account = await makeAccount(deps);
  const link = unsubscribeUrl(url, account, 'wentLive');
  const forged = link.replace(/token=[^&]+/, 'token=AAAA');
  await expectNothingWritten(deps.db, async () => {
    expect((await fetch(forged, { method: 'POST', headers, body })).status).toBe(404);
    expect((await fetch(link.replace('wentLive', 'tipReceived'), { method: 'POST', headers, body })).status).toBe(400);
    expect((await fetch(link, { method: 'POST', headers, body: 'a=b' })).status).toBe(400);
    expect((await fetch(link, { method: 'POST', headers, body: 'x'.repeat(5_000) })).status).toBe(413);
    expect(await (await fetch(link)).text()).toBe('a page');
    const foreign = { ...headers, origin: 'https://evil.example' };
    expect((await fetch(link, { method: 'POST', headers: foreign, body })).status).toBe(403);
  });
});
