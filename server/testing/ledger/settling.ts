import { type H160, type SignedVoucher } from '../../../sdk/voucher';
import { goodKey, growthOf, inOrder, skipReasonOf, soldBy } from './judging';
import { allowanceLeft, creditOf, takeCredit, type KeyRecord } from './keys';
import { shared } from './sharing';
import {
  cellOf,
  checkSize,
  greater,
  grouped,
  lesser,
  refuse,
  tabIn,
  type ContractState,
  type PurseRecord,
  type Surroundings,
} from './state';
import { count } from './tabs';
import { inForce } from './terms';
import { lowerClaim } from './windows';

/**
 * What good vouchers of one key for one creator come to: the highest of each part. It goes by the
 * last of them.
 */
interface Statement {
  voucher: SignedVoucher;
  key: KeyRecord;
  seconds: bigint;
  amount: bigint;
  extras: bigint;
}

/**
 * The operator settles a batch: each purse's vouchers share what is there of credit, allowance and
 * deposit.
 */
export function settle(state: ContractState, around: Surroundings, vouchers: SignedVoucher[]) {
  if (around.caller !== inForce(state, around.now).operator) refuse('NotOperator');
  checkSize(state, vouchers);
  const ofViewer = grouped(inOrder(vouchers), ({ viewer }) => viewer);
  for (const [viewer, theirs] of ofViewer) settlePurse(state, around, viewer, theirs);
}

function settlePurse(state: ContractState, around: Surroundings, viewer: H160, vouchers: SignedVoucher[]) {
  const { now } = around;
  const statements = statementsOf(state, around, vouchers);
  const purse = state.purses.get(viewer);
  if (!purse || statements.length === 0) return;
  const counting = whatCounts(state, around, purse, statements);
  const asks = counting.map(({ counts, storage }) => lesser(counts.amount + counts.extras, purse.deposit) + storage);
  const shares = shared(purse.deposit, asks);
  for (const [at, { statement, growth, counts, storage }] of counting.entries()) {
    const share = shares[at]!;
    if (share <= storage) {
      around.skip(statement.voucher, 'Empty');
      continue;
    }
    const paid = { amount: lesser(share - storage, counts.amount), extras: 0n };
    paid.extras = lesser(share - storage - paid.amount, counts.extras);
    takeCredit(statement.key, paid.amount, now);
    statement.key.extras += paid.extras;
    purse.deposit -= storage + paid.amount + paid.extras;
    const { voucher, seconds } = statement;
    const pair = { key: voucher.key, creator: voucher.creator };
    count(state, around, viewer, purse, { pair, seconds, growth, paid, storage });
    lowerClaim(state, viewer, purse, pair);
  }
}

/** The good vouchers, those of one key and creator taken as one. The others are passed over. */
function statementsOf(state: ContractState, around: Surroundings, vouchers: SignedVoucher[]): Statement[] {
  const statements: Statement[] = [];
  for (const voucher of vouchers) {
    const key = goodKey(state, around, voucher);
    if (typeof key === 'string') {
      around.skip(voucher, key);
      continue;
    }
    const { seconds, amount: sold, extras } = voucher;
    const before = statements.at(-1);
    if (before?.voucher.key !== voucher.key || before.voucher.creator !== voucher.creator) {
      statements.push({ voucher, key, seconds, amount: sold, extras });
      continue;
    }
    around.skip(before.voucher, 'Stale');
    before.voucher = voucher;
    before.seconds = greater(before.seconds, seconds);
    before.amount = greater(before.amount, sold);
    before.extras = greater(before.extras, extras);
  }
  return statements;
}

/** What counts of each statement when those of one key share its credit and its allowance. */
function whatCounts(state: ContractState, around: Surroundings, purse: PurseRecord, statements: Statement[]) {
  const { now } = around;
  const { viewer } = statements[0]!.voucher;
  const grown = statements.flatMap((statement) => {
    const growth = growthOf(statement, tabIn(state, viewer, purse, statement.voucher));
    const alone = soldBy(statement.key, growth, now);
    if (growth.amount > 0n || growth.extras > 0n) return [{ statement, growth, alone }];
    around.skip(statement.voucher, 'Stale');
    return [];
  });
  return [...grouped(grown, ({ statement }) => statement.key)].flatMap(([key, ofKey]) => {
    const amounts = shared(
      creditOf(key, now),
      ofKey.map(({ alone }) => alone.amount),
    );
    const extras = shared(
      allowanceLeft(key),
      ofKey.map(({ alone }) => alone.extras),
    );
    return ofKey.flatMap(({ statement, growth }, at) => {
      const counts = { amount: amounts[at]!, extras: extras[at]! };
      const reason = skipReasonOf(growth, counts);
      if (reason) around.skip(statement.voucher, reason);
      const storage = state.tabs.has(cellOf(viewer, statement.voucher)) ? 0n : state.tabCost;
      return reason ? [] : [{ statement, growth, counts, storage }];
    });
  });
}
