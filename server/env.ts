import { z } from 'zod';

const flag = z
  .enum(['', '0', '1'])
  .default('')
  .transform((value) => value === '1');
const list = (what: z.ZodType<string, string>) =>
  z
    .string()
    .transform((value) => value.split(',').map((item) => item.trim()))
    .pipe(z.array(what).min(1));
const url = (...protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    message: `must be an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const schema = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    APP_ORIGINS: list(url('http:', 'https:')).optional(),
    DATABASE_URL: url('postgresql:', 'postgres:'),
    LIVEKIT_URL: url('ws:', 'wss:'),
    LIVEKIT_API_KEY: z.string().min(3),
    LIVEKIT_API_SECRET: z.string().min(32, 'must have at least 32 characters'),
    CHAIN_URL: list(url('ws:', 'wss:')),
    CHAIN_LOCAL: flag,
    LOCAL_DEMO: flag,
    TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    LOG_PRETTY: flag,
    VILOKANAM_DEV: flag,
  })
  .transform((env) => ({
    ...env,
    APP_ORIGINS: (env.APP_ORIGINS ?? [`http://localhost:${env.PORT}`, `http://127.0.0.1:${env.PORT}`]).map(
      (origin) => new URL(origin).origin,
    ),
  }));

/** The server's whole configuration, checked. */
export type Env = z.infer<typeof schema>;

/** Reads the environment once, at boot; everything that is wrong with it is said at once, values are not. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `  ${issue.path[0]?.toString() ?? ''}: ${issue.message}`);
  throw new Error(`The environment is not complete (see README, "Configuration"):\n${wrong.join('\n')}`);
}
