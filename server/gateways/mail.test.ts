import { expect, test } from 'vitest';
import { writeLetter } from '../mail/letter';
import { type ReceivedMail, startMailServer } from '../testing/mail-server';
import { createMail } from './mail';
import { says } from '../../texts/says';

/** A mail server on this machine that keeps what it is given. */
async function mailServer() {
  const kept: ReceivedMail[] = [];
  return { kept, ...(await startMailServer((mail) => kept.push(mail))) };
}

const letter = {
  to: 'asha@example.org',
  subject: 'Maya\r\nBcc: everybody@example.org is live <b>',
  says: ['“<img src=x onerror=alert(1)>” & more'],
  link: { label: 'Watch', url: 'https://site.example/watch/1?a=1&b=2' },
  why: 'You asked for it.',
  language: 'en' as const,
  id: 'notice-1',
  unsubscribe: 'https://site.example/unsubscribe?account=1&kind=wentLive&token=t',
};

test('a mail arrives with both texts, one name and the way to unsubscribe; nobody can add a line to its head', async () => {
  const server = await mailServer();
  const from = 'Vilokanam <no-reply@site.example>';
  const mail = createMail({ url: server.url, from, host: 'site.example' });
  await mail.send(writeLetter(letter));
  await mail.send(writeLetter(letter));
  await server.stop();
  expect(server.kept).toHaveLength(2);
  const [{ raw, to, from: sender }] = server.kept as [(typeof server.kept)[0]];
  expect([to, sender]).toEqual([['asha@example.org'], 'no-reply@site.example']);
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const lines = head.replace(/\r\n\s+/g, ' ').split('\r\n');
  expect(lines.some((line) => line.startsWith('Bcc'))).toBe(false);
  expect(lines).toContain('Message-ID: <notice-1@site.example>');
  expect(lines).toContain(`List-Unsubscribe: <${letter.unsubscribe}>`);
  expect(lines).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  expect(lines).toContain('Auto-Submitted: auto-generated');
  expect(body.join('')).toContain('text/html');
  expect(new Set(server.kept.map((one) => /Message-ID: .*/.exec(one.raw)?.[0])).size).toBe(1);
});

test('a letter escapes what people wrote, and keeps it on its line', () => {
  const { html, text, subject } = writeLetter(letter);
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(html).toContain('a=1&amp;b=2');
  expect(subject).not.toMatch(/[\r\n]/);
  expect(text).toContain('https://site.example/watch/1?a=1&b=2');
});

test('a server that is away is an error, and without one mail is off', async () => {
  const server = await mailServer();
  await server.stop();
  const away = createMail({ url: server.url, from: 'a@site.example', host: 'site.example' });
  await expect(away.send(writeLetter(letter))).rejects.toThrow();
  const off = createMail({ url: null, from: '', host: 'site.example' });
  expect(off.on).toBe(false);
  await expect(off.send(writeLetter(letter))).rejects.toThrow('no mail server');
});

test('a letter speaks the language of who reads it', () => {
  const { html, text } = writeLetter({ ...letter, language: 'ar', link: { ...letter.link, label: says('Watch') } });
  expect(html).toContain('<html lang="ar" dir="rtl">');
  expect(text).toContain('شاهد:');
});
