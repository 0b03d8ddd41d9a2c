import { type Amount, type ChainMoney, exactAmount, perMinute, withSymbol } from '../../sdk/money';
import { say } from '../../texts/i18n';
import { type Language } from '../../texts/languages';
import { says } from '../../texts/says';
import { i18nIn } from '../i18n';
import { type Hex } from '../../sdk/voucher';
import { type Limits, type PurseCall } from '../ledger';
import { moneyLine, partWords, timeLine, type WordLine } from './money-words';

/** A transaction in plain words, made from its bytes; marked by `says` until it is said. */
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
        title: says('Open a purse'),
        lines: [
          moneyLine(says('You deposit'), call.deposit, money),
          ...limitLines(call.limits, money),
          keyLine(call.sessionKey),
        ],
      };
    case 'topUp':
      return { title: says('Top up the purse'), lines: [moneyLine(says('You add'), call.amount, money)] };
    case 'rekey':
      return {
        title: says('Change key and limits'),
        lines: [
          ...limitLines(call.limits, money),
          keyLine(call.sessionKey),
          { label: says('The key until now'), value: says('signs nothing more; what it has signed is still paid') },
        ],
      };
    case 'requestClose':
      return {
        title: says('Ask to close the purse'),
        lines: [
          { label: says('From now on'), value: says('creators collect what was signed for') },
          { label: says('After the delay'), value: says('you close it and get the whole rest back') },
        ],
      };
    case 'cancelClose':
      return {
        title: says('Keep the purse open'),
        lines: [{ label: says('The closing'), value: says('is called off') }],
      };
    case 'close':
      return {
        title: says('Close the purse'),
        lines: [{ label: says('You get back'), value: says('the whole rest of the deposit') }],
      };
    case 'closeNow':
      return {
        title: says('Close the purse now'),
        lines: [
          { label: says('You get back'), value: says('the whole rest of the deposit') },
          { label: says('Without the delay'), value: says('because this site confirms that nothing is owed') },
          timeLine(says('Good until'), call.validUntil),
        ],
      };
    case 'withdraw':
      return {
        title: says('Withdraw your earnings'),
        lines: [
          owed === null
            ? { label: says('You get'), value: says('all that the contract owes you') }
            : moneyLine(says('You get all that the contract owes you, now'), owed, money),
        ],
      };
    case 'setSplit':
      return splitWords(call.shares);
    case 'withdrawFor':
      return {
        title: says('Send earnings to their owner'),
        lines: [{ label: says('All that is owed goes to'), value: call.account }],
      };
    case 'distribute':
      return { title: says('Divide earnings'), lines: [{ label: says('Of the creator'), value: call.creator }] };
    case 'announce':
      return {
        title: says('Announce vouchers'),
        lines: [
          { label: says('Vouchers'), value: String(call.vouchers.length) },
          { label: says('After the delay'), value: says('what they exceed the tabs by is paid to their creators') },
        ],
      };
    case 'payAnnounced':
      return {
        title: says('Pay what was announced'),
        lines: [
          { label: says('From the purse of'), value: call.viewer },
          { label: says('Claims'), value: String(call.claims.length) },
        ],
      };
    case 'clearClaims':
      return {
        title: says('Clear paid claims'),
        lines: [{ label: says('Claims'), value: String(call.claims.length) }],
      };
    case 'removeTabs':
      return { title: says('Remove old tabs'), lines: [{ label: says('Tabs'), value: String(call.tabs.length) }] };
    case 'settle':
      return {
        title: says('Settle vouchers'),
        lines: [{ label: says('Vouchers'), value: String(call.vouchers.length) }],
      };
  }
}

function limitLines({ maxRate, lanes, extrasAllowance, expiresAt }: Limits, money: ChainMoney | null): WordLine[] {
  return [
    {
      ...moneyLine(says('While you watch'), perMinute(maxRate), money, (said) =>
        says('at most {said} a minute', { said }),
      ),
      exact: says('at most {rate} a second', { rate: withSymbol(exactAmount(maxRate), money) }),
    },
    { label: says('How many streams at once'), value: String(lanes) },
    moneyLine(says('For tips and passes'), extrasAllowance, money, (said) =>
      extrasAllowance ? says('at most {said}', { said }) : says('nothing'),
    ),
    timeLine(says('Until'), expiresAt),
  ];
}

/** The key is shown so that it can be compared with the one that the browser has. */
function keyLine(key: Hex): WordLine {
  return { label: says('Signed for by the key'), value: shortHex(key), exact: key };
}

function splitWords(shares: Extract<PurseCall, { kind: 'setSplit' }>['shares']): Words {
  if (shares.length === 0) {
    return {
      title: says('Share no more'),
      lines: [{ label: says('After the delay'), value: says('all your earnings are yours') }],
    };
  }
  const ownPart = 10_000 - shares.reduce((sum, { basisPoints }) => sum + basisPoints, 0);
  return {
    title: says('Share your earnings'),
    lines: [
      ...shares.map(({ account, basisPoints }) => ({
        label: says('{account} gets', { account: shortHex(account) }),
        value: partWords(basisPoints),
        exact: account,
      })),
      { label: says('You keep'), value: partWords(ownPart) },
      { label: says('This counts'), value: says('at once when it is your first split, else after the delay') },
    ],
  };
}

const shortHex = (hex: string) => `${hex.slice(0, 8)}…${hex.slice(-6)}`;

/** The same in somebody's language. */
export function inLanguage({ title, lines }: Words, language: Language): Words {
  const i18n = i18nIn(language);
  return {
    title: say(i18n, title),
    lines: lines.map(({ label, value, exact, ...line }) => ({
      ...line,
      label: say(i18n, label),
      value: say(i18n, value),
      ...(exact === undefined ? {} : { exact: say(i18n, exact) }),
    })),
  };
}
