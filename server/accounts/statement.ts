/** What a wallet is asked to sign. */
export interface StatementParts {
  /** The site's canonical address. */
  site: string;
  address: string;
  nonce: string;
  issuedAt: Date;
  expiresAt: Date;
  /** The handle of the account that the wallet is to be linked to; null when it is to sign in. */
  linkTo: string | null;
}

/**
 * The exact text, made for the person who reads it in their wallet: who asks, for what, and that it costs nothing. It
 * names the site, so a signature given to another site is worth nothing here, and the account, so nobody links their
 * wallet to a stranger's account without having been told.
 */
export function statementOf({ site, address, nonce, issuedAt, expiresAt, linkTo }: StatementParts): string {
  const { host } = new URL(site);
  const what = linkTo === null ? 'you to sign in with this wallet' : `to link this wallet to the account @${linkTo}`;
  return [
    `${host} asks ${what}:`,
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
