import { createHash } from 'node:crypto';

/**
 * What is kept of a secret that is random and long: who reads the database can do nothing with it.
 * Passwords, which people choose, are hashed by server/gateways/passwords.ts.
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
