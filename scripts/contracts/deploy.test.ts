import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { releasePublicKey } from '../../server/gateways/operator-keys';
import { LEAST_CLOSING_DELAY_SECONDS } from '../../server/settling/least-closing-delay';
import { type ChainKind, chainNode, startChain } from '../engines/chain.mjs';
import { scratchFolder } from '../testing/folders.mjs';
import { readBundle } from './artifact.mjs';
import { contractAt, withChain } from './chain.mjs';
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

  test(
    'what a new tab and a withdrawal cost is taken from the chain, unless it is said',
    { timeout: 60_000 },
    async () => {
      const { url } = chain;
      const terms = (options: object) =>
        deployPurse({ url, secret: '//Bob', closingDelay: 60, ...options }).then(({ contract }) =>
          withChain(url, async (api) => (await contractAt(api, readBundle('purse').bundle, contract)).read('terms')),
        );
      const usual = await terms({});
      // three items and 271 bytes at 0.00001 UNIT each
      expect(BigInt(usual.tabCost.toString())).toBe(274n * 10n ** 13n);
      // the least that an account holds
      expect(BigInt(usual.withdrawFee.toString())).toBeGreaterThan(10n ** 15n);
      expect(BigInt(usual.withdrawFee.toString())).toBeLessThan(10n ** 16n);
      const said = await terms({ tabCost: 7n, withdrawFee: 0n });
      expect([said.tabCost.toString(), said.withdrawFee.toString()]).toEqual(['7', '0']);
    },
  );

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

describe('npm run chain:deploy', () => {
  const folder = scratchFolder();
  const secret = join(folder, 'secret');
  beforeAll(() => writeFileSync(secret, '//Bob'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const deploy = (...args: string[]) => {
    const program = ['--import', 'tsx', 'scripts/contracts/chain-deploy.ts', '--url', 'ws://127.0.0.1:1'];
    try {
      execFileSync(process.execPath, [...program, '--suri-file', secret, ...args], { stdio: 'pipe' });
      return 'deployed';
    } catch (error) {
      return String((error as { stderr: Buffer }).stderr).split('\n')[0];
    }
  };

  test('refuses a closing delay that leases and settling outlast, before it looks for the chain', () => {
    const least = LEAST_CLOSING_DELAY_SECONDS;
    const refusal = `--closing-delay is a whole number from ${least} to 2592000, not ${least - 1}`;
    expect(deploy('--closing-delay', String(least - 1))).toBe(refusal);
    expect(deploy('--closing-delay', String(least))).toMatch('no chain answers');
    expect(deploy('--closing-delay', '60', '--short-delay')).toMatch('no chain answers');
    expect(deploy('--closing-delay', '59', '--short-delay')).toMatch('is a whole number from 60');
    expect(deploy()).toMatch('no chain answers');
  }, 60_000);

  test('refuses costs that are no whole numbers', () => {
    expect(deploy('--tab-cost', '0.5')).toBe("--tab-cost is a whole number in the contract's unit, not 0.5");
    expect(deploy('--withdraw-fee', '-1')).toMatch('--withdraw-fee');
  }, 60_000);
});
