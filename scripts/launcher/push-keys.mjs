// The keys by which browsers know who pushes to them: made once for a data folder. Another pair
// would be another site to every browser that subscribed.
import { createECDH } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepSecret } from './secrets.mjs';

/**
 * What the app is told of them.
 * @param {string} dataDir
 * @returns {Record<string, string>}
 */
export function pushKeys(dataDir) {
  const file = join(dataDir, 'secrets', 'push-key');
  const pair = createECDH('prime256v1');
  if (existsSync(file)) pair.setPrivateKey(readFileSync(file, 'utf8').trim(), 'base64url');
  else {
    pair.generateKeys();
    // 32 bytes, also where the key begins with zeros
    keepSecret(
      dataDir,
      'push-key',
      Buffer.from(pair.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64url'),
    );
  }
  return {
    VAPID_PUBLIC_KEY: pair.getPublicKey('base64url'),
    VAPID_PRIVATE_KEY_FILE: file,
    VAPID_SUBJECT: 'mailto:nobody@localhost.invalid',
  };
}
