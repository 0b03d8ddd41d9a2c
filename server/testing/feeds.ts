import { type Prisma } from '../generated/prisma/client';
import { makeKey } from '../feeds/key';
import { hashSecret } from '../hash-secret';
import { startFeed } from '../feeds/start';
import { type AccountId, type StreamId, type StreamKeyId } from '../ids';
import { testBrowser } from './browser';
import { makePayer, makeStream } from './factories';
import { testDeps, type TestDeps } from './harness';
import { signInBy } from './members';
import { whipOffer } from './whip-offer';

/** Where programs of a test send from. */
export const FROM = { ipAddress: '192.0.2.30', userAgent: 'OBS-Studio/31.0' };

/** A key of a creator, as the program holds it. */
export async function giveKey(
  { db, clock }: TestDeps,
  creatorId: AccountId,
  changes: Partial<Prisma.StreamKeyUncheckedCreateInput> = {},
) {
  const key = makeKey();
  const said = { label: 'OBS at home', keyHash: hashSecret(key), hint: key.slice(-4), createdAt: clock.now() };
  const { id } = await db.streamKey.create({ data: { creatorId, ...said, ...changes } });
  return { key, keyId: id as StreamKeyId };
}

/** Bela has a wallet, a paid stream that begins in an hour, and a key for all her streams. */
export async function feedWorld() {
  const deps = await testDeps();
  const bela = await makePayer(deps, 1);
  const { id } = await makeStream(deps, { creatorId: bela.id, ratePerSecond: `${10n ** 16n}`, title: 'Felting' });
  const { key, keyId } = await giveKey(deps, bela.id, { payee: bela.address });
  const feed = (wish: { key?: string; sdp?: string; origin?: typeof FROM } = {}) =>
    startFeed(deps, { key, sdp: whipOffer(), origin: FROM, ...wish });
  const enter = async () => {
    const browser = testBrowser(deps);
    await signInBy(bela.wallet, browser);
    return browser;
  };
  const row = () => deps.db.stream.findUniqueOrThrow({ where: { id } });
  return { deps, bela, id: id as StreamId, key, keyId, feed, enter, row };
}
