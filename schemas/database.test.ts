// What a form's schema allows, up to its last character and number, the database takes; one more is
// refused by the schema.
import { beforeAll, describe, expect, it } from 'vitest';
import { MAX_AMOUNT } from '../sdk/money';
import { amountOf } from '../server/money';
import { makeCategory, makeCreator, makeStream, testDeps } from '../server/testing/harness';
import { namesInput, profileInput, signUpInput } from './accounts';
import { MOST_LINKS } from './links';
import { depositInput, limitsInput } from './purse';
import { streamInput } from './streams';
import { type z } from './zod';

const VIEWER = `0x${'a'.repeat(40)}`;
const LONGEST_SLUG = 'c'.repeat(40);
/** One picture of seven code points: schema and database count these, not what is seen. */
const FAMILY = '👨‍👩‍👧‍👦';
const MOST_A_SECOND = 1_000n * 10n ** 18n;

/** Rows in which each value is written and read again. */
async function makeRows() {
  const deps = await testDeps();
  const { db, clock } = deps;
  const now = clock.now();
  const { id: accountId } = await makeCreator(deps);
  await makeCategory(deps, LONGEST_SLUG);
  const { id } = await makeStream(deps, { creatorId: accountId, status: 'scheduled' });
  const expiresAt = new Date(now.getTime() + 60_000);
  const limits = { lanes: 1, maxRate: '1', extrasAllowance: '0', expiresAt };
  const purse = { viewer: VIEWER, nonce: 0, status: 'open' as const, sessionKey: new Uint8Array(64) };
  await db.purse.create({ data: { ...purse, ...limits, deposit: '1', openedAt: now } });
  const viewer_nonce = { viewer: VIEWER, nonce: 0 };
  return {
    account: (data: object) => db.account.update({ where: { id: accountId }, data }),
    profile: (data: object) => db.profile.update({ where: { accountId }, data }),
    stream: (data: object) => db.stream.update({ where: { id }, data }),
    purse: (data: object) => db.purse.update({ where: { viewer_nonce }, data }),
  };
}

type Rows = Awaited<ReturnType<typeof makeRows>>;

interface Edges {
  /** At the edges of what is allowed. */
  allowed: unknown[];
  /** One beyond. */
  refused: unknown[];
}

interface Field extends Edges {
  rule: z.ZodType;
  table: keyof Rows;
}

const emailOf = (length: number) => 'A'.repeat(length - '@example.org'.length).concat('@example.org');
const linkOf = (label: number, url: number) => ({
  label: 'l'.repeat(label),
  url: 'https://example.org/'.padEnd(url, 'u'),
});
const links = (count: number) => Array.from({ length: count }, () => linkOf(1, 30));
const tags = (count: number) => Array.from({ length: count }, (_, index) => String(index).padEnd(24, 'ä'));
const day = (year: number) => new Date(Date.UTC(year, 0, 1));

const streamFields: Record<keyof typeof streamInput.shape, Edges> = {
  title: {
    allowed: ['t', 'é'.repeat(140), '🎻'.repeat(140), FAMILY.repeat(20)],
    refused: ['', ' ', 'é'.repeat(141), '🎻'.repeat(141), FAMILY.repeat(21)],
  },
  description: { allowed: ['', 'é'.repeat(4_000)], refused: ['é'.repeat(4_001)] },
  categorySlug: { allowed: [LONGEST_SLUG], refused: ['', `${LONGEST_SLUG}c`] },
  tags: { allowed: [[], tags(8), ['t']], refused: [tags(9), ['t'.repeat(25)], ['']] },
  language: { allowed: ['en', 'kok', 'zh-Hant-TW'], refused: ['', 'e', 'engl', 'en-'] },
  mature: { allowed: [true, false], refused: [null] },
  visibility: { allowed: ['public', 'unlisted', 'followers', 'private'], refused: ['', 'secret'] },
  ratePerSecond: { allowed: [0n, MOST_A_SECOND], refused: [-1n, MOST_A_SECOND + 1n] },
  previewSeconds: { allowed: [0, 3_600], refused: [-1, 3_601, 0.5] },
  viewerLimit: { allowed: [1, 100_000, null], refused: [0, 100_001, 1.5] },
  scheduledAt: { allowed: [null, day(1970), day(9999)], refused: ['', new Date(Number.NaN)] },
  clipsAllowed: { allowed: [true, false], refused: [null] },
};

const profileFields: Record<keyof typeof profileInput.shape, Edges> = {
  displayName: {
    allowed: ['d', 'é'.repeat(50), '🎻'.repeat(50), FAMILY.repeat(7)],
    refused: ['', 'é'.repeat(51), '🎻'.repeat(51), FAMILY.repeat(8)],
  },
  bio: { allowed: ['', 'é'.repeat(1_000)], refused: ['é'.repeat(1_001)] },
  links: {
    allowed: [[], links(MOST_LINKS), [linkOf(40, 300)], [linkOf(1, 300)]],
    refused: [links(MOST_LINKS + 1), [linkOf(0, 30)], [linkOf(41, 30)], [linkOf(1, 301)]],
  },
};

const handle = {
  allowed: ['abc', '_09', 'h'.repeat(24), 'MAYA'],
  refused: ['ab', 'h'.repeat(25), 'ravi kumar', 'ä'.repeat(3)],
};
const namesFields: Record<keyof typeof namesInput.shape, Edges> = {
  handle,
  email: { allowed: [null, '', emailOf(254)], refused: [emailOf(255), 'nobody'] },
};

const amounts = { allowed: [1n, MAX_AMOUNT], refused: [0n, -1n, MAX_AMOUNT + 1n] };
const purseFields: Record<keyof typeof limitsInput.shape | 'deposit', Edges> = {
  deposit: amounts,
  maxRate: amounts,
  lanes: { allowed: [1, 16], refused: [0, 17, 1.5] },
  extrasAllowance: { allowed: [0n, MAX_AMOUNT], refused: [-1n, MAX_AMOUNT + 1n] },
  expiresAt: { allowed: [day(2027)], refused: [new Date(Number.NaN)] },
};

function fieldsOf(
  table: keyof Rows,
  shape: Record<string, z.ZodType>,
  edges: Record<string, Edges>,
): [string, string, Field][] {
  return Object.entries(edges).map(([name, { allowed, refused }]) => {
    const rule = shape[name];
    if (!rule) throw new Error(`no field ${name}`);
    return [table, name, { rule, table, allowed, refused }];
  });
}

const { displayName } = profileFields;
const FIELDS = [
  ...fieldsOf('stream', streamInput.shape, streamFields),
  ...fieldsOf('profile', profileInput.shape, profileFields),
  ...fieldsOf('profile', signUpInput.shape, { displayName }),
  ...fieldsOf('account', namesInput.shape, namesFields),
  ...fieldsOf('account', signUpInput.shape, namesFields),
  ...fieldsOf('purse', { ...limitsInput.shape, deposit: depositInput }, purseFields),
];

/** Prisma takes amounts as text and answers decimals. */
const asWritten = (parsed: unknown) => (typeof parsed === 'bigint' ? String(parsed) : parsed);
const asRead = (value: unknown, parsed: unknown) =>
  typeof parsed === 'bigint' ? amountOf(value as Parameters<typeof amountOf>[0]) : value;

let rows: Rows;
beforeAll(async () => {
  rows = await makeRows();
});

describe.each(FIELDS)('%s.%s', (_table, name, { rule, table, allowed, refused }) => {
  it('at the edges of what the schema allows is kept by the database as it was parsed', async () => {
    for (const typed of allowed) {
      const parsed = rule.parse(typed);
      const row: Record<string, unknown> = await rows[table]({ [name]: asWritten(parsed) });
      expect(asRead(row[name], parsed)).toEqual(parsed);
    }
  });

  it('one beyond is refused by the schema', () => {
    expect(refused.filter((typed) => rule.safeParse(typed).success)).toEqual([]);
  });
});
