import { type Message } from './abi';

/**
 * What carrying out a message takes of the chain: time and proof in the block, and new entries of
 * storage.
 */
export interface Cost {
  /** In picoseconds. */
  refTime: bigint;
  /** In bytes. */
  proofSize: bigint;
  entries: bigint;
  bytes: bigint;
}

const NOTHING: Cost = { refTime: 0n, proofSize: 0n, entries: 0n, bytes: 0n };

/**
 * The dearest that the contract ever does, whatever a viewer, a creator or a stranger has done
 * between the dry run and the block. A dry run measures what happens now: a voucher that it passes
 * over costs little, and a block later the same voucher may be settled on a new tab. The contract
 * itself skips a voucher (NoWeight) when less is left than its own worst case, JUDGING, PAYING,
 * SKIPPING and ENDING in contracts/purse/settling.rs: what is asked for here is above these. What
 * is not used is not paid for.
 */
const AT_WORST = {
  /** Any message: the contract's code is loaded, the caller looked up, the books are written. */
  message: { refTime: 12_000_000_000n, proofSize: 350n * 1024n, entries: 2n, bytes: 300n },
  /**
   * A voucher's signature is checked, and what it says is paid on a new tab, and lowers a claim.
   */
  settled: { refTime: 4_500_000_000n, proofSize: 31_000n, entries: 5n, bytes: 600n },
  /** A voucher's signature is checked, and what it says becomes a claim. */
  announced: { refTime: 4_500_000_000n, proofSize: 31_000n, entries: 4n, bytes: 600n },
  /** A claim is paid on a new tab. */
  paid: { refTime: 4_500_000_000n, proofSize: 31_000n, entries: 5n, bytes: 600n },
  /**
   * An account's split changes, and its pot is divided by the old one among eight accounts that are
   * new.
   */
  divided: { refTime: 6_000_000_000n, proofSize: 100n * 1024n, entries: 10n, bytes: 1_000n },
  /** A cell is looked up and removed, and the last of its list takes its place. */
  removed: { refTime: 2_000_000_000n, proofSize: 31_000n, entries: 0n, bytes: 0n },
} satisfies Record<string, Cost>;

/**
 * What a message may take at the worst; nothing for those whose cost nobody else can change between
 * dry run and block.
 */
export function worstOf(message: Message): Cost {
  switch (message.name) {
    case 'settle':
      return allOf(AT_WORST.settled, message.args.vouchers.length);
    case 'announce':
      return allOf(AT_WORST.announced, message.args.vouchers.length);
    case 'pay_announced':
      return allOf(AT_WORST.paid, message.args.pairs.length);
    case 'clear_claims':
    case 'remove_tabs':
      return allOf(AT_WORST.removed, message.args.pairs.length);
    case 'distribute':
    case 'withdraw':
    case 'withdraw_for':
      return allOf(AT_WORST.divided, 1);
    default:
      return NOTHING;
  }
}

function allOf(each: Cost, count: number): Cost {
  const times = BigInt(count);
  const { message } = AT_WORST;
  return {
    refTime: message.refTime + times * each.refTime,
    proofSize: message.proofSize + times * each.proofSize,
    entries: message.entries + times * each.entries,
    bytes: message.bytes + times * each.bytes,
  };
}
