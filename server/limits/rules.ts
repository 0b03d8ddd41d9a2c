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
  changeNames: { network: { burst: 60, interval: MINUTE }, subject: { burst: 10, interval: HOUR } },
  prepareTransaction: { network: { burst: 60, interval: 5 * SECOND }, subject: { burst: 20, interval: 10 * SECOND } },
  submitTransaction: { network: { burst: 60, interval: 5 * SECOND }, subject: { burst: 20, interval: 10 * SECOND } },
  askToSend: { network: { burst: 20, interval: MINUTE }, subject: { burst: 5, interval: 10 * MINUTE } },
  downloadVouchers: { network: { burst: 60, interval: 10 * SECOND }, subject: { burst: 10, interval: 30 * SECOND } },
  faucet: { network: { burst: 10, interval: 10 * MINUTE }, subject: { burst: 3, interval: 10 * MINUTE } },
  deleteAccount: { network: { burst: 20, interval: MINUTE }, subject: { burst: 5, interval: 2 * MINUTE } },
  join: { network: { burst: 600, interval: SECOND / 10 }, subject: { burst: 30, interval: 2 * SECOND } },
  waiting: { network: { burst: 600, interval: SECOND / 10 }, subject: { burst: 30, interval: 2 * SECOND } },
  // without an account: the subject is the network in this stream
  joinUnknown: { network: { burst: 30, interval: 2 * SECOND }, subject: { burst: 15, interval: 4 * SECOND } },
} as const satisfies Record<string, { network: Rule; subject: Rule }>;

/** What is limited. */
export type Limited = keyof typeof rules;
