// Putting the purse contract on a chain with pallet-revive. Used by npm run chain:deploy, through
// it by the launcher, and by tests.
import { readBundle } from './artifact.mjs';
import {
  amountPerPlanckOn,
  ChainError,
  contractAt,
  h160Of,
  limitsFor,
  needsOf,
  pairOf,
  runtimeCall,
  send,
  withChain,
} from './chain.mjs';

/** @typedef {import('./chain.mjs').ApiPromise} ApiPromise */
/** @typedef {import('./chain.mjs').KeyringPair} KeyringPair */
/** @typedef {import('./chain.mjs').Hex} Hex */
/** @typedef {Partial<import('../launcher/steps.mjs').Telling>} Telling */

/**
 * @typedef {object} DeployOptions
 * @property {string} url of the chain
 * @property {string} secret of the account that deploys, pays and becomes the owner: a seed phrase, or a URI such as //Bob
 * @property {string} [operator] secret of the account that settles; the deploying one by default
 * @property {number} [closingDelay] in seconds
 * @property {number} [fee] the platform's part, in basis points
 * @property {bigint} [tabCost] what a new tab costs its purse, in the contract's unit; by default what the chain holds back for it
 * @property {bigint} [withdrawFee] what the operator keeps for withdrawing for somebody; by default what that costs on the chain
 * @property {Telling} [tell]
 */

/**
 * A purse contract on a chain.
 * @typedef {object} Deployed
 * @property {Hex} contract its address
 * @property {number} block the number of the block that it is in: no earlier one says anything of it
 * @property {Hex} genesis
 * @property {Hex} codeHash
 * @property {Hex} owner
 * @property {Hex} operator
 * @property {Hex} operatorKey public, of P-256: what releases are signed with
 */

/** The closing delay of a deployment, unless another is asked for. */
export const CLOSING_DELAY = 3_600;

/**
 * Uploads, instantiates, waits until that is final, and looks at what is there then.
 * @param {DeployOptions} options
 * @returns {Promise<Deployed>}
 */
export function deployPurse({ url, secret, operator = secret, closingDelay = CLOSING_DELAY, fee = 0, tell, ...costs }) {
  return withChain(url, async (api) => {
    const tabCost = costs.tabCost ?? tabCostOn(api);
    const withdrawFee = costs.withdrawFee ?? (await withdrawFeeOn(api));
    const [deployer, settler] = await Promise.all([pairOf(secret), pairOf(operator)]);
    await mapWhereNeeded(api, deployer, tell);
    if (settler.address !== deployer.address) await mapWhereNeeded(api, settler, tell);

    const { releasePublicKey } = await import('../../server/gateways/operator-keys');
    const wanted = {
      owner: await h160Of(api, deployer.address),
      operator: await h160Of(api, settler.address),
      operatorKey: /** @type {Hex} */ (releasePublicKey(operator)),
    };
    const terms = [fee, closingDelay, tabCost, withdrawFee];
    const made = await instantiate(api, deployer, [wanted.operator, wanted.operatorKey, ...terms], tell);
    await verify(api, made.contract, { ...wanted, fee, closingDelay, tabCost, withdrawFee });
    const codeHash = /** @type {Hex} */ (readBundle('purse').bundle.source.hash);
    return { ...made, ...wanted, genesis: api.genesisHash.toHex(), codeHash };
  });
}

/**
 * The cells that a tab with a new creator takes in the contract's storage: the tab, its place in
 * the list, the creator's account.
 */
const TAB_CELLS = { items: 3n, bytes: 271n };

/**
 * What the chain holds back for a new tab, in the contract's unit.
 * @param {ApiPromise} api
 */
export function tabCostOn(api) {
  const { depositPerChildTrieItem, depositPerByte } = /** @type {any} */ (api.consts.revive);
  const [perItem, perByte] = [numberOf(depositPerChildTrieItem), numberOf(depositPerByte)];
  return (perItem * TAB_CELLS.items + perByte * TAB_CELLS.bytes) * amountPerPlanckOn(api);
}

/**
 * What sending somebody their earnings takes at the most, measured (npm run chain:measure): the
 * `withdraw_for`, and for a new account the transfer of the existential deposit before it. With how
 * long these transactions are.
 */
const WITHDRAWING = { refTime: 4_000_000_000n, proofSize: 200_000n, length: 250 };
const ADMITTING = { refTime: 500_000_000n, proofSize: 5_000n, length: 150 };

/**
 * What that costs, in the contract's unit: the fees of both transactions, and the existential
 * deposit itself.
 * @param {ApiPromise} api
 */
export async function withdrawFeeOn(api) {
  const fees = /** @type {any} */ (api.call.transactionPaymentApi);
  const asked = [WITHDRAWING, ADMITTING].flatMap(({ refTime, proofSize, length }) => [
    fees.queryWeightToFee({ refTime, proofSize }),
    fees.queryLengthToFee(length),
  ]);
  const sum = (await Promise.all(asked)).reduce((total, fee) => total + numberOf(fee), 0n);
  return (sum + numberOf(api.consts.balances?.existentialDeposit)) * amountPerPlanckOn(api);
}

/** @param {any} value that the chain told */
const numberOf = (value) => BigInt(value.toString());

/**
 * Whether this version's contract is at an address of a chain.
 * @param {string} url
 * @param {Pick<Deployed, 'contract' | 'genesis'>} known
 */
export const isDeployed = (url, { contract, genesis }) =>
  withChain(url, async (api) => api.genesisHash.toHex() === genesis && (await hasOurCode(api, contract)));

/**
 * pallet-revive refuses accounts that are not mapped to an address of 20 bytes; some chains map by
 * themselves.
 * @param {ApiPromise} api
 * @param {KeyringPair} pair
 * @param {Telling} [tell]
 */
async function mapWhereNeeded(api, pair, tell) {
  if (api.consts.revive?.autoMap?.toString() === 'true') return;
  const known = /** @type {any} */ (await api.query.revive?.originalAccount?.(await h160Of(api, pair.address)));
  if (known?.isSome) return;
  tell?.progress?.('mapping the account');
  await send(api, /** @type {any} */ (api.tx.revive?.mapAccount?.()), pair);
}

/**
 * @param {ApiPromise} api
 * @param {KeyringPair} deployer
 * @param {unknown[]} args of the constructor
 * @param {Telling} [tell]
 */
async function instantiate(api, deployer, args, tell) {
  const { Abi, CodePromise } = await import('@polkadot/api-contract');
  const { bundle } = readBundle('purse');
  const abi = new Abi(/** @type {any} */ (bundle), api.registry.getChainProperties());
  const code = bundle.source.contract_binary;
  const data = abi.findConstructor('new').toU8a(args);
  const upload = { Upload: code };
  const needs = needsOf(
    api,
    await runtimeCall(api, 'instantiate', deployer.address, 0n, null, null, upload, data, null),
  );

  tell?.progress?.('deploying');
  const make = new CodePromise(api, abi, code).tx.new;
  if (!make) throw new ChainError('the bundle has no constructor "new"');
  const { events, block } = await send(api, make(limitsFor(api, needs), ...args), deployer);
  const found = events.find(({ event }) => event.section === 'revive' && event.method === 'Instantiated');
  const contract = /** @type {any} */ (found?.event.data)?.contract?.toHex();
  if (!contract) throw new ChainError('the chain took the transaction, but made no contract');
  return { contract: /** @type {Hex} */ (contract), block };
}

/**
 * By the hash that the chain knows the code of a contract by.
 * @param {ApiPromise} api
 * @param {Hex} contract
 */
async function hasOurCode(api, contract) {
  const found = /** @type {any} */ (await api.query.revive?.accountInfoOf?.(contract));
  const account = found?.unwrapOr(null)?.accountType;
  return account?.isContract === true && account.asContract.codeHash.toHex() === readBundle('purse').bundle.source.hash;
}

/**
 * What is on the chain now, read back: the very code, set to what was asked for.
 * @param {ApiPromise} api
 * @param {Hex} contract
 * @param {{ owner: Hex, operator: Hex, operatorKey: Hex, fee: number, closingDelay: number, tabCost: bigint, withdrawFee: bigint }} wanted
 */
async function verify(api, contract, wanted) {
  if (!(await hasOurCode(api, contract))) throw new ChainError(`at ${contract} is not the code that was sent`);
  const purse = await contractAt(api, readBundle('purse').bundle, contract);
  const terms = await purse.read('terms');
  for (const [name, value] of Object.entries(wanted)) {
    const said = typeof value === 'bigint' ? terms[name].toBigInt() : terms[name].toJSON();
    if (said !== value) throw new ChainError(`the contract at ${contract} says ${name} = ${said}, not ${value}`);
  }
}
