import { type Readable } from 'node:stream';
import { type Storage } from '../deps';
import { contentTypeOf, readKey, type StorageKey, videoKey } from '../storage-key';
import { deleteObjects, listObjects, missing, openS3, type S3Options } from './s3';

/** Keeps things as objects of a bucket. */
export async function createS3Storage(options: S3Options): Promise<Storage> {
  const s3 = await openS3(options);
  const { sdk, client, bucket } = s3;
  const { Upload } = await import('@aws-sdk/lib-storage');
  const at = (key: StorageKey) => {
    // a key that was not made here would be a defect, and leads to what is not ours nevertheless
    if (!readKey(key)) throw new RangeError('this is no key of something that is kept');
    return { Bucket: bucket, Key: key };
  };
  return {
    async put(key, content) {
      const object = { ...at(key), ContentType: contentTypeOf(key) };
      if (content instanceof Uint8Array) await client.send(new sdk.PutObjectCommand({ ...object, Body: content }));
      // in parts, since nobody says how much comes; one that breaks off leaves none of them
      else await new Upload({ client, params: { ...object, Body: content as Readable } }).done();
    },
    async stat(key) {
      const found = await client.send(new sdk.HeadObjectCommand(at(key))).catch(missing);
      return found?.LastModified ? { bytes: found.ContentLength ?? 0, storedAt: found.LastModified } : null;
    },
    async read(key, range) {
      const wanted = range && { Range: `bytes=${range.from}-${range.to}` };
      const found = await client.send(new sdk.GetObjectCommand({ ...at(key), ...wanted })).catch(missing);
      if (!found?.Body || !found.LastModified) return null;
      // of a part, its length is not the whole's
      const bytes = Number(found.ContentRange?.split('/')[1] ?? found.ContentLength ?? 0);
      const content = found.Body.transformToWebStream() as ReadableStream<Uint8Array>;
      return { bytes, storedAt: found.LastModified, content };
    },
    async remove(key) {
      await client.send(new sdk.DeleteObjectCommand(at(key)));
    },
    async removeVideo(folder) {
      const keys: string[] = [];
      const prefix = videoKey(folder, 'index.json').replace(/[^/]*$/, '');
      for await (const { key } of listObjects(s3, prefix)) keys.push(key);
      await deleteObjects(s3, keys);
    },
    async *videoFolders() {
      let folder = '';
      let last = new Date(0);
      for await (const { key, storedAt } of listObjects(s3, 'videos/')) {
        const [, next = ''] = key.split('/');
        if (next !== folder) {
          if (folder) yield { folder, storedAt: last };
          folder = next;
          last = storedAt;
        } else if (storedAt > last) last = storedAt;
      }
      if (folder) yield { folder, storedAt: last };
    },
  };
}
