/** What a wallet is asked to sign. */
export interface StatementParts {
  /** The site's canonical address. */
  site: string;
  address: string;
  nonce: string;
  issuedAt: Date;
  expiresAt: Date;
  /** What the signature is for. */
  purpose: 'signIn' | 'link' | 'confirm';
  /** The account that it is about; null when it is to sign in. */
  handle: string | null;
}

/**
 * The exact text, made for the person who reads it in their wallet: who asks, for what, and that it
 * costs nothing. It names the site, so a signature given to another site is worth nothing here, and
 * the account, so nobody links their wallet to a stranger's account, or helps one to change,
 * without having been told.
 */
export function statementOf({ site, address, nonce, issuedAt, expiresAt, purpose, handle }: StatementParts): string {
  const { host } = new URL(site);
  const asked = {
    signIn: 'you to sign in with this wallet',
    link: `to link this wallet to the account @${handle}`,
    confirm: `for your consent to a change of the account @${handle}`,
  }[purpose];
  return [
    `${host} asks ${asked}:`,
    address,
    '',
    `Signing is free and moves no money. Sign only if you are on ${host} now.`,
    '',
    `URI: ${site}`,
    `Nonce: ${nonce}`,
    `Issued at: ${issuedAt.toISOString()}`,
    `Expires at: ${expiresAt.toISOString()}`,
  ].join('\n');
}
