import { hash as argon2 } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { createPasswords } from './passwords';

const passwords = createPasswords();

test('a password fits its hash and no other', async () => {
  const hash = await passwords.hash('three small words');
  expect(await passwords.verify(hash, 'three small words')).toBe(true);
  expect(await passwords.verify(hash, 'three small word')).toBe(false);
  expect(await passwords.verify(hash, '')).toBe(false);
});

test('so many hashes are made at once, and whoever comes beyond those who wait is refused, for a name that is not there too', async () => {
  const { hash, verify } = createPasswords({ atOnce: 1, waiting: 1 });
  const accepted = [hash('three small words'), hash('three small words')];
  await expect(hash('three small words')).rejects.toMatchObject({ code: 'tooBusy' });
  await Promise.all(accepted);
  // who is not there is looked for after the stand-in's hash is made, so all three wait for their
  // turn at the same moment
  await verify(null, 'three small words');
  const asked = await Promise.allSettled([1, 2, 3].map(() => verify(null, 'three small words')));
  expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
});

test('the hash is argon2id with at least 19 MiB and two passes, and salted', async () => {
  const [one, other] = await Promise.all([passwords.hash('three small words'), passwords.hash('three small words')]);
  const [, memory = 0, iterations = 0] = (/^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$/.exec(one) ?? []).map(Number);
  expect(memory).toBeGreaterThanOrEqual(19_456);
  expect(iterations).toBeGreaterThanOrEqual(2);
  expect(one).not.toBe(other);
});

test('nobody has no password, and saying so takes as long', async () => {
  const hash = await passwords.hash('three small words');
  expect(await passwords.verify(null, '')).toBe(false);
  const time = async (of: string | null) => {
    const start = performance.now();
    await passwords.verify(of, 'three other words');
    return performance.now() - start;
  };
  let [known, unknown] = [Infinity, Infinity]; // of the least disturbed rounds, in turns
  for (let round = 0; round < 12; round += 1) {
    known = Math.min(known, await time(hash));
    unknown = Math.min(unknown, await time(null));
  }
  expect(unknown / known).toBeGreaterThan(0.4);
  expect(unknown / known).toBeLessThan(2.5);
});

test('however a keyboard composes a letter, it is the same password', async () => {
  const hash = await passwords.hash('cafe\u0301 au lait');
  expect(await passwords.verify(hash, 'caf\u00e9 au lait')).toBe(true);
});

test('a hash with other parameters still fits, and is outdated', async () => {
  const old = await argon2('three small words', { memoryCost: 8_192, timeCost: 1 });
  expect(await passwords.verify(old, 'three small words')).toBe(true);
  expect(passwords.isOutdated(old)).toBe(true);
  expect(passwords.isOutdated(await passwords.hash('three small words'))).toBe(false);
});
