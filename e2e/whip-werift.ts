import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FeedFile, makeFeedFile, sendFile, type WhipSender } from '../server/testing/whip-sender';
import { findFfmpeg } from './ffmpeg';

/** A file that programs of a test send, and how to remove it. */
export async function feedFile(wish: FeedFile): Promise<{ path: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'vilokanam-feed-'));
  const path = await makeFeedFile(await findFfmpeg(), folder, wish);
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Sends a file by WHIP as a program does that is no browser: its offer and its key, posted. */
export async function sendByWerift(path: string, server: string, key: string): Promise<WhipSender> {
  const sender = await sendFile(path, async (offer) => {
    const answer = await fetch(server, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp', authorization: `Bearer ${key}` },
      body: offer,
    });
    const body = await answer.text();
    if (answer.status !== 201) throw new Error(`the server answers ${answer.status}: ${body}`);
    return body;
  });
  await sender.connected;
  return sender;
}
