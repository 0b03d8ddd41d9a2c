import { type Hex } from '../../sdk/voucher';
import { type Limits, type PurseCall } from '../ledger';
import { moneyLine, partWords, timeWords, type WordLine } from './money-words';

/** A transaction in plain words, made from its bytes. */
export interface Words {
  title: string;
  lines: WordLine[];
}

/** Says what a call does, to whoever is about to sign it. */
export function wordsOf(call: PurseCall, symbol: string): Words {
  switch (call.kind) {
    case 'open':
      return {
        title: 'Open a purse',
        lines: [
          moneyLine('You deposit', call.deposit, symbol),
          ...limitLines(call.limits, symbol),
          keyLine(call.sessionKey),
        ],
      };
    case 'topUp':
      return { title: 'Top up the purse', lines: [moneyLine('You add', call.amount, symbol)] };
    case 'rekey':
      return {
        title: 'Change key and limits',
        lines: [
          ...limitLines(call.limits, symbol),
          keyLine(call.sessionKey),
          { label: 'The key until now', value: 'still settles what it has signed, and signs nothing more' },
        ],
      };
    case 'requestClose':
      return {
        title: 'Ask to close the purse',
        lines: [
          { label: 'From now on', value: 'creators collect what was signed for' },
          { label: 'After the delay', value: 'you close it and get the whole rest back' },
        ],
      };
    case 'cancelClose':
      return { title: 'Keep the purse open', lines: [{ label: 'The closing', value: 'is called off' }] };
    case 'close':
      return { title: 'Close the purse', lines: [{ label: 'You get back', value: 'the whole rest of the deposit' }] };
    case 'closeNow':
      return {
        title: 'Close the purse now',
        lines: [
          { label: 'You get back', value: 'the whole rest of the deposit' },
          { label: 'Without the delay', value: 'because this site confirms that nothing is owed' },
          { label: 'Good until', value: timeWords(call.validUntil) },
        ],
      };
    case 'withdraw':
      return {
        title: 'Withdraw your earnings',
        lines: [{ label: 'You get', value: 'all that the contract owes you' }],
      };
    case 'setSplit':
      return splitWords(call.shares);
    case 'distribute':
      return { title: 'Divide earnings', lines: [{ label: 'Of the creator', value: call.creator }] };
    case 'announce':
      return { title: 'Announce vouchers', lines: [{ label: 'Vouchers', value: String(call.vouchers.length) }] };
    case 'settle':
      return { title: 'Settle vouchers', lines: [{ label: 'Vouchers', value: String(call.vouchers.length) }] };
  }
}

function limitLines({ maxRate, lanes, extrasAllowance, expiresAt }: Limits, symbol: string): WordLine[] {
  return [
    moneyLine('While you watch', maxRate, symbol, (money) => `at most ${money} a second`),
    { label: 'How many streams at once', value: String(lanes) },
    moneyLine('For tips and passes', extrasAllowance, symbol, (money) =>
      extrasAllowance ? `at most ${money}` : 'nothing',
    ),
    { label: 'Until', value: timeWords(expiresAt) },
  ];
}

/** The key is shown so that it can be compared with the one that the browser has. */
function keyLine(key: Hex): WordLine {
  return { label: 'Signed for by the key', value: `${key.slice(0, 8)}…${key.slice(-6)}`, exact: key };
}

function splitWords(shares: Extract<PurseCall, { kind: 'setSplit' }>['shares']): Words {
  if (shares.length === 0) {
    return { title: 'Share no more', lines: [{ label: 'From now on', value: 'all your earnings are yours' }] };
  }
  const kept = 10_000 - shares.reduce((sum, { basisPoints }) => sum + basisPoints, 0);
  return {
    title: 'Share your earnings',
    lines: [
      ...shares.map(({ account, basisPoints }) => ({
        label: `${account.slice(0, 8)}…${account.slice(-6)} gets`,
        value: partWords(basisPoints),
        exact: account,
      })),
      { label: 'You keep', value: partWords(kept) },
      { label: 'This counts', value: 'for what is settled from now on' },
    ],
  };
}
