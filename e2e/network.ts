import { randomBytes } from 'node:crypto';

/**
 * Headers of somebody in a network where nobody else is: what one does in a test counts against the
 * limits of no other.
 */
export function ownNetwork(): { 'x-forwarded-for': string } {
  return { 'x-forwarded-for': `10.${[...randomBytes(3)].join('.')}` };
}
