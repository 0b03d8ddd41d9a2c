import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { releasePublicKey } from '../../server/gateways/operator-keys';
import { type ChainKind, chainNode, startChain } from '../engines/chain.mjs';
import { scratchFolder } from '../testing/folders.mjs';
import { readBundle } from './artifact.mjs';
import { deployPurse, isDeployed } from './deploy.mjs';

const KINDS: ChainKind[] = chainNode() ? ['node', 'chopsticks'] : ['chopsticks'];

describe.each(KINDS)('on %s', (kind) => {
  const dataDir = scratchFolder();
  let chain: Awaited<ReturnType<typeof startChain>>;
  beforeAll(async () => void (chain = await startChain({ dataDir, kind })), 120_000);
  afterAll(async () => {
    await chain.stop();
    rmSync(dataDir, { recursive: true });
  });

  test('the contract is deployed, set to what was asked for, and recognized', { timeout: 60_000 }, async () => {
    const { url } = chain;
    const deployed = await deployPurse({ url, secret: '//Bob', operator: '//Charlie', closingDelay: 60, fee: 250 });
    expect(deployed).toMatchObject({
      owner: '0x41dccbd49b26c50d34355ed86ff0fa9e489d1e01',
      operatorKey: releasePublicKey('//Charlie'),
      codeHash: readBundle('purse').bundle.source.hash,
    });
    expect(deployed.operator).not.toBe(deployed.owner);
    expect(deployed.block).toBeGreaterThan(0);

    expect(await isDeployed(url, deployed)).toBe(true);
    expect(await isDeployed(url, { ...deployed, genesis: `0x${'00'.repeat(32)}` })).toBe(false);
    expect(await isDeployed(url, { ...deployed, contract: deployed.owner })).toBe(false);
  });

  test('what the contract refuses, and what cannot be paid, is said before anything is sent', async () => {
    const { url } = chain;
    await expect(deployPurse({ url, secret: '//Bob', closingDelay: 1 })).rejects.toThrow('the contract refuses');
    await expect(deployPurse({ url, secret: '//Nobody who has money' })).rejects.toThrow(
      /the chain refuses: revive\./i,
    );
  });
});

test('a chain that is not there is said, not waited for', async () => {
  await expect(deployPurse({ url: 'ws://127.0.0.1:1', secret: '//Bob' })).rejects.toThrow('no chain answers');
});
