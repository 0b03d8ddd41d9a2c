// What `npm start` can be told, by flags or by the environment.
import { parseArgs } from 'node:util';
import { dataFolder } from './paths.mjs';

/** The engines that a start can be limited to. @typedef {'db' | 'media' | 'chain'} Part */

/** @type {readonly Part[]} */
export const PARTS = ['db', 'media', 'chain'];

/** What is started when it is asked for alone. @typedef {'ingress'} Extra */

/** @type {readonly Extra[]} */
const EXTRAS = ['ingress'];

/**
 * @typedef {object} Options
 * @property {boolean} help
 * @property {boolean} dev
 * @property {boolean} reset
 * @property {readonly Part[] | null} only
 * @property {readonly Extra[]} extras
 * @property {boolean} studio whether demo streams are played
 * @property {string} dataDir
 * @property {{ app: number, db: number, media: number, chain: number, rtmp: number }} ports
 */

export const HELP = `Starts Vilokanam with everything it needs: database, media server, chain with the purse contract, app.

  npm start                     builds the app when its sources have changed, and starts it
  npm run dev                   the same with hot reload, without a build

Options (npm start -- --port 4000), and the environment variable that says the same:
  --port N        PORT                where the app answers (3000)
  --db-port N     DB_PORT             PostgreSQL (5433)
  --media-port N  MEDIA_PORT          LiveKit (7880; the next three are for media and TURN)
  --chain-port N  CHAIN_PORT          chain (9944)
  --rtmp-port N   RTMP_PORT           where programs send by RTMP (1935), with ingress
                                      a port that is in use is passed over for the next free one
  --data DIR      VILOKANAM_DATA      where everything is kept (.vilokanam)
  --reset         VILOKANAM_RESET=1   forgets the database and the chain first
  --only LIST     VILOKANAM_ONLY      starts engines alone, out of db,media,chain, and says how to reach them
  --with LIST     VILOKANAM_WITH      starts more, out of ingress: RTMP for programs that do not send by WHIP
  --no-studio     VILOKANAM_STUDIO=0  does not play the demo streams when somebody watches them
  --help

An engine of your own is used instead of a local one when the environment names it:
  DATABASE_URL                                        a PostgreSQL
  LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET    a LiveKit server
  CHAIN_URL                                           a chain with pallet-revive; on it nothing is deployed: set
                                                      CONTRACT_ADDRESS, CONTRACT_BLOCK and OPERATOR_SECRET_FILE too
Programs: LIVEKIT_SERVER_BIN (livekit-server), CHAIN_NODE_BIN (polkadot-omni-node); with ingress INGRESS_BIN (LiveKit Ingress),
REDIS_SERVER_BIN (redis-server).
`;

/** A flag or variable makes no sense: a message, not a stack, is what helps. */
export class UsageError extends Error {}

/**
 * @param {readonly string[]} args
 * @param {import('./paths.mjs').Env} env
 * @returns {Options}
 */
export function readOptions(args, env) {
  const flags = parse(args);
  const port = (/** @type {string | undefined} */ flag, /** @type {string} */ variable, /** @type {number} */ usual) =>
    portOf(flag ?? env[variable], usual);
  const only = flags.only ?? env.VILOKANAM_ONLY;
  const extras = extrasOf(flags.with ?? env.VILOKANAM_WITH ?? '');
  if (extras.length > 0 && only) throw new UsageError('--with goes with the whole product, not with --only');
  if (extras.length > 0 && env.LIVEKIT_URL)
    throw new UsageError('--with ingress goes with the LiveKit that is started here, and LIVEKIT_URL names another');
  return {
    help: flags.help ?? false,
    dev: flags.dev ?? false,
    reset: flags.reset ?? env.VILOKANAM_RESET === '1',
    only: only ? partsOf(only) : null,
    extras,
    studio: !flags['no-studio'] && env.VILOKANAM_STUDIO !== '0',
    dataDir: dataFolder(flags.data ?? env.VILOKANAM_DATA),
    ports: {
      app: port(flags.port, 'PORT', 3000),
      db: port(flags['db-port'], 'DB_PORT', 5433),
      media: port(flags['media-port'], 'MEDIA_PORT', 7880),
      chain: port(flags['chain-port'], 'CHAIN_PORT', 9944),
      rtmp: port(flags['rtmp-port'], 'RTMP_PORT', 1935),
    },
  };
}

/** @param {readonly string[]} args */
function parse(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  const flag = /** @type {const} */ ({ type: 'boolean' });
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: flag,
        dev: flag,
        reset: flag,
        only: text,
        with: text,
        'no-studio': flag,
        data: text,
        port: text,
        'db-port': text,
        'media-port': text,
        'chain-port': text,
        'rtmp-port': text,
      },
    }).values;
  } catch (error) {
    throw new UsageError(/** @type {Error} */ (error).message, { cause: error });
  }
}

/**
 * @param {string | undefined} text
 * @param {number} usual
 */
function portOf(text, usual) {
  const port = text ? Number(text) : usual;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`${text} is not a port`);
  return port;
}

/**
 * @param {string} list
 * @returns {readonly Part[]}
 */
function partsOf(list) {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !PARTS.some((part) => part === name));
  if (unknown !== undefined) throw new UsageError(`--only knows ${PARTS.join(', ')}, not "${unknown}"`);
  return PARTS.filter((part) => names.includes(part));
}

/**
 * @param {string} list
 * @returns {readonly Extra[]}
 */
function extrasOf(list) {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const unknown = names.find((name) => !EXTRAS.some((extra) => extra === name));
  if (unknown !== undefined) throw new UsageError(`--with knows ${EXTRAS.join(', ')}, not "${unknown}"`);
  return EXTRAS.filter((extra) => names.includes(extra));
}
