import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Upload } from '@tus/server';
import { type Timers } from '../../sdk/timers';
import { type Uploads } from '../deps';
import { deleteObjects, listObjects, missing, openS3, type S3Options, s3Config } from './s3';
import { BEGUN_ALREADY, createUploads } from './uploads';

const FOLDER = 'uploads/';
/** What is sent to the store at once, and held in memory until then. */
const PART = 8 * 1024 ** 2;
/** What stands beside an upload: what it is, and the last bytes of one that goes on. */
const BESIDE = /\.(info|part)$/;

/** Keeps uploads as objects of a bucket; `scratch` is a folder for those that are worked with. */
export async function createS3Uploads(options: S3Options, scratch: string, timers: Timers): Promise<Uploads> {
  const s3 = await openS3(options);
  const { sdk, client, bucket } = s3;
  const { S3Store } = await import('@tus/s3-store');
  const exists = (key: string) => client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key })).catch(missing);

  /**
   * A store that makes no upload anew that is there, and keeps what has come of one that breaks
   * off. Bytes that are too few for a part stand beside it, until more of them come.
   */
  class CarefulS3Store extends S3Store {
    override async create(upload: Upload): Promise<Upload> {
      if (await exists(`${upload.id}.info`)) throw BEGUN_ALREADY;
      return super.create(upload);
    }

    override async write(source: Readable, id: string, offset: number): Promise<number> {
      const metadata = await this.getMetadata(id);
      let next = ((await this.retrieveParts(id)).at(-1)?.PartNumber ?? 0) + 1;
      const beside = `${id}.part`;
      let isBeside = false;
      const pending: Uint8Array[] = [];
      let size = 0;
      const found = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: beside })).catch(missing);
      if (found?.Body) {
        isBeside = true;
        pending.push(await found.Body.transformToByteArray());
        size = pending[0]?.length ?? 0;
      }
      const sendPart = async () => {
        // gone before it is in a part: it would count twice
        if (isBeside) await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: beside }));
        isBeside = false;
        await this.uploadPart(metadata, Buffer.concat(pending.splice(0)), next++);
        size = 0;
      };
      let end = offset;
      try {
        for await (const chunk of source as AsyncIterable<Uint8Array>) {
          pending.push(chunk);
          size += chunk.length;
          end += chunk.length;
          if (size >= PART) await sendPart();
        }
      } finally {
        if (size >= this.minPartSize || (size > 0 && end === metadata.file.size)) await sendPart();
        else if (end > offset && size > 0)
          await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: beside, Body: Buffer.concat(pending) }));
      }
      if (end === metadata.file.size) await this.finishMultipartUpload(metadata, await this.retrieveParts(id));
      return end;
    }
  }
  const datastore = new CarefulS3Store({
    s3ClientConfig: { ...s3Config(options), bucket: options.bucket },
    // other processes change what is known of an upload: nothing of it is remembered
    cache: { get: () => Promise.resolve(undefined), set: () => Promise.resolve(), delete: () => Promise.resolve() },
  });

  const nameOf = (uploadId: string) => `${FOLDER}${uploadId}`;
  const idOf = (name: string) => name.slice(FOLDER.length);
  /** How S3 knows an upload whose parts are not put together yet; null when they are. */
  const multipartOf = async (name: string) => {
    const { Uploads } = await client.send(new sdk.ListMultipartUploadsCommand({ Bucket: bucket, Prefix: name }));
    return Uploads?.find(({ Key }) => Key === name) ?? null;
  };
  const changeOf = async (name: string) => {
    const multipart = await multipartOf(name);
    if (!multipart) return null;
    const { Parts } = await client.send(
      new sdk.ListPartsCommand({ Bucket: bucket, Key: name, UploadId: multipart.UploadId }),
    );
    return Parts?.at(-1)?.LastModified ?? null;
  };

  return createUploads(timers, {
    datastore,
    nameOf,
    idOf,
    async withFile(uploadId, use) {
      const { offset, size } = await datastore.getUpload(nameOf(uploadId));
      if (offset !== size) throw new Error('not all of this upload has come');
      await mkdir(scratch, { recursive: true });
      const folder = await mkdtemp(join(scratch, 'upload-'));
      try {
        const path = join(folder, 'upload');
        const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: nameOf(uploadId) }));
        await pipeline(Body as Readable, createWriteStream(path));
        return await use(path);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    async remove(uploadId) {
      const name = nameOf(uploadId);
      const multipart = await multipartOf(name);
      if (multipart)
        await client
          .send(new sdk.AbortMultipartUploadCommand({ Bucket: bucket, Key: name, UploadId: multipart.UploadId }))
          .catch(missing);
      await deleteObjects(s3, [name, `${name}.info`, `${name}.part`]);
    },
    // parts of an object cannot be read before they are put together
    follow: null,
    async *all() {
      const found = new Map<string, Date>();
      for await (const { key, storedAt } of listObjects(s3, FOLDER)) {
        const name = key.replace(BESIDE, '');
        const before = found.get(name);
        if (!before || storedAt > before) found.set(name, storedAt);
      }
      for (const [name, storedAt] of found) {
        const changed = await changeOf(name);
        yield { uploadId: idOf(name), changedAt: changed && changed > storedAt ? changed : storedAt };
      }
    },
  });
}
