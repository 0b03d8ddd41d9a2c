import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const BLOCK = 4 * 1024 * 1024;

/** SHA-256 of a file that may be larger than memory, in hex. */
addEventListener('message', ({ data: file }: MessageEvent<Blob>) => {
  void hashOf(file).then(
    (hash) => postMessage({ hash }),
    () => postMessage({ hash: null }),
  );
});

async function hashOf(file: Blob): Promise<string> {
  const hash = sha256.create();
  for (let at = 0; at < file.size; at += BLOCK)
    hash.update(new Uint8Array(await file.slice(at, at + BLOCK).arrayBuffer()));
  return bytesToHex(hash.digest());
}
