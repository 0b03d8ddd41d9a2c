import { hash as argon2, parseOptions, verify as argon2Verify, type Algorithm } from '@node-rs/argon2';
import { type Passwords } from '../deps';
import { createTurns } from '../limits/turns';

/**
 * The package declares its algorithms as an ambient const enum, whose values isolated modules
 * cannot import.
 */
const ARGON2ID: Algorithm.Argon2id = 2;

/**
 * Not below OWASP's first choice for argon2id: 19 MiB, two passes. Raising them rehashes at
 * everybody's next sign-in.
 */
const PARAMETERS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * A hash takes 19 MiB and a thread of the pool for some 30 ms: two at once leave room for all else,
 * and who waits behind 64 has waited a second.
 */
const TURNS = { atOnce: 2, waiting: 64 };

/** One text for one password: keyboards differ in how they compose the same letter. */
const normalised = (password: string) => password.normalize('NFKC');

/** argon2id by @node-rs/argon2: runs on the thread pool, not on the event loop. */
export function createPasswords(turns = TURNS): Passwords {
  const inTurn = createTurns(turns);
  // What an unknown account is verified against. Hashed with the same parameters, so that it takes
  // as long; made of random bytes that nobody keeps, so that no password fits it.
  const nobody = argon2(crypto.getRandomValues(new Uint8Array(32)), PARAMETERS);
  // Whoever verifies learns of a failure here; without this line it would also end the process.
  nobody.catch(() => undefined);

  return {
    hash: (password) => inTurn(() => argon2(normalised(password), PARAMETERS)),
    verify: async (hash, password) => {
      const known = hash ?? (await nobody);
      const matches = await inTurn(() => argon2Verify(known, normalised(password)));
      return hash !== null && matches;
    },
    isOutdated: (hash) => {
      const { algorithm, memoryCost, timeCost, parallelism } = parseOptions(hash);
      return (
        algorithm !== PARAMETERS.algorithm ||
        memoryCost !== PARAMETERS.memoryCost ||
        timeCost !== PARAMETERS.timeCost ||
        parallelism !== PARAMETERS.parallelism
      );
    },
  };
}
