import { type Amount, type ChainMoney, exactAmount, perMinute, withSymbol } from '../../sdk/money';
import { type Hex } from '../../sdk/voucher';
import { type Limits, type PurseCall } from '../ledger';
import { moneyLine, partWords, timeLine, type WordLine } from './money-words';

/** A transaction in plain words, made from its bytes. */
export interface Words {
  title: string;
  lines: WordLine[];
}

/**
 * Says what a call does, to whoever is about to sign it. `owed` is what a withdrawal would pay now:
 * its bytes do not tell.
 */
export function wordsOf(call: PurseCall, money: ChainMoney | null, owed: Amount | null = null): Words {
  switch (call.kind) {
    case 'open':
      return {
        title: 'Open a purse',
        lines: [
          moneyLine('You deposit', call.deposit, money),
          ...limitLines(call.limits, money),
          keyLine(call.sessionKey),
        ],
      };
    case 'topUp':
      return { title: 'Top up the purse', lines: [moneyLine('You add', call.amount, money)] };
    case 'rekey':
      return {
        title: 'Change key and limits',
        lines: [
          ...limitLines(call.limits, money),
          keyLine(call.sessionKey),
          { label: 'The key until now', value: 'signs nothing more; what it has signed is still paid' },
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
          timeLine('Good until', call.validUntil),
        ],
      };
    case 'withdraw':
      return {
        title: 'Withdraw your earnings',
        lines: [
          owed === null
            ? { label: 'You get', value: 'all that the contract owes you' }
            : moneyLine('You get all that the contract owes you, now', owed, money),
        ],
      };
    case 'setSplit':
      return splitWords(call.shares);
    case 'withdrawFor':
      return {
        title: 'Send earnings to their owner',
        lines: [{ label: 'All that is owed goes to', value: call.account }],
      };
    case 'distribute':
      return { title: 'Divide earnings', lines: [{ label: 'Of the creator', value: call.creator }] };
    case 'announce':
      return {
        title: 'Announce vouchers',
        lines: [
          { label: 'Vouchers', value: String(call.vouchers.length) },
          { label: 'After the delay', value: 'what they exceed the tabs by is paid to their creators' },
        ],
      };
    case 'payAnnounced':
      return {
        title: 'Pay what was announced',
        lines: [
          { label: 'From the purse of', value: call.viewer },
          { label: 'Claims', value: String(call.claims.length) },
        ],
      };
    case 'clearClaims':
      return { title: 'Clear paid claims', lines: [{ label: 'Claims', value: String(call.claims.length) }] };
    case 'removeTabs':
      return { title: 'Remove old tabs', lines: [{ label: 'Tabs', value: String(call.tabs.length) }] };
    case 'settle':
      return { title: 'Settle vouchers', lines: [{ label: 'Vouchers', value: String(call.vouchers.length) }] };
  }
}

function limitLines({ maxRate, lanes, extrasAllowance, expiresAt }: Limits, money: ChainMoney | null): WordLine[] {
  return [
    {
      ...moneyLine('While you watch', perMinute(maxRate), money, (said) => `at most ${said} a minute`),
      exact: `at most ${withSymbol(exactAmount(maxRate), money)} a second`,
    },
    { label: 'How many streams at once', value: String(lanes) },
    moneyLine('For tips and passes', extrasAllowance, money, (said) =>
      extrasAllowance ? `at most ${said}` : 'nothing',
    ),
    timeLine('Until', expiresAt),
  ];
}

/** The key is shown so that it can be compared with the one that the browser has. */
function keyLine(key: Hex): WordLine {
  return { label: 'Signed for by the key', value: `${key.slice(0, 8)}…${key.slice(-6)}`, exact: key };
}

function splitWords(shares: Extract<PurseCall, { kind: 'setSplit' }>['shares']): Words {
  if (shares.length === 0) {
    return { title: 'Share no more', lines: [{ label: 'After the delay', value: 'all your earnings are yours' }] };
  }
  const ownPart = 10_000 - shares.reduce((sum, { basisPoints }) => sum + basisPoints, 0);
  return {
    title: 'Share your earnings',
    lines: [
      ...shares.map(({ account, basisPoints }) => ({
        label: `${account.slice(0, 8)}…${account.slice(-6)} gets`,
        value: partWords(basisPoints),
        exact: account,
      })),
      { label: 'You keep', value: partWords(ownPart) },
      { label: 'This counts', value: 'at once when it is your first split, else after the delay' },
    ],
  };
}
