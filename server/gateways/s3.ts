/** An object store that speaks S3, and the one bucket of it that is ours. */
export interface S3Options {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretKey: string;
}

export function s3Config({ endpoint, region, accessKeyId, secretKey }: S3Options) {
  return {
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey: secretKey },
    // other stores than Amazon's have neither names for buckets, nor its newer checksums
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  } as const;
}

/** Amazon's library is read only where it is needed. */
export async function openS3(options: S3Options) {
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client(s3Config(options));
  return { sdk, client, bucket: options.bucket };
}

export type OpenS3 = Awaited<ReturnType<typeof openS3>>;

/** What is not there is null. */
export function missing(error: unknown): null {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  if (name === 'NotFound' || name === 'NoSuchKey' || $metadata?.httpStatusCode === 404) return null;
  throw error;
}

/** All objects whose keys begin so, in the order of their keys. */
export async function* listObjects({ sdk, client, bucket }: OpenS3, prefix: string) {
  for await (const { Contents } of sdk.paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key, LastModified } of Contents ?? [])
      if (Key !== undefined && LastModified) yield { key: Key, storedAt: LastModified };
  }
}

export async function deleteObjects({ sdk, client, bucket }: OpenS3, keys: readonly string[]): Promise<void> {
  // more than a thousand are not taken at once
  for (let from = 0; from < keys.length; from += 1_000) {
    const Objects = keys.slice(from, from + 1_000).map((Key) => ({ Key }));
    const { Errors } = await client.send(new sdk.DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
    const [first] = Errors ?? [];
    if (first) throw new Error(`an object could not be deleted: ${first.Code ?? 'no reason was given'}`);
  }
}
