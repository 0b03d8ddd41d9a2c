import { LedgerRefusal, type ContractError, type Terms } from '../../ledger';
import { type Planck } from '../../../sdk/money';
import { bytesOf, type H160, type Hex } from '../../../sdk/voucher';
import { type PurseMessages } from '../../../contracts/artifacts/purse.types';
import { type Message, type PurseAbi } from './abi';
import { type Connection } from './connection';
import { contractError, termsOf } from './translate';
import { type DryRun, dryRunCall } from './dry-run';

/**
 * An account of pallet-revive that stands for an address of 20 zeros: known to every chain, and
 * nobody's.
 */
const NOBODY = `0x${'00'.repeat(20)}${'ee'.repeat(12)}`;
const FREE = 0n as Planck;
const TERMS_FRESH_FOR = 60_000;

type OkOf<Answer> = Answer extends { ok: infer Value } ? Value : never;
type Inner<Name extends keyof PurseMessages> = OkOf<PurseMessages[Name]['answer']>;
/** What the contract answers to a message when it does not refuse it. */
type Granted<Name extends keyof PurseMessages> = [OkOf<Inner<Name>>] extends [never] ? Inner<Name> : OkOf<Inner<Name>>;

/** The purse contract at its address, checked to be the one that this version was built with. */
export interface Contract {
  address: H160;
  abi: PurseAbi;
  terms(): Promise<Terms>;
  /** The terms changed, or may have. */
  forgetTerms(): void;
  /** Asks it as it stands after the newest finalized block. */
  read<Name extends keyof PurseMessages>(name: Name, args: PurseMessages[Name]['args']): Promise<Granted<Name>>;
  /** Asks it as it stood after this block. */
  readAt<Name extends keyof PurseMessages>(
    name: Name,
    args: PurseMessages[Name]['args'],
    block: string,
  ): Promise<Granted<Name>>;
  /** Tries a message; LedgerRefusal when it would fail. */
  attempt(origin: string, message: Message, value: Planck): Promise<DryRun>;
  /** What it answered to a message that was tried. */
  answerOf<Name extends keyof PurseMessages>(name: Name, dryRun: DryRun): Granted<Name>;
  /**
   * What it says to a call on the state of a block: how a transaction in the next one may have
   * failed.
   */
  errorAt(call: { origin: string; data: Hex; value: Planck }, block: string): Promise<ContractError | null>;
}

/** What pallet-revive stores of an account; the parts that matter here. */
interface AccountInfo {
  accountType: { isContract: boolean; asContract: { codeHash: { toHex(): Hex } } };
}

export function createContract(connection: Connection, address: H160, readAbi: () => PurseAbi): Contract {
  let abi: PurseAbi | null = null;
  let identity: { epoch: number; checked: Promise<void> } | null = null;
  let known: { terms: Terms; at: number; epoch: number } | null = null;
  const bundle = () => (abi ??= readAbi());

  /** Once for each opening of the line: behind it may be another chain. */
  async function identified(): Promise<void> {
    await connection.api();
    const epoch = connection.epoch();
    if (identity?.epoch !== epoch) {
      const checked = identify();
      identity = { epoch, checked };
      checked.catch(() => (identity = null));
    }
    await identity.checked;
  }

  async function identify(): Promise<void> {
    const codeHash = await codeHashAt();
    if (codeHash === null) throw new Error(`there is no contract at ${address} on this chain`);
    if (codeHash !== bundle().codeHash)
      throw new Error(
        `the contract at ${address} is not the one that this version was built with: its code is ${codeHash}, not ${bundle().codeHash}`,
      );
    const chainId = await chainIdOf();
    const terms = await learnTerms();
    if (terms.chainId !== chainId)
      throw new Error(`the contract at ${address} takes the chain for ${terms.chainId}, which is ${chainId}`);
  }

  async function learnTerms(): Promise<Terms> {
    const epoch = connection.epoch();
    const terms = termsOf(await ask('terms', {}), address);
    known = { terms, at: performance.now(), epoch };
    return terms;
  }

  async function codeHashAt(): Promise<Hex | null> {
    const api = await connection.api();
    const known = api.query.revive?.accountInfoOf;
    if (!known) throw new Error('the chain has no pallet-revive');
    const stored = await connection.ask<Hex | null>('state_getStorage', known.key(address));
    if (!stored) return null;
    const type = api.registry.createLookupType(known.creator.meta.type.asMap.value);
    const { accountType } = api.registry.createType(type, bytesOf(stored)) as unknown as AccountInfo;
    return accountType.isContract ? accountType.asContract.codeHash.toHex() : null;
  }

  async function chainIdOf(): Promise<bigint> {
    const api = await connection.api();
    const chainId = api.consts.revive?.chainId as unknown as { toBigInt(): bigint } | undefined;
    if (!chainId) throw new Error('the chain has no pallet-revive');
    return chainId.toBigInt();
  }

  async function ask<Name extends keyof PurseMessages>(
    name: Name,
    args: PurseMessages[Name]['args'],
    block?: string,
  ): Promise<Granted<Name>> {
    const head = block ?? (await connection.ask<string>('chain_getFinalizedHead'));
    const data = bundle().encode({ name, args } as Message);
    return granted(name, await dryRunCall(connection, { origin: NOBODY, contract: address, value: FREE, data }, head));
  }

  function granted<Name extends keyof PurseMessages>(name: Name, dryRun: DryRun): Granted<Name> {
    const { value, error } = outcomeOf(name, dryRun);
    if (error) throw new LedgerRefusal(error, 'Revive.ContractReverted');
    return value as Granted<Name>;
  }

  /**
   * An answer of ink! is wrapped: the language's own complaint, and where a message may refuse, its
   * error.
   */
  function outcomeOf(
    name: keyof PurseMessages,
    { data, reverted }: DryRun,
  ): { value?: unknown; error?: ContractError } {
    const answer: unknown = readAnswer(name, data);
    const inner = unwrapped(answer);
    if (!inner || inner.err !== undefined)
      throw new LedgerRefusal(null, reverted ? 'Revive.ContractReverted' : 'the contract cannot read it');
    const { ok, err } = unwrapped(inner.ok) ?? { ok: inner.ok, err: undefined };
    if (err !== undefined) return { error: contractError(err as never) };
    if (reverted) throw new LedgerRefusal(null, 'Revive.ContractReverted');
    return { value: ok };
  }

  function readAnswer(name: keyof PurseMessages, data: Hex): unknown {
    try {
      return bundle().decodeAnswer(name, data);
    } catch {
      return null; // it went wrong before it could answer
    }
  }

  return {
    address,
    get abi() {
      return bundle();
    },
    async terms() {
      await identified();
      const fresh = known?.epoch === connection.epoch() && performance.now() - known.at < TERMS_FRESH_FOR;
      return known && fresh ? known.terms : learnTerms();
    },
    forgetTerms: () => (known = null),
    async read(name, args) {
      await identified();
      return ask(name, args);
    },
    async readAt(name, args, block) {
      await identified();
      return ask(name, args, block);
    },
    async attempt(origin, message, value) {
      await identified();
      const dryRun = await dryRunCall(connection, { origin, contract: address, value, data: bundle().encode(message) });
      granted(message.name, dryRun);
      return dryRun;
    },
    answerOf: granted,
    async errorAt({ origin, data, value }, block) {
      const message = bundle().decode(data);
      if (!message) return null;
      try {
        const dryRun = await dryRunCall(connection, { origin, contract: address, value, data }, block);
        return outcomeOf(message.name, dryRun).error ?? null;
      } catch (error) {
        if (error instanceof LedgerRefusal) return null;
        throw error;
      }
    },
  };
}

function unwrapped(answer: unknown): { ok?: unknown; err?: unknown } | null {
  return typeof answer === 'object' && answer !== null && ('ok' in answer || 'err' in answer) ? answer : null;
}
