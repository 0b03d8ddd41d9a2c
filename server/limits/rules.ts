import { HOUR, MINUTE, SECOND } from '../clock';

/** How often something may be tried: `burst` times at once, then once in every `interval`. */
export interface Rule {
  burst: number;
  /** Milliseconds. */
  interval: number;
}

/**
 * What is limited, each by two keys that must both let it through: where it comes from (`network`)
 * and whom it is about (`subject`: a name, a wallet, an account). The first stops one machine that
 * tries many names; the second, many machines that try one name. Networks get more, for a school or
 * an office is one network.
 */
export const rules = {
  signIn: { network: { burst: 30, interval: 10 * SECOND }, subject: { burst: 8, interval: MINUTE } },
  // by a browser that signed in before: the subject is that browser with that account
  signInKnown: { network: { burst: 60, interval: 5 * SECOND }, subject: { burst: 8, interval: MINUTE } },
  signUp: { network: { burst: 20, interval: 2 * MINUTE }, subject: { burst: 5, interval: MINUTE } },
  walletChallenge: { network: { burst: 30, interval: 10 * SECOND }, subject: { burst: 10, interval: 30 * SECOND } },
  walletChallengeKnown: { network: { burst: 60, interval: 5 * SECOND }, subject: { burst: 10, interval: 30 * SECOND } },
  walletProof: { network: { burst: 30, interval: 10 * SECOND }, subject: { burst: 10, interval: 30 * SECOND } },
  confirm: { network: { burst: 30, interval: 10 * SECOND }, subject: { burst: 8, interval: MINUTE } },
  changePassword: { network: { burst: 20, interval: MINUTE }, subject: { burst: 5, interval: 2 * MINUTE } },
  changeProfile: { network: { burst: 120, interval: 10 * SECOND }, subject: { burst: 20, interval: 30 * SECOND } },
  uploadPicture: { network: { burst: 60, interval: 10 * SECOND }, subject: { burst: 10, interval: 30 * SECOND } },
  unlock: { network: { burst: 60, interval: 10 * SECOND }, subject: { burst: 8, interval: MINUTE } },
  // a page sends one a minute, and one more when it is loaded anew
  sendFrame: { network: { burst: 60, interval: SECOND }, subject: { burst: 2, interval: 30 * SECOND } },
  // what was drawn before is answered without; the subject is the network
  drawLinkPicture: { network: { burst: 60, interval: SECOND }, subject: { burst: 60, interval: SECOND } },
  changeNames: { network: { burst: 60, interval: MINUTE }, subject: { burst: 10, interval: HOUR } },
  prepareTransaction: { network: { burst: 60, interval: 5 * SECOND }, subject: { burst: 20, interval: 10 * SECOND } },
  submitTransaction: { network: { burst: 60, interval: 5 * SECOND }, subject: { burst: 20, interval: 10 * SECOND } },
  askToSend: { network: { burst: 20, interval: MINUTE }, subject: { burst: 5, interval: 10 * MINUTE } },
  downloadVouchers: { network: { burst: 60, interval: 10 * SECOND }, subject: { burst: 10, interval: 30 * SECOND } },
  faucet: { network: { burst: 10, interval: 10 * MINUTE }, subject: { burst: 3, interval: 10 * MINUTE } },
  deleteAccount: { network: { burst: 20, interval: MINUTE }, subject: { burst: 5, interval: 2 * MINUTE } },
  raid: { network: { burst: 30, interval: MINUTE }, subject: { burst: 5, interval: 10 * MINUTE } },
  raiseHand: { network: { burst: 120, interval: 5 * SECOND }, subject: { burst: 10, interval: 15 * SECOND } },
  // a program that lost its connection tries again after 5, 10, 20 and 40 seconds
  startFeed: { network: { burst: 60, interval: 5 * SECOND }, subject: { burst: 10, interval: 5 * SECOND } },
  // one message for each way that a program finds through its network
  changeFeed: { network: { burst: 600, interval: SECOND / 10 }, subject: { burst: 60, interval: SECOND / 2 } },
  changeStreamKeys: { network: { burst: 60, interval: 10 * SECOND }, subject: { burst: 10, interval: 30 * SECOND } },
  changeRestreams: { network: { burst: 60, interval: 10 * SECOND }, subject: { burst: 15, interval: 20 * SECOND } },
  makeVideo: { network: { burst: 60, interval: 10 * SECOND }, subject: { burst: 20, interval: 30 * SECOND } },
  // a recording that lost its page begins one anew
  recordOnServer: { network: { burst: 60, interval: 10 * SECOND }, subject: { burst: 20, interval: 10 * SECOND } },
  beginPart: { network: { burst: 120, interval: 5 * SECOND }, subject: { burst: 30, interval: 5 * SECOND } },
  changeVideo: { network: { burst: 120, interval: 5 * SECOND }, subject: { burst: 30, interval: 5 * SECOND } },
  cutClip: { network: { burst: 60, interval: 10 * SECOND }, subject: { burst: 6, interval: MINUTE } },
  changeClips: { network: { burst: 120, interval: 5 * SECOND }, subject: { burst: 30, interval: 5 * SECOND } },
  // pieces of a recording, some a second, and what is asked after each break
  sendUpload: { network: { burst: 1_200, interval: SECOND / 20 }, subject: { burst: 300, interval: SECOND / 10 } },
  // a raid is kept in order by many quick deeds
  moderate: { network: { burst: 300, interval: SECOND / 5 }, subject: { burst: 120, interval: SECOND / 2 } },
  report: { network: { burst: 60, interval: 10 * SECOND }, subject: { burst: 10, interval: MINUTE } },
  appeal: { network: { burst: 30, interval: MINUTE }, subject: { burst: 3, interval: 10 * MINUTE } },
  block: { network: { burst: 120, interval: 5 * SECOND }, subject: { burst: 30, interval: 10 * SECOND } },
  askForReset: { network: { burst: 20, interval: MINUTE }, subject: { burst: 3, interval: 10 * MINUTE } },
  sendMail: { network: { burst: 20, interval: MINUTE }, subject: { burst: 3, interval: 10 * MINUTE } },
  // a guess of 192 bits is none; this keeps guessing cheap for us
  mailLink: { network: { burst: 60, interval: 10 * SECOND }, subject: { burst: 10, interval: 30 * SECOND } },
  subscribePush: { network: { burst: 60, interval: 10 * SECOND }, subject: { burst: 10, interval: MINUTE } },
  join: { network: { burst: 600, interval: SECOND / 10 }, subject: { burst: 30, interval: 2 * SECOND } },
  // the subject is an account, or without one the network
  search: { network: { burst: 240, interval: SECOND / 4 }, subject: { burst: 60, interval: SECOND } },
  // as one types
  suggest: { network: { burst: 600, interval: SECOND / 10 }, subject: { burst: 120, interval: SECOND / 4 } },
  waiting: { network: { burst: 600, interval: SECOND / 10 }, subject: { burst: 30, interval: 2 * SECOND } },
  // without an account: the subject is the network in this stream
  joinUnknown: { network: { burst: 30, interval: 2 * SECOND }, subject: { burst: 15, interval: 4 * SECOND } },
  // bursts of talk; over a minute, one message in one and a half seconds
  sendMessage: { network: { burst: 120, interval: SECOND / 4 }, subject: { burst: 6, interval: 1.5 * SECOND } },
} as const satisfies Record<string, { network: Rule; subject: Rule }>;

/** What is limited. */
export type Limited = keyof typeof rules;
