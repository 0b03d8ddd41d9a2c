import { randomInt } from 'node:crypto';
import { type AccountId } from '../ids';

/** Under what they are shown until they choose. */
export const MADE_UP_NAME = 'Guest';

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * A handle for somebody who came with a wallet and has not chosen one: 40 bits and more, so the
 * first is free.
 */
export function madeUpHandle(): string {
  const letters = Array.from({ length: 9 }, () => LETTERS.charAt(randomInt(LETTERS.length)));
  return `guest_${letters.join('')}`;
}

/**
 * The handle of a deleted account's shell: its hyphen keeps it out of what anybody can choose or
 * ask for.
 */
export function shellHandle(id: AccountId): string {
  return `deleted-${id.replaceAll('-', '').slice(16)}`;
}
