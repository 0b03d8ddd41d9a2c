import { readFileSync } from 'node:fs';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { describe, expect, test } from 'vitest';
import {
  type ArtifactRecord,
  CONTRACTS,
  hasCrate,
  readBundle,
  recordFile,
  sourceOf,
} from '../scripts/contracts/artifact.mjs';
import { sha256 } from '../scripts/launcher/hash.mjs';

describe.each(CONTRACTS.filter(({ crate }) => hasCrate(crate)))('the compiled $name', ({ name, crate }) => {
  const record = JSON.parse(readFileSync(recordFile(name), 'utf8')) as ArtifactRecord;
  const { text, bundle } = readBundle(name);

  test('is the one of this source: else run npm run contracts:build and commit what it writes', () => {
    expect(record.source).toBe(sourceOf(crate));
  });

  test('is the one that was built from it', () => {
    expect(record.contract).toBe(sha256(text));
    expect(record.codeHash).toBe(bundle.source.hash);
  });

  test('names its code by the hash that the chain will know it by', () => {
    const code = Buffer.from(bundle.source.contract_binary.slice(2), 'hex');
    expect(`0x${Buffer.from(keccak_256(code)).toString('hex')}`).toBe(bundle.source.hash);
  });

  test('says nothing of the machine that built it', () => {
    const code = Buffer.from(bundle.source.contract_binary.slice(2), 'hex').toString('latin1');
    for (const said of [text, code]) expect(said).not.toMatch(/\/(home|root|Users|tmp|work)\/|\.cargo\/registry/);
  });
});
