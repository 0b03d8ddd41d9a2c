import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UsageError, readOptions } from './options.mjs';
import { ROOT, cacheFolder } from './paths.mjs';

test('without flags and variables, everything is started on the usual ports', () => {
  expect(readOptions([], {})).toEqual({
    help: false,
    dev: false,
    reset: false,
    only: null,
    extras: [],
    studio: true,
    dataDir: join(ROOT, '.vilokanam'),
    ports: { app: 3000, db: 5433, media: 7880, chain: 9944, rtmp: 1935 },
  });
});

test('a flag goes before its variable', () => {
  const env = { PORT: '4000', DB_PORT: '0', VILOKANAM_ONLY: 'db', VILOKANAM_DATA: '/from/env', VILOKANAM_RESET: '1' };
  expect(readOptions([], env)).toMatchObject({ only: ['db'], reset: true, ports: { app: 4000, db: 0 } });
  const flags = ['--port', '5000', '--only', 'chain,media', '--data', 'elsewhere', '--dev'];
  expect(readOptions(flags, env)).toMatchObject({
    dev: true,
    only: ['media', 'chain'],
    dataDir: join(ROOT, 'elsewhere'),
    ports: { app: 5000 },
  });
});

test('demo streams are not played where somebody says so', () => {
  expect(readOptions(['--no-studio'], {})).toMatchObject({ studio: false });
  expect(readOptions([], { VILOKANAM_STUDIO: '0' })).toMatchObject({ studio: false });
});

test('RTMP is taken where somebody asks for it', () => {
  expect(readOptions(['--with', 'ingress', '--rtmp-port', '2935'], {})).toMatchObject({
    extras: ['ingress'],
    ports: { rtmp: 2935 },
  });
  expect(readOptions([], { VILOKANAM_WITH: 'ingress' })).toMatchObject({ extras: ['ingress'] });
  expect(() => readOptions(['--with', 'ingress'], { LIVEKIT_URL: 'wss://media.example' })).toThrow('names another');
});

test.each([
  [['--with', 'egress'], 'not "egress"'],
  [['--with', 'ingress', '--only', 'media'], 'not with --only'],
  [['--port', 'x'], 'x is not a port'],
  [['--port', '70000'], '70000 is not a port'],
  [['--only', 'db,redis'], 'not "redis"'],
  [['--fast'], 'fast'],
])('%j is refused with what is wrong', (args, message) => {
  expect(() => readOptions(args, {})).toThrow(UsageError);
  expect(() => readOptions(args, {})).toThrow(message);
});

test('the cache folder is where the platform keeps such things', () => {
  expect(cacheFolder({ HOME: '/home/x' }, 'linux')).toBe(join('/home/x', '.cache/vilokanam'));
  expect(cacheFolder({ HOME: '/home/x' }, 'darwin')).toBe(join('/home/x', 'Library/Caches/vilokanam'));
  expect(cacheFolder({ LOCALAPPDATA: '/x/local' }, 'win32')).toBe(join('/x/local', 'vilokanam'));
  expect(cacheFolder({ HOME: '/home/x', XDG_CACHE_HOME: '/c' }, 'linux')).toBe(join('/c', 'vilokanam'));
});
