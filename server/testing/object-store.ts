import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startVersitygw, versitygw } from '../../scripts/engines/versitygw.mjs';
import { openS3, type S3Options } from '../gateways/s3';
import { testFolder } from './storage';

/** The object store's program; null where it is not built, and cannot be. */
export const objectStoreProgram = await versitygw();

/** A real object store over a folder, with an empty bucket. */
export async function startObjectStore(program: string) {
  const dataDir = testFolder();
  const engine = await startVersitygw({ dataDir, program });
  const options: S3Options = {
    endpoint: engine.url,
    bucket: 'vilokanam',
    region: engine.env.S3_REGION ?? '',
    accessKeyId: engine.env.S3_ACCESS_KEY_ID ?? '',
    secretKey: readFileSync(join(dataDir, 'secrets/s3-secret'), 'utf8'),
  };
  const { sdk, client, bucket } = await openS3(options);
  await client.send(new sdk.CreateBucketCommand({ Bucket: bucket }));
  return { options, stop: engine.stop };
}
