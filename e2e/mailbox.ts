import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startMailServer } from '../server/testing/mail-server';
import { eventually } from './actor';

const folderIn = (dataDir: string) => join(dataDir, 'mails');

/** A mail server on this machine that keeps each mail in a file. */
export async function startMailbox(dataDir: string): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = folderIn(dataDir);
  mkdirSync(folder, { recursive: true });
  let count = 0;
  return startMailServer(({ to, raw }) => {
    count += 1;
    writeFileSync(join(folder, `${String(count).padStart(6, '0')}.eml`), `${to.join(',')}\n${raw}`);
  });
}

/** The mails that came for an address, oldest first, as they were sent. */
export function mailsFor(dataDir: string, address: string): string[] {
  return readdirSync(folderIn(dataDir))
    .sort()
    .map((name) => readFileSync(join(folderIn(dataDir), name), 'utf8'))
    .filter((mail) => mail.split('\n')[0] === address);
}

/** Waits for a mail with this subject, and returns the link in it. */
export async function linkIn(dataDir: string, address: string, subject: string): Promise<string> {
  let link = '';
  await eventually(`a mail to ${address}: ${subject}`, 30_000, () => {
    const mail = mailsFor(dataDir, address).findLast((one) => one.includes(`Subject: ${subject}`)) ?? '';
    const plain = mail.replace(/=\r\n/g, '').replace(/=3D/g, '=');
    link = /https?:\/\/\S+token=[\w-]+/.exec(plain)?.[0] ?? '';
    return Promise.resolve(link !== '');
  });
  return link;
}
