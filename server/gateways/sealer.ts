import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { type Sealer } from '../deps';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM by a key that is made of this installation's secret; null seals nothing. */
export function createSealer(secret: string | null): Sealer {
  const key = secret === null ? null : createHash('sha256').update(`vilokanam sealer ${secret}`).digest();
  const keyOrFail = () => {
    if (!key) throw new Error('this installation has no secret to seal with');
    return key;
  };
  return {
    on: key !== null,
    seal(text, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyOrFail(), nonce).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed, 'base64url');
      const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      try {
        const nonce = bytes.subarray(0, NONCE_BYTES);
        const decipher = createDecipheriv('aes-256-gcm', keyOrFail(), nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString();
      } catch {
        return null;
      }
    },
  };
}
