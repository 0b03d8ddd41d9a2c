import { type Logger } from 'pino';
import { type Timers } from '../../sdk/timers';
import { type H160 } from '../../sdk/voucher';
import { type Ledger, type Terms } from '../ledger';
import { readAbi } from './chain/abi';
import { createBlocks } from './chain/blocks';
import { createConnection } from './chain/connection';
import { type Contract, createContract } from './chain/contract';
import { createEvents } from './chain/events';
import { createMoney } from './chain/money';
import { createSender } from './chain/sender';
import { createSubmission } from './chain/submission';
import { createTransactions } from './chain/transactions';
import { claimOf, earningsOf, purseOf, secondsOf, tabOf, totalsOf } from './chain/translate';
import { releaseKeyOf } from './operator-keys';

const WELL_WITHIN = 5_000;
const CHANGES_OF_TERMS = ['feeChanged', 'operatorChanged', 'ownershipOffered', 'ownershipAccepted'];

/**
 * What the ledger is told. Without a contract it knows blocks; without the operator's secret it
 * does not settle.
 */
export interface LedgerOptions {
  /** Tried in turn. */
  endpoints: string[];
  contract: H160 | null;
  operatorSecret: string | null;
  faucetSecret: string | null;
  log: Logger;
  timers: Timers;
}

/**
 * The chain and the purse contract on it, by @polkadot/api. Nothing is asked before it is needed:
 * the chain may be away.
 */
export function createLedger({
  endpoints,
  contract: address,
  operatorSecret,
  faucetSecret,
  log,
  timers,
}: LedgerOptions): Ledger {
  const connection = createConnection(endpoints, { log, timers });
  const blocks = createBlocks(connection);
  const money = createMoney(connection);
  const deployed = address && createContract(connection, address.toLowerCase() as H160, readAbi);
  const operator = operatorSecret ? createSender(connection, blocks, operatorSecret) : null;
  const faucet = faucetSecret ? createSender(connection, blocks, faucetSecret) : null;

  const contract = (): Contract => deployed || missing('there is no purse contract: CONTRACT_ADDRESS is not set');
  const transactions = createTransactions({ connection, blocks, money, contract, operator, faucet });
  const submission = createSubmission({ connection, blocks, timers, ...transactions });
  const events = createEvents({ connection, blocks, contract });

  return {
    async health() {
      try {
        const told = Promise.all([connection.ask<string>('system_chain'), blocks.finalizedHead()]);
        const [name, head] = await connection.guarded(told, WELL_WITHIN);
        return { ok: true, detail: `${name}, block ${head.number}`, block: head.number };
      } catch (error) {
        return { ok: false, detail: error instanceof Error ? error.message : 'no answer' };
      }
    },
    close: connection.close,

    genesisHash: blocks.genesisHash,
    finalizedHead: blocks.finalizedHead,
    blockHash: blocks.hashAt,
    async blockOfEvents(number) {
      const block = await events.blockAt(number);
      if (block.events.some(({ kind }) => CHANGES_OF_TERMS.includes(kind))) contract().forgetTerms();
      return block;
    },

    terms: async (): Promise<Terms> => contract().terms(),
    totals: async () => totalsOf(await contract().read('totals', {})),
    async purse(viewer) {
      const info = await contract().read('purse', { viewer });
      return info && purseOf(info);
    },
    async tab(viewer, key, creator) {
      const tab = await contract().read('tab', { viewer, key, creator });
      return tab && tabOf(tab);
    },
    async tabs(viewer, from, count) {
      const page = await contract().read('tabs', { viewer, from, count });
      return page.map(([key, creator, tab]) => ({ key, creator, tab: tabOf(tab) }));
    },
    async claims(viewer, from, count) {
      const page = await contract().read('claims', { viewer, from, count });
      return page.map(([key, creator, claim]) => ({ key, creator, claim: claimOf(claim) }));
    },
    earnings: async (account) => earningsOf(await contract().read('earnings', { account })),
    balance: money.balance,
    standing: transactions.standing,
    existentialDeposit: async () => money.amountOf(await money.existentialDeposit()),
    properties: money.properties,

    prepare: transactions.prepare,
    read: transactions.read,
    assemble: transactions.assemble,
    trySettling: transactions.trySettling,
    prepareSettling: transactions.prepareSettling,
    preparePaying: transactions.preparePaying,
    prepareWithdrawFor: transactions.prepareWithdrawFor,
    prepareExistentialDeposit: transactions.prepareExistentialDeposit,
    async submit(transaction, onBlock) {
      const ending = await submission.submit(transaction, onBlock);
      operator?.ended(transaction, ending);
      return ending;
    },
    endingOf: submission.endingOf,

    async signRelease(viewer, purseNonce, validUntil) {
      if (!operatorSecret) return missing("the operator's secret is not set");
      const terms = await contract().terms();
      const release = { viewer, purseNonce, validUntil: secondsOf(validUntil) };
      return releaseKeyOf(operatorSecret).sign(terms, release);
    },
    faucet:
      faucet &&
      (async (to, amount) => {
        const transaction = await transactions.prepareGift(to, amount);
        const ending = await submission.submit(transaction);
        faucet.ended(transaction, ending);
        if (ending.kind === 'finalized') return ending.block;
        throw new Error(`the faucet gave nothing: ${'detail' in ending ? ending.detail : ending.kind}`);
      }),
  };
}

function missing(what: string): never {
  throw new Error(what);
}
