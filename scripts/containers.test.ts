// Nothing here can run Docker: what can be checked of the container files without it is checked.
// The keys below are those of the Compose Specification that docker-compose.yml uses; a misspelt or
// misplaced one is found by not being among them.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readEnv } from '../server/env';
import { LIVEKIT_PATH } from '../server/http/livekit';
import { PROGRAMS } from './build.mjs';
import { INGRESS_VERSION } from './engines/ingress-program.mjs';
import { LIVEKIT_VERSION } from './engines/livekit-server.mjs';

const text = readFileSync('docker-compose.yml', 'utf8');
const duration = z.string().regex(/^\d+(s|m)$/);
const scalar = z.union([z.string(), z.number()]);
const service = z.strictObject({
  image: z.string(),
  build: z.literal('.').optional(),
  profiles: z.array(z.string()).optional(),
  restart: z.enum(['unless-stopped']).optional(),
  init: z.boolean().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string().regex(/^[A-Z_]+$/), scalar).optional(),
  volumes: z.array(z.string().regex(/^[^:]+:\/[^:]+(:ro)?$/)).optional(),
  ports: z.array(z.string().regex(/^\d+:\d+(\/udp)?$/)).optional(),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({
        condition: z.enum(['service_healthy', 'service_completed_successfully']),
        required: z.boolean().optional(),
      }),
    )
    .optional(),
  healthcheck: z
    .strictObject({
      test: z.tuple([z.enum(['CMD', 'CMD-SHELL'])], z.string()),
      interval: duration,
      timeout: duration,
      retries: z.number().int(),
    })
    .optional(),
  stop_grace_period: duration.optional(),
  secrets: z.array(z.string()).optional(),
});
const compose = z
  .strictObject({
    name: z.string(),
    services: z.record(z.string(), service),
    volumes: z.record(z.string(), z.null()),
    secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
  })
  .parse(parse(text));
const services = Object.entries(compose.services);

/** As compose puts variables in: ${NAME:?why}, ${NAME:-default}. */
const filled = (value: string | number, env: Record<string, string>) =>
  String(value).replace(
    /\$\{(\w+)(?::([?-])([^}]*))?\}/g,
    (_all, name: string, kind: string | undefined, rest = '') => {
      const given = env[name];
      if (!given && kind === '?') throw new Error(`${name}: ${rest}`);
      return given || rest;
    },
  );

const SAMPLE = {
  POSTGRES_PASSWORD: 'secret',
  RESTREAM_SECRET: 'r'.repeat(32),
  LIVEKIT_API_SECRET: 'x'.repeat(32),
  LIVEKIT_NODE_IP: '192.0.2.1',
  LIVEKIT_URL: 'wss://media.example',
  APP_ORIGINS: 'https://watch.example',
  OPERATOR_SECRET_FILE: './operator',
};

test('the set is the one of the design', () => {
  const set = ['app', 'chain', 'deploy', 'ingress', 'livekit', 'migrate', 'postgres', 'redis'];
  expect(Object.keys(compose.services).sort()).toEqual(set);
});

test('every service that others wait for can be waited for', () => {
  for (const [name, { depends_on = {} }] of services) {
    for (const [target, { condition }] of Object.entries(depends_on)) {
      const found = compose.services[target];
      expect(found, `${name} waits for ${target}`).toBeDefined();
      if (condition === 'service_healthy') expect(found?.healthcheck, target).toBeDefined();
      else expect(found?.restart, `${target} must be able to end`).toBeUndefined();
    }
  }
});

test('named volumes are declared, and used; mounted files exist', () => {
  const sources = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
  expect(sources.filter((source) => !source.startsWith('.')).sort()).toEqual(Object.keys(compose.volumes).sort());
  for (const file of sources.filter((source) => source.startsWith('.'))) expect(existsSync(file), file).toBe(true);
});

test('the operator’s secret reaches those who sign with it, as a file, and nobody else', () => {
  const holders = services.filter(([, { secrets = [] }]) => secrets.includes('operator')).map(([name]) => name);
  expect(holders.sort()).toEqual(['app', 'deploy']);
  expect(Object.keys(compose.secrets)).toEqual(['operator', 'turn_cert', 'turn_key']);
  expect(compose.services.app?.environment?.OPERATOR_SECRET_FILE).toBe('/run/secrets/operator');
  expect(compose.services.deploy?.command).toContain('--suri-file=/run/secrets/operator');
});

test('what containers run is what the build makes', () => {
  for (const [name, { command = [] }] of services.filter(([, { image }]) => image === 'vilokanam')) {
    const program = command.find((word) => word.startsWith('build/'));
    if (program) expect(Object.keys(PROGRAMS), name).toContain(/^build\/(\w+)\.js$/.exec(program)?.[1]);
  }
});

test('secrets have no default: each is asked for, and .env.example names what is asked for', () => {
  const asked = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name ?? '');
  expect(new Set(asked)).toEqual(new Set(Object.keys(SAMPLE)));
  // where a file lies is no secret
  expect(text).not.toMatch(/(SECRET|PASSWORD|KEYS?)\w*(?<!_FILE):-/);
  const example = readFileSync('.env.example', 'utf8');
  const named = [...example.matchAll(/^(\w+)=(.*)$/gm)];
  expect(named.filter(([, , value]) => value)).toEqual([]);
  for (const name of asked) expect(named.map(([, variable]) => variable)).toContain(name);
});

test('the app is told what server/env.ts wants to know', () => {
  const environment = Object.entries(compose.services.app?.environment ?? {});
  const env = Object.fromEntries(environment.map(([name, value]) => [name, filled(value, SAMPLE)]));
  const mounted = '.env.example'; // stands for the file that only a container sees
  expect(readEnv({ ...env, OPERATOR_SECRET_FILE: mounted })).toMatchObject({
    HOST: '0.0.0.0',
    PORT: 3000,
    APP_ORIGINS: ['https://watch.example'],
    CHAIN_LOCAL: false,
  });
});

test('it is the LiveKit that npm start runs, with the key that livekit.yaml is for', () => {
  expect(compose.services.livekit?.image).toBe(`livekit/livekit-server:v${LIVEKIT_VERSION}`);
  expect(filled(compose.services.livekit?.environment?.LIVEKIT_KEYS ?? '', SAMPLE)).toBe(
    `vilokanam: ${'x'.repeat(32)}`,
  );
  expect(compose.services.app?.environment?.LIVEKIT_API_KEY).toBe('vilokanam');
  const { port, rtc, turn, webhook } = z
    .object({
      port: z.number(),
      rtc: z.object({ tcp_port: z.number(), udp_port: z.number() }),
      turn: z.strictObject({
        enabled: z.literal(true),
        udp_port: z.number(),
        relay_range_start: z.number(),
        relay_range_end: z.number(),
      }),
      webhook: z.object({ api_key: z.string(), urls: z.array(z.string()) }),
    })
    .parse(parse(readFileSync('livekit.yaml', 'utf8')));
  const published = [
    `${port}:${port}`,
    `${rtc.tcp_port}:${rtc.tcp_port}`,
    `${rtc.udp_port}:${rtc.udp_port}/udp`,
    `${turn.udp_port}:${turn.udp_port}/udp`,
    '5349:5349',
  ];
  expect(compose.services.livekit?.ports).toEqual(published);
  expect(webhook).toEqual({ api_key: 'vilokanam', urls: [`http://app:3000${LIVEKIT_PATH}`] });
});

test('RTMP is off until it is asked for; then the app’s port is the one door to the LiveKit Ingress that npm start runs', () => {
  const { app, ingress } = compose.services;
  expect(ingress?.image).toBe(`livekit/ingress:v${INGRESS_VERSION}`);
  expect(ingress?.profiles).toEqual(['rtmp']);
  expect(ingress?.ports).toBeUndefined();
  expect(app?.ports).toContain('1935:1935');
  expect(filled(app?.environment?.RTMP_URL ?? 'not told', {})).toBe('');
  const { rtmp_port, redis } = z
    .object({ rtmp_port: z.number(), redis: z.object({ address: z.string() }) })
    .parse(parse(String(ingress?.environment?.INGRESS_CONFIG_BODY)));
  expect(app?.environment?.INGRESS_URL).toBe(`rtmp://ingress:${rtmp_port}`);
  expect(redis.address).toBe(compose.services.livekit?.environment?.REDIS_HOST);
  expect(ingress?.environment?.LIVEKIT_API_SECRET).toBe(app?.environment?.LIVEKIT_API_SECRET);
});

test('TURN over TLS is off until it is asked for, and shows the certificate that it was given', () => {
  const environment = compose.services.livekit?.environment ?? {};
  const turn = (env: Record<string, string>) =>
    ['LIVEKIT_TURN_TLS_PORT', 'LIVEKIT_TURN_DOMAIN'].map((name) => filled(environment[name] ?? '', env));
  expect(turn({})).toEqual(['0', '']);
  expect(turn({ TURN_TLS_PORT: '5349', TURN_DOMAIN: 'turn.example' })).toEqual(['5349', 'turn.example']);
  expect(compose.services.livekit?.secrets).toEqual(['turn_cert', 'turn_key']);
  expect(environment.LIVEKIT_TURN_CERT).toBe('/run/secrets/turn_cert');
  expect(environment.LIVEKIT_TURN_KEY).toBe('/run/secrets/turn_key');
});

test('the image runs as nobody special, and copies what exists', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8');
  const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
  expect(last).toMatch(/^USER node$/m);
  expect(last).not.toMatch(/DEMO/);
  for (const [, sources = ''] of dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)) {
    for (const source of sources.split(' ')) expect(existsSync(source), source).toBe(true);
  }
});
