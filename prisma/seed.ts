// npm run seed (deployed for a demonstration: node build/seed.js) Fills an empty database with a
// small believable world. It never changes or removes anything: where there are accounts it does
// nothing.
import { pino } from 'pino';
import { systemClock } from '../server/clock';
import { createDb } from '../server/gateways/db';
import { createPasswords } from '../server/gateways/passwords';
import { seed } from './seed/seed';

async function main(args: string[]): Promise<number> {
  const url = process.env.DATABASE_URL;
  if (args.length > 0 || !url) {
    console.error(
      'Usage: npm run seed, with DATABASE_URL. There are no options: it only ever fills an empty database. To start over, npm start -- --reset.',
    );
    return 2;
  }
  const { db, close } = createDb(url, pino({ level: 'silent' }));
  try {
    const deps = { db, clock: systemClock, passwords: createPasswords() };
    const { seeded, accounts, streams } = await seed(deps, { local: process.env.CHAIN_LOCAL === '1' });
    console.log(
      seeded
        ? `Made a small world: ${accounts} accounts, ${streams} streams.`
        : `There are ${accounts} accounts already, so nothing was added or changed.`,
    );
    return 0;
  } catch (error) {
    console.error(
      `That did not work, and nothing was written. ${error instanceof Error ? error.message : String(error)}`,
    );
    return 1;
  } finally {
    await close();
  }
}

process.exitCode = await main(process.argv.slice(2));
