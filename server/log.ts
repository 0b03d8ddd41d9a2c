import { pino, type DestinationStream, type Logger } from 'pino';

const SECRETS = [
  'password',
  'current',
  'next',
  'secret',
  'signature',
  'token',
  'cookie',
  'authorization',
  'hash',
  'setCookie',
  'email',
];

/**
 * The one logger. Whatever is logged under a secret's name, at the top or one or two levels down,
 * is not written.
 */
export function createLogger(options: { level: string; pretty?: boolean; to?: DestinationStream }): Logger {
  const redact = { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' };
  const base = { level: options.level, redact, base: null };
  if (options.to) return pino(base, options.to);
  return pino(
    options.pretty
      ? {
          ...base,
          transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' } },
        }
      : base,
  );
}
