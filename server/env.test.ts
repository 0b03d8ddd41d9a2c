import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

test('videos have room, are kept with what came in and for good, unless it is said otherwise', () => {
  const kept = { VIDEO_QUOTA_GIB: 50, VIDEO_KEEP_ORIGINALS: true, VIDEO_RETENTION_DAYS: 0, MAX_FOLLOWED_RECORDINGS: 4 };
  expect(readEnv({ ...complete, VIDEO_QUOTA_GIB: '', VIDEO_KEEP_ORIGINALS: '' })).toMatchObject(kept);
  const said = { VIDEO_QUOTA_GIB: '5', VIDEO_KEEP_ORIGINALS: '0', VIDEO_RETENTION_DAYS: '30' };
  expect(readEnv({ ...complete, ...said })).toMatchObject({
    VIDEO_QUOTA_GIB: 5,
    VIDEO_KEEP_ORIGINALS: false,
    VIDEO_RETENTION_DAYS: 30,
  });
  for (const wrong of ['0', '-1', '1.5', 'much'])
    expect(() => readEnv({ ...complete, VIDEO_QUOTA_GIB: wrong })).toThrow('VIDEO_QUOTA_GIB');
});

test('of videos a size of 480 lines is made, unless others are said, or none', () => {
  const heights = (said: string | undefined) => readEnv({ ...complete, VIDEO_HEIGHTS: said }).VIDEO_HEIGHTS;
  expect([undefined, '', '720, 480,240', '0'].map(heights)).toEqual([[480], [480], [720, 480, 240], []]);
  for (const wrong of ['12', '481', 'all', '480,', '2160']) expect(() => heights(wrong)).toThrow('VIDEO_HEIGHTS');
});

test('mail and push are off unless all that they need is said', () => {
  expect(readEnv({ ...complete, SMTP_URL: '', VAPID_PUBLIC_KEY: '' }).SMTP_URL).toBeUndefined();
  expect(() => readEnv({ ...complete, SMTP_URL: 'smtp://mail.example' })).toThrow('MAIL_FROM');
  expect(() => readEnv({ ...complete, SMTP_URL: 'https://mail.example', MAIL_FROM: 'a@b.example' })).toThrow(
    'SMTP_URL',
  );
  for (const from of ['nobody', 'A <a@b.example>\r\nBcc: c@d.example'])
    expect(() => readEnv({ ...complete, SMTP_URL: 'smtp://mail.example', MAIL_FROM: from })).toThrow('MAIL_FROM');
  const mail = { SMTP_URL: 'smtps://name:word@mail.example', MAIL_FROM: 'Vilokanam <a@b.example>' };
  expect(readEnv({ ...complete, ...mail })).toMatchObject(mail);
  expect(() => readEnv({ ...complete, VAPID_PUBLIC_KEY: 'B'.repeat(87) })).toThrow('VAPID_PRIVATE_KEY_FILE');
});

test('there is no RTMP unless all that it needs is said', () => {
  expect(readEnv({ ...complete, RTMP_URL: '', INGRESS_URL: 'rtmp://ingress:1935' }).RTMP_URL).toBeUndefined();
  expect(() => readEnv({ ...complete, RTMP_URL: 'rtmp://send.example' })).toThrow('INGRESS_URL');
  const ingress = { ...complete, INGRESS_URL: 'rtmp://ingress:1935' };
  expect(() => readEnv({ ...ingress, RTMP_URL: 'https://send.example' })).toThrow('RTMP_URL');
  for (const [given, told] of [
    ['rtmp://send.example', 'rtmp://send.example/live'],
    ['rtmps://send.example:443/', 'rtmps://send.example:443/live'],
    ['rtmp://send.example/in', 'rtmp://send.example/in'],
  ])
    expect(readEnv({ ...ingress, RTMP_URL: given })).toMatchObject({ RTMP_URL: told, RTMP_PORT: 1935 });
});

test('files stand in a folder unless an object store is named, with all that it needs', () => {
  const files = readEnv({ ...complete, S3_ENDPOINT: '', S3_BUCKET: '', S3_SECRET_KEY_FILE: '', STORAGE_DIR: '' });
  expect(files).toMatchObject({ STORAGE_DIR: '.vilokanam/files', S3_REGION: 'us-east-1' });
  expect(files.S3_ENDPOINT).toBeUndefined();
  const said = (() => {
    try {
      readEnv({ ...complete, S3_ENDPOINT: 'https://s3.example' });
    } catch (error) {
      return String(error);
    }
  })();
  for (const name of ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_KEY_FILE'])
    expect(said).toContain(`${name}: is needed with S3_ENDPOINT`);
  expect(() => readEnv({ ...complete, S3_ENDPOINT: 'file:///etc' })).toThrow('S3_ENDPOINT');
  expect(() => readEnv({ ...complete, S3_BUCKET: '../other' })).toThrow('S3_BUCKET');
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

describe('payments', () => {
  const contract = `0x${'Ab'.repeat(20)}`;
  let folder: string;
  const file = (name: string) => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vilokanam-env-'));
    await writeFile(file('secret'), '  //Operator of the test\n');
    await writeFile(file('empty'), '\n');
  });
  afterAll(() => rm(folder, { recursive: true }));
  const refusal = (variables: Record<string, string>) => {
    try {
      readEnv({ ...complete, ...variables });
    } catch (error) {
      return String(error);
    }
    return 'accepted';
  };

  test('are not set up without a contract, and variables set to nothing are not set', () => {
    const nothing = { CONTRACT_ADDRESS: '', CONTRACT_BLOCK: '', OPERATOR_SECRET_FILE: '', BLOCK_URL: '' };
    const env = readEnv({ ...complete, ...nothing });
    expect(env.CONTRACT_ADDRESS).toBeUndefined();
    expect(env.OPERATOR_SECRET).toBeUndefined();
    expect(env.BLOCK_URL).toBe('/blocks/{number}');
  });

  test('take the secrets out of their files, trimmed, and keep no path', () => {
    const env = readEnv({
      ...complete,
      CHAIN_LOCAL: '1',
      CONTRACT_ADDRESS: contract,
      OPERATOR_SECRET_FILE: file('secret'),
      FAUCET_SECRET_FILE: file('secret'),
    });
    expect(env).toMatchObject({
      CONTRACT_ADDRESS: contract.toLowerCase(),
      CONTRACT_BLOCK: 1,
      OPERATOR_SECRET: '//Operator of the test',
      FAUCET_SECRET: '//Operator of the test',
    });
    expect(Object.keys(env)).not.toContain('OPERATOR_SECRET_FILE');
  });

  test.each([
    ['a faucet on a chain that is not local', { FAUCET_SECRET_FILE: 'secret' }, 'FAUCET_SECRET_FILE: is for a local'],
    ['a contract without an operator', { CONTRACT_ADDRESS: contract, CONTRACT_BLOCK: '5' }, 'OPERATOR_SECRET_FILE'],
    [
      'a contract on a real chain without its block',
      { CONTRACT_ADDRESS: contract, OPERATOR_SECRET_FILE: 'secret' },
      'CONTRACT_BLOCK: is needed',
    ],
    ['an empty secret', { OPERATOR_SECRET_FILE: 'empty' }, 'OPERATOR_SECRET_FILE: names a file that is empty'],
    ['a secret that is not there', { OPERATOR_SECRET_FILE: 'none' }, 'OPERATOR_SECRET_FILE: names a file that cannot'],
    ['half an address', { CONTRACT_ADDRESS: '0x12' }, 'CONTRACT_ADDRESS: must be 0x and 40 hex digits'],
    ['an explorer without a number', { BLOCK_URL: 'https://explorer.example' }, 'BLOCK_URL: must contain {number}'],
  ])('refuse %s', (_, variables, said) => {
    const paths = Object.entries(variables).map(([name, value]) => [name, name.endsWith('FILE') ? file(value) : value]);
    const answer = refusal(Object.fromEntries(paths) as Record<string, string>);
    expect(answer).toContain(said);
    expect(answer).not.toContain('//Operator');
  });
});

describe('ICE_SERVERS', () => {
  const read = (servers: unknown) =>
    readEnv({ ...complete, ICE_SERVERS: typeof servers === 'string' ? servers : JSON.stringify(servers) }).ICE_SERVERS;

  test('are none unless named, and are read as browsers take them', () => {
    expect(readEnv(complete).ICE_SERVERS).toEqual([]);
    expect(read('')).toEqual([]);
    expect(
      read([
        { urls: 'stun:stun.example' },
        {
          urls: ['turn:turn.example:3478', 'turns:turn.example'],
          username: 'site',
          credential: 'known to all viewers',
        },
      ]),
    ).toEqual([
      { urls: ['stun:stun.example'] },
      { urls: ['turn:turn.example:3478', 'turns:turn.example'], username: 'site', credential: 'known to all viewers' },
    ]);
  });

  test.each([
    ['no JSON', 'turn:turn.example'],
    ['no list', { urls: 'turn:turn.example' }],
    ['another kind of address', [{ urls: 'https://turn.example' }]],
    ['no address', [{ urls: [], credential: 'hush' }]],
    ['a field that browsers do not know', [{ urls: 'turn:turn.example', password: 'hush' }]],
  ])('that are %s are refused, by name', (_what, servers) => {
    expect(() => read(servers)).toThrow(/ICE_SERVERS: /);
    expect(() => read(servers)).not.toThrow(/hush/);
  });
});
