// What the scripts do with a chain that has pallet-revive: connect, try, send, read. The server has
// its gateway for this; here it is about deploying and measuring, which the server never does.
// Packages are imported when they are used.

/** @typedef {import('@polkadot/api').ApiPromise} ApiPromise */
/** @typedef {import('@polkadot/keyring/types').KeyringPair} KeyringPair */
/** @typedef {import('@polkadot/types/interfaces').EventRecord} EventRecord */
/** @typedef {import('@polkadot/api/types').SubmittableExtrinsic<'promise'>} Transaction */
/** @typedef {import('@polkadot/api-contract/types').DecodedEvent} DecodedEvent */
/** @typedef {`0x${string}`} Hex */

/**
 * What a dry run says that a call takes.
 * @typedef {object} Needs
 * @property {{ refTime: bigint, proofSize: bigint }} weight
 * @property {bigint} storageDeposit in plancks; negative when some is given back
 * @property {Hex} data what it answered
 */

/** Something that a person can mend is not as it has to be. */
export class ChainError extends Error {}

/**
 * Works with a chain, and lets go of it.
 * @template T
 * @param {string} url
 * @param {(api: ApiPromise) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withChain(url, work) {
  const { ApiPromise, WsProvider } = await import('@polkadot/api');
  // without reconnecting: a chain that is not there is said, not waited for
  const provider = new WsProvider(url, false);
  /** @type {Error | undefined} */
  let trouble;
  provider.on('error', (error) => (trouble ??= error));
  const away = () => new ChainError(`no chain answers at ${url}${trouble?.message ? ` (${trouble.message})` : ''}`);
  const lost = new Promise((_, reject) => provider.on('disconnected', () => reject(away())));
  lost.catch(() => undefined);
  await provider.connect();
  await Promise.race([provider.isReady, lost]);
  const api = new ApiPromise({ provider, noInitWarn: true });
  try {
    await Promise.race([api.isReadyOrError, lost]);
    if (!api.tx.revive || !api.call.reviveApi)
      throw new ChainError(`${api.runtimeVersion.specName} at ${url} has no pallet-revive`);
    return await /** @type {Promise<T>} */ (Promise.race([work(api), lost]));
  } finally {
    await api.disconnect();
  }
}

/**
 * The account of a seed phrase or a URI such as //Bob.
 * @param {string} secret
 * @returns {Promise<KeyringPair>}
 */
export async function pairOf(secret) {
  const [{ Keyring }, { cryptoWaitReady }] = await Promise.all([
    import('@polkadot/api'),
    import('@polkadot/util-crypto'),
  ]);
  await cryptoWaitReady();
  return new Keyring({ type: 'sr25519' }).addFromUri(secret);
}

/**
 * A runtime call of pallet-revive. Its types are the chain's own, so nothing is known of them here.
 * @param {ApiPromise} api
 * @param {string} name
 * @param {...unknown} args
 * @returns {Promise<any>}
 */
export function runtimeCall(api, name, ...args) {
  const method = api.call.reviveApi?.[name];
  if (!method) throw new ChainError(`the chain's pallet-revive does not know the runtime call ${name}`);
  return method(...args);
}

/**
 * How many of the contract's units the smallest unit of the chain's accounts is.
 * @param {ApiPromise} api
 */
export const amountPerPlanckOn = (api) => BigInt(String(api.consts.revive?.nativeToEthRatio));

/**
 * What the chain calls its money, and how many decimals its accounts count. The library would
 * assume both of a chain that does not say them.
 * @param {ApiPromise} api
 * @returns {import('../../sdk/money').ChainMoney}
 */
export function moneyOn(api) {
  const told = api.registry.getChainProperties();
  const symbol = told?.tokenSymbol.unwrapOr(null)?.[0]?.toString();
  const decimals = told?.tokenDecimals.unwrapOr(null)?.[0]?.toNumber();
  if (!symbol || decimals === undefined)
    throw new ChainError('the chain does not say what its money is called and how many decimals it has');
  return { symbol, decimals };
}

/**
 * An account (SS58) as contracts know it.
 * @param {ApiPromise} api
 * @param {string} address
 * @returns {Promise<Hex>}
 */
export const h160Of = async (api, address) => (await runtimeCall(api, 'address', address)).toHex();

/**
 * The chain's time, in seconds: now, or at a block (`api.at(hash)`).
 * @param {Pick<ApiPromise, 'query'>} api
 * @returns {Promise<bigint>}
 */
export const timeOn = async (api) => BigInt(String(await api.query.timestamp?.now?.())) / 1_000n;

/**
 * @param {ApiPromise} api
 * @param {bigint} seconds of the chain's time
 */
export async function waitForTime(api, seconds) {
  while ((await timeOn(api)) < seconds) await new Promise((passed) => setTimeout(passed, 500));
}

/**
 * A transfer that leaves its sender alive.
 * @param {ApiPromise} api
 * @param {string} to SS58, or the account's bytes
 * @param {bigint} value in plancks
 * @returns {Transaction}
 */
export function transfer(api, to, value) {
  const made = api.tx.balances?.transferKeepAlive?.(to, value);
  if (!made) throw new ChainError('the chain has no pallet-balances');
  return made;
}

/**
 * What the answer of a dry run comes to; a refusal is an error.
 * @param {ApiPromise} api
 * @param {any} answer of reviveApi's call or instantiate
 * @returns {Needs}
 */
export function needsOf(api, { result, weightRequired, storageDeposit }) {
  if (result.isErr) throw new ChainError(`the chain refuses: ${errorName(api, result.asErr)}`);
  const { flags, data } = result.asOk.result ?? result.asOk;
  if (BigInt(flags.bits?.toString() ?? flags.toString()) !== 0n)
    throw new ChainError(`the contract refuses: ${data.toHex()}`);
  const deposit = storageDeposit.isCharge ? storageDeposit.asCharge.toBigInt() : -storageDeposit.asRefund.toBigInt();
  const weight = { refTime: weightRequired.refTime.toBigInt(), proofSize: weightRequired.proofSize.toBigInt() };
  return { weight, storageDeposit: deposit, data: data.toHex() };
}

/**
 * The purse contract at an address.
 * @param {ApiPromise} api
 * @param {import('./artifact.mjs').Bundle} bundle
 * @param {Hex} address
 */
export async function contractAt(api, bundle, address) {
  const { ContractPromise } = await import('@polkadot/api-contract');
  const contract = new ContractPromise(api, /** @type {any} */ (bundle), address);
  const anybody = (await pairOf('//nobody')).address;

  /**
   * What a call would need and answer, tried on the newest state.
   * @param {string} origin SS58
   * @param {string} message
   * @param {unknown[]} args
   * @param {bigint} [value] in plancks
   */
  const attempt = async (origin, message, args, value = 0n) => {
    const data = contract.abi.findMessage(message).toU8a(args);
    return needsOf(api, await runtimeCall(api, 'call', origin, address, value, null, null, data));
  };
  /**
   * The transaction, with what a dry run said that it needs.
   * @param {string} message
   * @param {unknown[]} args
   * @param {Pick<Needs, 'weight' | 'storageDeposit'>} needs
   * @param {bigint} [value]
   * @returns {Transaction}
   */
  const transaction = (message, args, needs, value = 0n) => {
    const make = contract.tx[contract.abi.findMessage(message).method];
    if (!make) throw new ChainError(`the contract has no message ${message}`);
    return make({ ...limitsFor(api, needs), value }, ...args);
  };
  return {
    attempt,

    /**
     * What a message that changes nothing answers.
     * @param {string} message
     * @param {...unknown} args
     * @returns {Promise<any>}
     */
    async read(message, ...args) {
      const { data } = await attempt(anybody, message, args);
      const { returnType } = contract.abi.findMessage(message);
      const name = returnType?.lookupName ?? returnType?.type ?? '';
      const answer = /** @type {any} */ (contract.abi.registry.createTypeUnsafe(name, [data]));
      return answer.isOk ? answer.asOk : answer;
    },

    transaction,

    /**
     * Tries a call and sends it with what it needs; waits until it is final.
     * @param {KeyringPair} signer
     * @param {string} message
     * @param {unknown[]} [args]
     * @param {bigint} [value] in plancks
     */
    async call(signer, message, args = [], value = 0n) {
      const needs = await attempt(signer.address, message, args, value);
      return send(api, transaction(message, args, needs, value), signer);
    },
  };
}

/**
 * The chain may ask for a little more than it said when it was tried, as its state has moved on.
 * @param {ApiPromise} api
 * @param {Pick<Needs, 'weight' | 'storageDeposit'>} needs
 */
export function limitsFor(api, { weight, storageDeposit }) {
  const more = (/** @type {bigint} */ value) => (value * 5n) / 4n;
  const limit = { refTime: more(weight.refTime), proofSize: more(weight.proofSize) };
  return {
    gasLimit: /** @type {import('@polkadot/types/interfaces').WeightV2} */ (api.registry.createType('WeightV2', limit)),
    storageDepositLimit: storageDeposit > 0n ? more(storageDeposit) : 0n,
  };
}

/**
 * @param {ApiPromise} api
 * @param {any} error
 * @returns {string}
 */
export function errorName(api, error) {
  if (!error.isModule) return error.toString();
  const { section, name, docs } = api.registry.findMetaError(error.asModule);
  return `${section}.${name}. ${docs.join(' ')}`;
}

/**
 * Signs, sends and waits until it is final. A node may say "finalized" without ever having said "in
 * a block".
 * @param {ApiPromise} api
 * @param {Transaction} transaction
 * @param {KeyringPair} signer
 * @param {number} [nonce] where several are sent at once; else the chain is asked
 * @returns {Promise<{ events: EventRecord[], said: DecodedEvent[], block: number }>} `said` is what a called contract emitted
 */
export async function send(api, transaction, signer, nonce) {
  const next = nonce ?? (await api.rpc.system.accountNextIndex(signer.address));
  /** @type {any} */
  const update = await new Promise((resolve, reject) => {
    const follow = (/** @type {any} */ update) => {
      if (update.isError) reject(new ChainError(`the chain would not take it: ${update.status.type}`));
      else if (update.status.isFinalized) resolve(update);
    };
    transaction.signAndSend(signer, { nonce: next }, follow).catch(reject);
  });
  if (update.dispatchError) throw new ChainError(`the chain refused: ${errorName(api, update.dispatchError)}`);
  const header = await api.rpc.chain.getHeader(update.status.asFinalized);
  return { events: update.events, said: update.contractEvents ?? [], block: header.number.toNumber() };
}
