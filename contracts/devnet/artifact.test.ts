import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { sha256, sourceHash } from '../../scripts/launcher/hash.mjs';
import { ARTIFACT, CHAIN_SPEC, RUNTIME_SOURCE } from './artifact.mjs';
import { CODE_KEY, chainSpecOf } from './chain-spec.mjs';

// Chopsticks is talkative, and its packages complain about each other when they are loaded
vi.hoisted(() => Object.assign(process.env, { LOG_LEVEL: 'error', POLKADOTJS_DISABLE_ESM_CJS_WARNING: '1' }));

const artifact = JSON.parse(readFileSync(ARTIFACT, 'utf8')) as { source: string; runtime: string; chainSpec: string };
const text = readFileSync(CHAIN_SPEC, 'utf8');
const spec = JSON.parse(text) as Awaited<ReturnType<typeof chainSpecOf>>;
const runtime = Buffer.from(spec.genesis.raw.top[CODE_KEY]!.slice(2), 'hex');

test('the compiled runtime is the one of this source: else run contracts/devnet/build.sh and commit what it writes', () => {
  expect(artifact.source).toBe(sourceHash(RUNTIME_SOURCE.root, RUNTIME_SOURCE.files));
});

test('the chain specification is the one that was built from it', () => {
  expect(artifact.chainSpec).toBe(sha256(text));
  expect(artifact.runtime).toBe(sha256(runtime));
});

test('its genesis is what chain-spec.mjs makes of the runtime, byte for byte', { timeout: 60_000 }, async () => {
  expect(sha256(JSON.stringify(await chainSpecOf(runtime)))).toBe(artifact.chainSpec);
});
