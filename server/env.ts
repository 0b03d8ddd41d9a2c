import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type H160 } from '../sdk/voucher';

const flag = z
  .enum(['', '0', '1'])
  .default('')
  .transform((value) => value === '1');
/** A whole number; a variable that is set to nothing is as one that is not set. */
const number = (usual: number) =>
  z.preprocess((value) => (value === '' || value === undefined ? usual : value), z.coerce.number().int());
const list = (what: z.ZodType<string, string>) =>
  z
    .string()
    .transform((value) => value.split(',').map((item) => item.trim()))
    .pipe(z.array(what).min(1));
const url = (...protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    message: `must be an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });
/** A variable that is set to nothing, as compose files do, is not set. */
const unlessEmpty = <Kind extends z.ZodType>(kind: Kind) =>
  z.preprocess((value) => (value === '' ? undefined : value), kind.optional());

/**
 * A file with nothing but a secret. The secret is read here, so that whoever starts the server
 * learns at once that it is not there.
 */
const secretFile = unlessEmpty(
  z.string().transform((path, context) => {
    try {
      const secret = readFileSync(path, 'utf8').trim();
      if (secret !== '') return secret;
      context.addIssue({ code: 'custom', message: 'names a file that is empty' });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
      context.addIssue({ code: 'custom', message: `names a file that cannot be read (${code})` });
    }
    return z.NEVER;
  }),
);
const contractAddress = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be 0x and 40 hex digits')
  .transform((address) => address.toLowerCase() as H160);

/** What browsers take as RTCIceServer; the addresses may be one or several. */
const iceServer = z.strictObject({
  urls: z
    .union([z.string().transform((url) => [url]), z.array(z.string()).min(1)])
    .pipe(z.array(z.string().regex(/^(stuns?|turns?):\S+$/, 'must start with stun:, stuns:, turn: or turns:'))),
  username: z.string().optional(),
  credential: z.string().optional(),
});
const iceServers = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON: a list of servers as browsers take them' });
      return z.NEVER;
    }
  })
  .pipe(z.array(iceServer));

const schema = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    APP_ORIGINS: list(url('http:', 'https:')).optional(),
    DATABASE_URL: url('postgresql:', 'postgres:'),
    STORAGE_DIR: z
      .string()
      .optional()
      .transform((folder) => folder || '.vilokanam/files'),
    RESTREAM_SECRET_FILE: secretFile,
    MAX_RESTREAMS: number(4).pipe(z.number().min(0).max(100)),
    VIDEO_QUOTA_GIB: number(50).pipe(z.number().min(1).max(1_000_000)),
    VIDEO_KEEP_ORIGINALS: z
      .enum(['', '0', '1'])
      .default('')
      .transform((value) => value !== '0'),
    MAX_FOLLOWED_RECORDINGS: number(4).pipe(z.number().min(0).max(1_000)),
    VIDEO_RETENTION_DAYS: number(0).pipe(z.number().min(0).max(100_000)),
    VIDEO_HEIGHTS: z
      .string()
      .default('')
      .transform((text) => text.trim() || '480')
      .transform((text) => (text === '0' ? [] : text.split(',').map(Number)))
      .pipe(z.array(z.number().int().multipleOf(2).min(144).max(1080)).max(4)),
    MAX_SERVER_RECORDINGS: number(4).pipe(z.number().min(0).max(1_000)),
    S3_ENDPOINT: unlessEmpty(url('http:', 'https:')),
    S3_BUCKET: unlessEmpty(z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket')),
    S3_REGION: unlessEmpty(z.string().min(1)),
    S3_ACCESS_KEY_ID: unlessEmpty(z.string().min(1)),
    S3_SECRET_KEY_FILE: secretFile,
    LIVEKIT_URL: url('ws:', 'wss:'),
    LIVEKIT_API_KEY: z.string().min(3),
    LIVEKIT_API_SECRET: z.string().min(32, 'must have at least 32 characters'),
    ICE_SERVERS: unlessEmpty(iceServers),
    // programs want a name behind the address, whatever it is
    RTMP_URL: unlessEmpty(url('rtmp:', 'rtmps:').transform((at) => at.replace(/^(\w+:\/\/[^/]+)\/?$/, '$1/live'))),
    RTMP_PORT: z.coerce.number().int().min(0).max(65_535).default(1935),
    INGRESS_URL: unlessEmpty(url('rtmp:')),
    CHAIN_URL: list(url('ws:', 'wss:')),
    CHAIN_LOCAL: flag,
    CONTRACT_ADDRESS: unlessEmpty(contractAddress),
    CONTRACT_BLOCK: unlessEmpty(z.coerce.number().int().min(1)),
    OPERATOR_SECRET_FILE: secretFile,
    FAUCET_SECRET_FILE: secretFile,
    BLOCK_URL: unlessEmpty(
      z
        .string()
        .refine((value) => value.includes('{number}'), 'must contain {number}, which stands for the number of a block'),
    ),
    SMTP_URL: unlessEmpty(url('smtp:', 'smtps:')),
    MAIL_FROM: unlessEmpty(
      z
        .string()
        .max(320)
        .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, 'must be an address'),
    ),
    VAPID_PUBLIC_KEY: unlessEmpty(z.string().regex(/^[\w-]{87}$/, 'must be 87 characters of base64url')),
    VAPID_PRIVATE_KEY_FILE: secretFile,
    VAPID_SUBJECT: unlessEmpty(url('mailto:', 'https:')),
    LOCAL_DEMO: flag,
    TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    LOG_PRETTY: flag,
    VILOKANAM_DEV: flag,
    /** Where programs are: FFmpeg is looked for there. */
    PATH: z.string().default(''),
  })
  .superRefine((env, context) => {
    const wrong = (path: keyof typeof env, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (env.FAUCET_SECRET_FILE && !env.CHAIN_LOCAL) wrong('FAUCET_SECRET_FILE', 'is for a local chain only');
    if (env.RTMP_URL && !env.INGRESS_URL)
      wrong('INGRESS_URL', 'is needed with RTMP_URL: where this server reaches LiveKit Ingress');
    if (env.SMTP_URL && !env.MAIL_FROM) wrong('MAIL_FROM', 'is needed with SMTP_URL: who writes');
    if (env.VAPID_PUBLIC_KEY && !env.VAPID_PRIVATE_KEY_FILE)
      wrong('VAPID_PRIVATE_KEY_FILE', 'is needed with VAPID_PUBLIC_KEY');
    if (env.VAPID_PUBLIC_KEY && !env.VAPID_SUBJECT)
      wrong('VAPID_SUBJECT', 'is needed with VAPID_PUBLIC_KEY: where push services complain');
    for (const needed of ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_KEY_FILE'] as const)
      if (env.S3_ENDPOINT && !env[needed]) wrong(needed, 'is needed with S3_ENDPOINT');
    if (!env.CONTRACT_ADDRESS) return;
    if (!env.OPERATOR_SECRET_FILE)
      wrong('OPERATOR_SECRET_FILE', 'is needed with CONTRACT_ADDRESS: the operator settles');
    if (!env.CONTRACT_BLOCK && !env.CHAIN_LOCAL)
      wrong('CONTRACT_BLOCK', 'is needed with CONTRACT_ADDRESS: chain:deploy has printed it');
  })
  .transform(
    ({
      OPERATOR_SECRET_FILE,
      FAUCET_SECRET_FILE,
      VAPID_PRIVATE_KEY_FILE,
      S3_SECRET_KEY_FILE,
      RESTREAM_SECRET_FILE,
      ...env
    }) => ({
      ...env,
      RESTREAM_SECRET: RESTREAM_SECRET_FILE,
      S3_SECRET_KEY: S3_SECRET_KEY_FILE,
      S3_REGION: env.S3_REGION ?? 'us-east-1',
      OPERATOR_SECRET: OPERATOR_SECRET_FILE,
      FAUCET_SECRET: FAUCET_SECRET_FILE,
      VAPID_PRIVATE_KEY: VAPID_PRIVATE_KEY_FILE,
      ICE_SERVERS: env.ICE_SERVERS ?? [],
      // A local chain is young: reading it from its first block costs nothing.
      CONTRACT_BLOCK: env.CONTRACT_BLOCK ?? 1,
      BLOCK_URL: env.BLOCK_URL ?? '/blocks/{number}',
      APP_ORIGINS: (env.APP_ORIGINS ?? [`http://localhost:${env.PORT}`, `http://127.0.0.1:${env.PORT}`]).map(
        (origin) => new URL(origin).origin,
      ),
    }),
  );

/** The server's whole configuration, checked. */
export type Env = z.infer<typeof schema>;

/**
 * Reads the environment once, at boot; everything that is wrong with it is said at once, values are
 * not.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `  ${issue.path[0]?.toString() ?? ''}: ${issue.message}`);
  throw new Error(`The environment is not complete (see README, "Configuration"):\n${wrong.join('\n')}`);
}
