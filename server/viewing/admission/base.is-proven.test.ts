import { describe, expect, it } from 'vitest';
import { amount } from '../../../sdk/money';
import { type SessionKey, type SessionKeys } from '../../../sdk/session-key';
import { Terms } from '../../../sdk/terms';
import { type SignedVoucher } from '../../../sdk/voucher';
import { memoryVouchers, pairKey } from '../../../sdk/voucher-store';
import { followChain } from '../../chain/follow';
import { SECOND } from '../../clock';
import { expectBooksAgree } from '../../testing/books';
import { settle } from '../../testing/chain-time';
import { sendCall, signVoucher, type Payer } from '../../testing/factories';
import { expectNothingWritten, type TestDeps } from '../../testing/harness';
import { anotherProcess, joinAs, liveWorld, pass, signFor, withPurse } from '../../testing/live-world';
import { testSessionKey } from '../../testing/session-keys';
import { RATE } from '../../testing/viewings';
import { checkSignature } from '../../vouchers/check-signature';
import { leave } from '../leave';
import { recoverVoucher } from './recover-voucher';
import { pay } from '../pay';
import { type Agreement, type Joined } from '../../../sdk/protocol';

function agreedIn({ payment }: Joined): Agreement {
  if (!payment || !('agreed' in payment)) throw new Error('nothing was agreed');
  return payment.agreed;
}

/**
 * Whether the viewer's device counts on from what joining answered; it remembers what is given,
 * which may be nothing.
 */
async function isBelieved({ key: { publicKey } }: Payer, joined: Joined, remembered?: SignedVoucher) {
  const agreed = agreedIn(joined);
  const key: Pick<SessionKey, 'hasSigned'> = {
    hasSigned: (domain, voucher) => Promise.resolve(checkSignature(domain, publicKey, voucher)),
  };
  const vouchers = memoryVouchers();
  if (remembered) await vouchers.save(pairKey(agreed), remembered);
  return new Terms('a stream', {} as SessionKeys, vouchers).isProven(agreed, key as SessionKey);
}

/** Watches for so many seconds and leaves. */
async function watch(deps: TestDeps, viewer: Payer, joined: Joined, seconds: bigint) {
  for (let second = 1n; second <= seconds; second += 1n) {
    await pay(deps, signFor(deps, viewer, joined, second));
    await pass(deps, SECOND);
  }
  await leave(deps, { viewing: joined.viewing });
}

/** Somebody has watched ten seconds. */
async function watched() {
  const world = await liveWorld();
  const viewer = await withPurse(world.deps);
  await watch(world.deps, viewer, await joinAs(world.deps, viewer, world.room), 10n);
  return { ...world, viewer };
}

const NOTHING = { seconds: 0n, amount: 0n, extras: 0n, signature: null };

describe('what joining says was signed before is believed by a device that remembers nothing', () => {
  it('while it is not settled, and when another process is asked', async () => {
    const { deps, room, viewer } = await watched();
    for (const process of [deps, anotherProcess(deps)]) {
      const joined = await joinAs(process, viewer, room);
      expect(agreedIn(joined).base).toMatchObject({ seconds: 10n, amount: RATE * 10n });
      expect(await isBelieved(viewer, joined)).toBe(true);
    }
  });

  it('when it is settled', async () => {
    const { deps, room, viewer } = await watched();
    await settle(deps);
    const joined = await joinAs(deps, viewer, room);
    expect(agreedIn(joined).base).toMatchObject({ seconds: 10n, amount: RATE * 10n });
    expect(await isBelieved(viewer, joined)).toBe(true);
    await expectBooksAgree(deps);
  });

  it('when an older voucher was settled than the one that is stored', async () => {
    const { deps, room, viewer, creator } = await watched();
    const older = await signVoucher(deps, viewer, creator, { seconds: 4n });
    await deps.ledger.submit(await deps.ledger.prepareSettling([older]));
    await followChain(deps);
    const joined = await joinAs(deps, viewer, room);
    expect(agreedIn(joined).base).toMatchObject({ seconds: 10n, amount: RATE * 10n });
    expect(await isBelieved(viewer, joined)).toBe(true);
  });

  it('in another stream of the creator, and taking over from another tab in the middle', async () => {
    const { deps, room, viewer } = await watched();
    const first = await joinAs(deps, viewer, room);
    await pay(deps, signFor(deps, viewer, first, 1n));
    const second = await joinAs(deps, viewer, room);
    expect(agreedIn(second).base).toMatchObject({ seconds: 11n, amount: RATE * 11n });
    expect(await isBelieved(viewer, second)).toBe(true);
  });

  it('after the limits were changed and after the key was: another number, which begins at nothing', async () => {
    const { deps, room, viewer } = await watched();
    const { limits } = (await deps.ledger.purse(viewer.h160))!.present;
    for (const [number, key] of [viewer.key, testSessionKey()].entries()) {
      await sendCall(deps, viewer, { kind: 'rekey', sessionKey: key.publicKey, limits });
      await followChain(deps);
      const joined = await joinAs(deps, viewer, room);
      expect(agreedIn(joined)).toMatchObject({ key: number + 1, sessionKey: key.publicKey, base: NOTHING });
      expect(await isBelieved({ ...viewer, key }, joined)).toBe(true);
      await watch(deps, { ...viewer, key }, joined, 2n);
      expect(await isBelieved({ ...viewer, key }, await joinAs(deps, viewer, room))).toBe(true);
    }
  });

  it('and not by a device that holds another key', async () => {
    const { deps, room, viewer } = await watched();
    const joined = await joinAs(deps, viewer, room);
    expect(await isBelieved({ ...viewer, key: testSessionKey() }, joined)).toBe(false);
  });
});

describe('what the contract settled and this site was never shown', () => {
  /** Twelve seconds are settled of which the tables have never heard, as where they were lost. */
  async function lost() {
    const world = await watched();
    const { deps, viewer, creator } = world;
    const newer = await signVoucher(deps, viewer, creator, { seconds: 12n });
    await deps.ledger.submit(await deps.ledger.prepareSettling([newer]));
    await followChain(deps);
    return { ...world, newer };
  }

  it('is counted on from without a signature: a device that remembers it goes on, one that does not signs nothing', async () => {
    const { deps, room, viewer, newer } = await lost();
    const joined = await joinAs(deps, viewer, room);
    expect(agreedIn(joined).base).toEqual({ seconds: 12n, amount: RATE * 12n, extras: 0n, signature: null });
    expect(await isBelieved(viewer, joined, newer)).toBe(true);
    expect(await isBelieved(viewer, joined)).toBe(false);
  });

  it('is proven again by the device that brings it', async () => {
    const { deps, room, viewer, newer } = await lost();
    const joined = await joinAs(deps, viewer, room, { newest: newer });
    expect(agreedIn(joined).base).toMatchObject({ seconds: 12n, signature: newer.signature });
    expect(await isBelieved(viewer, joined)).toBe(true);
    await expectBooksAgree(deps);
  });

  it('is proven again by the next second', async () => {
    const { deps, room, viewer } = await lost();
    await watch(deps, viewer, await joinAs(deps, viewer, room), 1n);
    const joined = await joinAs(deps, viewer, room);
    expect(agreedIn(joined).base).toMatchObject({ seconds: 13n, amount: RATE * 13n });
    expect(await isBelieved(viewer, joined)).toBe(true);
  });

  it('is proven by nothing else', async () => {
    const { deps, viewer, newer } = await lost();
    const { signature: _, ...said } = newer;
    const wrong: SignedVoucher[] = [
      testSessionKey().signVoucher(deps.ledger.domain, newer),
      { ...newer, signature: `0x${'77'.repeat(64)}` },
      viewer.key.signVoucher(deps.ledger.domain, { ...said, seconds: 11n }),
      viewer.key.signVoucher(deps.ledger.domain, { ...said, amount: amount(RATE * 11n) }),
      viewer.key.signVoucher(deps.ledger.domain, { ...said, key: 1 }),
      viewer.key.signVoucher(deps.ledger.domain, { ...said, purseNonce: 2 }),
    ];
    for (const voucher of wrong) await expectNothingWritten(deps.db, () => recoverVoucher(deps, voucher));
    const base = await deps.db.voucher.findFirstOrThrow({ where: { key: 0 } });
    expect(base.signature).toBeNull();
  });
});
