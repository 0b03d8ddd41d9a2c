import { type Answers, type Questions, type StreamSummary } from '../../lib/api';

/** Everything about one's wallets, their purses, and the chain they are on. */
export type Overview = Answers['purse']['overview'];
/** The chain, and the terms of the purse contract on it. */
export type ChainView = Overview['chain'];
/** A linked wallet with its purse. */
export type WalletView = Overview['wallets'][number];
/** A purse: what is left of it, and what it is bounded by. */
export type PurseView = NonNullable<WalletView['purse']>;
/** The stream that somebody came from, when it has a price: what the money is wanted for. */
export type WantedStream = Pick<StreamSummary, 'title' | 'ratePerSecond'>;
/** What has happened to a purse, newest first. */
export type History = Answers['purse']['history'];
/** What a wallet is asked to do. */
export type PurseAction = Questions['purse']['prepare']['action'];
/** A transaction that waits for its signature, with its meaning in words. */
export type PreparedTransaction = Answers['purse']['prepare'];
/** How far a signed transaction is. */
export type TransactionView = Answers['purse']['transaction'];
/** A block, as far as it concerns the contract. */
export type BlockView = Answers['purse']['block'];
