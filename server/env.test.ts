import { expect, test } from 'vitest';
import { readEnv } from './env';

const complete = {
  DATABASE_URL: 'postgresql://u:secret-password@localhost/db',
  LIVEKIT_URL: 'ws://localhost:7880',
  LIVEKIT_API_KEY: 'key',
  LIVEKIT_API_SECRET: 's'.repeat(32),
  CHAIN_URL: 'ws://localhost:9944, wss://chain.example',
};

test('a complete environment is read, with what is usual filled in', () => {
  expect(readEnv(complete)).toMatchObject({
    PORT: 3000,
    CHAIN_LOCAL: false,
    CHAIN_URL: ['ws://localhost:9944', 'wss://chain.example'],
    APP_ORIGINS: ['http://localhost:3000', 'http://127.0.0.1:3000'],
  });
});

test('an address of the site is kept as an origin', () => {
  expect(readEnv({ ...complete, APP_ORIGINS: 'https://Vilokanam.example/' }).APP_ORIGINS).toEqual([
    'https://vilokanam.example',
  ]);
});

test('all that is wrong is said at once, by name, and no value is', () => {
  const wrong = {
    ...complete,
    LIVEKIT_API_SECRET: 'too-short-secret',
    CHAIN_URL: 'ftp://somewhere',
    PORT: '99999',
    DATABASE_URL: undefined,
  };
  const said = (() => {
    try {
      readEnv(wrong);
    } catch (error) {
      return String(error);
    }
  })();
  for (const name of ['LIVEKIT_API_SECRET', 'CHAIN_URL', 'PORT', 'DATABASE_URL']) expect(said).toContain(name);
  for (const value of ['too-short-secret', 'ftp://somewhere', '99999']) expect(said).not.toContain(value);
});
