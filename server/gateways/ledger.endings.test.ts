import { describe, expect, test } from 'vitest';
import { manualTimers } from '../../sdk/timers.test.fake';
import { type Hex } from '../../sdk/voucher';
import { type SignedTransaction } from '../ledger';
import { type Blocks } from './chain/blocks';
import { ChainAway, type Connection } from './chain/connection';
import { createSubmission } from './chain/submission';

// What nodes say of a transaction that the local chains say seldom or never.

const TRANSACTION: SignedTransaction = { hash: '0xaa', bytes: '0x01', validFromBlock: 10, validUntilBlock: 14 };
const hashOf = (number: number) => `0x${number}`;

/** A chain that says what the test tells it to, at block 10. */
function scriptedChain() {
  const timers = manualTimers();
  let head = 10;
  let inBlock: number | null = null;
  let outcome: { ok: true } | { ok: false; detail: string } = { ok: true };
  let used: 'finally' | 'lately' | 'no' = 'no';
  const sent: { heard(word: unknown): void; lost(): void }[] = [];
  const answers: (Error | null)[] = [];
  const connection = {
    connected: async () => undefined,
    async follow(subscription: { heard(word: unknown): void; lost(): void }) {
      const answer = answers.shift();
      sent.push(subscription);
      if (answer) throw answer;
      return () => undefined;
    },
  } as unknown as Connection;
  const blocks = {
    finalizedHead: async () => ({ number: head, hash: hashOf(head), time: new Date(0) }),
    hashAt: async (number: number) => hashOf(number),
    refOf: async (hash: string) => ({ number: Number(hash.slice(2)), hash }),
    extrinsicsIn: async (hash: string): Promise<Hex[]> =>
      hash === hashOf(inBlock ?? -1) ? ['0xbb', '0xaa'] : ['0xbb'],
    outcomeIn: async () => outcome,
  } as unknown as Blocks;
  const submission = createSubmission({
    connection,
    blocks,
    timers,
    errorOf: async () => 'AlreadyOpen',
    nonceUsed: async () => used,
  });
  return {
    ...submission,
    sent,
    async later(seconds: number) {
      for (let passed = 0; passed < seconds; passed += 1) {
        timers.advance(1_000);
        await turn();
      }
    },
    answer: (...more: (Error | null)[]) => void answers.push(...more),
    async say(word: unknown) {
      await turn();
      sent.at(-1)?.heard(word);
      await turn();
    },
    include: (number: number, how = outcome) => ([inBlock, outcome] = [number, how]),
    at: (number: number) => (head = number),
    nonce: (now: typeof used) => (used = now),
  };
}

const refusal = (code: number, message: string) => Object.assign(new Error(`${code}: ${message}`), { code });
/** Whatever needs no time to pass is done. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** How it ends, or 'open'. */
async function ended(submitted: Promise<unknown>) {
  let ending: unknown = 'open';
  submitted.then(
    (value) => (ending = value),
    (error: unknown) => (ending = error),
  );
  await turn();
  return () => ending;
}

describe('a transaction', () => {
  test('that is final without ever having been in a block is final', async () => {
    const chain = scriptedChain();
    const ending = await ended(chain.submit(TRANSACTION));
    await chain.say('future');
    await chain.say({ broadcast: ['somebody'] });
    expect(ending()).toBe('open');
    chain.include(11);
    await chain.say({ finalized: hashOf(11) });
    expect(ending()).toEqual({ kind: 'finalized', block: { number: 11, hash: hashOf(11) } });
  });

  test('is told of in each block that it comes into, should one be taken back', async () => {
    const chain = scriptedChain();
    const seen: number[] = [];
    const ending = await ended(chain.submit(TRANSACTION, ({ number }) => seen.push(number)));
    await chain.say({ inBlock: hashOf(11) });
    await chain.say({ retracted: hashOf(11) });
    await chain.say({ inBlock: hashOf(12) });
    expect(seen).toEqual([11, 12]);
    expect(ending()).toBe('open');
  });

  test('that failed says why', async () => {
    const chain = scriptedChain();
    const ending = await ended(chain.submit(TRANSACTION));
    chain.include(12, { ok: false, detail: 'Revive.ContractReverted' });
    await chain.say({ finalized: hashOf(12) });
    expect(ending()).toMatchObject({ kind: 'failed', error: 'AlreadyOpen', detail: 'Revive.ContractReverted' });
  });

  test.each([
    ['which the chain has already', 1013, 'Transaction Already Imported'],
    ['which the chain had lately', 1012, 'Transaction is temporarily banned'],
  ])('%s is looked for in blocks', async (_, code, message) => {
    const chain = scriptedChain();
    chain.answer(refusal(code, message));
    const ending = await ended(chain.submit(TRANSACTION));
    await chain.later(3);
    expect(ending()).toBe('open');
    chain.include(12);
    chain.at(12);
    await chain.later(2);
    expect(ending()).toMatchObject({ kind: 'finalized', block: { number: 12 } });
  });

  test('that is outdated as it is in a finalized block already has ended there', async () => {
    const chain = scriptedChain();
    chain.answer(refusal(1010, 'Invalid Transaction: Transaction is outdated'));
    chain.nonce('finally');
    chain.include(11);
    chain.at(12);
    expect((await ended(chain.submit(TRANSACTION)))()).toMatchObject({ kind: 'finalized', block: { number: 11 } });
  });

  test('that is stale by a block that is still being made is waited for', async () => {
    const chain = scriptedChain();
    const ending = await ended(chain.submit(TRANSACTION));
    await chain.say({ invalid: { stale: null } });
    await chain.later(2);
    expect(ending()).toBe('open');
    chain.include(11);
    chain.at(11);
    await chain.later(2);
    expect(ending()).toMatchObject({ kind: 'finalized', block: { number: 11 } });
  });

  test('that is outdated by a block that is not final yet is waited for', async () => {
    const chain = scriptedChain();
    chain.answer(refusal(1010, 'Invalid Transaction: Transaction is outdated'));
    chain.nonce('lately');
    const ending = await ended(chain.submit(TRANSACTION));
    await chain.later(5);
    expect(ending()).toBe('open');
    chain.nonce('finally');
    chain.at(12);
    await chain.later(2);
    expect(ending()).toMatchObject({ kind: 'invalid', detail: expect.stringContaining('outdated') as string });
  });

  test.each([
    ['refused', () => refusal(1010, 'Invalid Transaction: Transaction has a bad signature')],
    ['second to another of its nonce', () => refusal(1014, 'Priority is too low')],
  ])('that is %s is invalid', async (_, answer) => {
    const chain = scriptedChain();
    chain.answer(answer());
    expect((await ended(chain.submit(TRANSACTION)))()).toMatchObject({ kind: 'invalid' });
  });

  test.each([['usurped'], ['invalid']])('that was %s after a while is invalid', async (word) => {
    const chain = scriptedChain();
    const ending = await ended(chain.submit(TRANSACTION));
    await chain.say({ [word]: '0x99' });
    expect(ending()).toMatchObject({ kind: 'invalid' });
  });

  test('that has to wait for another one of its account is sent again', async () => {
    const chain = scriptedChain();
    const ending = await ended(chain.submit(TRANSACTION));
    await chain.say({ invalid: { invalid: { future: null } } });
    await chain.later(1);
    expect(chain.sent).toHaveLength(2);
    chain.include(11);
    await chain.say({ finalized: hashOf(11) });
    expect(ending()).toMatchObject({ kind: 'finalized' });
  });

  test('for which the pool has no room is sent again, until its time has passed', async () => {
    const chain = scriptedChain();
    chain.answer(...Array.from({ length: 9 }, () => refusal(1016, 'Immediately Dropped')));
    const ending = await ended(chain.submit(TRANSACTION));
    await chain.later(3);
    expect(chain.sent.length).toBeGreaterThan(2);
    chain.at(14);
    await chain.later(2);
    expect(ending()).toEqual({ kind: 'dropped' });
  });

  test.each([['dropped'], ['finalityTimeout']])('of which the chain says %s may come all the same', async (word) => {
    const chain = scriptedChain();
    const ending = await ended(chain.submit(TRANSACTION));
    await chain.say(word === 'dropped' ? word : { [word]: hashOf(11) });
    await chain.later(2);
    expect(ending()).toBe('open');
    chain.at(13);
    chain.include(13);
    await chain.later(2);
    expect(ending()).toMatchObject({ kind: 'finalized', block: { number: 13 } });
  });

  test('of which nothing is heard is looked for besides', async () => {
    const chain = scriptedChain();
    const ending = await ended(chain.submit(TRANSACTION));
    chain.include(11);
    chain.at(11);
    await chain.later(16);
    expect(ending()).toMatchObject({ kind: 'finalized', block: { number: 11 } });
  });

  test('of which nothing is heard and that is nowhere is dropped when its last block is final', async () => {
    const chain = scriptedChain();
    const ending = await ended(chain.submit(TRANSACTION));
    chain.at(13);
    await chain.later(40);
    expect(ending()).toBe('open');
    chain.at(14);
    await chain.later(16);
    expect(ending()).toEqual({ kind: 'dropped' });
  });

  test('is sent again when the line broke, at once or while it is listened to', async () => {
    const chain = scriptedChain();
    chain.answer(new ChainAway('gone'), null);
    const ending = await ended(chain.submit(TRANSACTION));
    expect(chain.sent).toHaveLength(2);
    chain.sent[1]?.lost();
    await turn();
    expect(chain.sent).toHaveLength(3);
    chain.include(11);
    await chain.say({ finalized: hashOf(11) });
    expect(ending()).toMatchObject({ kind: 'finalized' });
  });
});

describe('what became of it', () => {
  test('is found in finalized blocks, its last one included and no later', async () => {
    const chain = scriptedChain();
    expect(await chain.endingOf(TRANSACTION)).toBeNull();
    chain.at(20);
    chain.include(14);
    expect(await chain.endingOf(TRANSACTION)).toMatchObject({ kind: 'finalized', block: { number: 14 } });
    chain.include(15);
    expect(await chain.endingOf(TRANSACTION)).toEqual({ kind: 'dropped' });
    chain.include(10);
    expect(await chain.endingOf(TRANSACTION)).toEqual({ kind: 'dropped' });
  });
});
