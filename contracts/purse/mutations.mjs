// Breaks the contract's rules one by one, in a copy, and runs the tests on each: every break has to be found by the test that is
// named for it. `node contracts/purse/mutations.mjs` breaks them all, `… 3 6` those of rules 3 and 6. The copy is compiled once,
// with all breaks in it behind a switch.
//
// The rules are those that the contract enforces whatever server, browser or key has gone bad; 0 is what lies around them.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../scripts/launcher/children.mjs';
import { rustEnvironment } from '../../scripts/contracts/toolchain.mjs';

const CRATE = fileURLToPath(new URL('.', import.meta.url));
const WORK = join(tmpdir(), 'vilokanam-mutations');
const COPY = join(WORK, 'purse');

const RULES = /** @type {Record<number, string>} */ ({
  0: 'around them',
  1: 'a voucher counts once',
  2: 'rate and allowance',
  3: 'no unpassed time',
  4: 'the deposit bounds all',
  5: 'good keys, right places',
  6: 'money is conserved',
});

/**
 * A break: in `file` the one place that reads `find` is written so that it goes wrong when BREAK is true, and the test `caughtBy`
 * has to fail then.
 * @typedef {{ rule: number, what: string, file: string, find: string, put: string, caughtBy: string }} Mutation
 */

/** @type {Mutation[]} */
const MUTATIONS = [
  {
    rule: 1,
    what: 'what was paid is not taken off what is due',
    file: 'money.rs',
    find: '.saturating_sub(self.paid)',
    put: '.saturating_sub(if BREAK { 0 } else { self.paid })',
    caughtBy: 'laws::a_voucher_counts_once',
  },
  {
    rule: 1,
    what: 'a voucher may take seconds back',
    file: 'money.rs',
    find: 'voucher.seconds.checked_sub(self.seconds)',
    put: 'voucher.seconds.checked_sub(if BREAK { self.seconds.min(voucher.seconds) } else { self.seconds })',
    caughtBy: 'attacks::a_voucher_that_takes_something_back_is_skipped',
  },
  {
    rule: 1,
    what: 'the tab of an older opening still counts',
    file: 'money.rs',
    find: 'self.tabs.get(pair).filter(|tab| tab.nonce == purse.record.nonce)',
    put: 'self.tabs.get(pair).filter(|tab| BREAK || tab.nonce == purse.record.nonce)',
    caughtBy: 'attacks::a_voucher_of_another_opening_is_void',
  },
  {
    rule: 1,
    what: 'the tab is not kept',
    file: 'money.rs',
    find: 'self.tabs.insert(pair, &tab);',
    put: 'if !BREAK { self.tabs.insert(pair, &tab); }',
    caughtBy: 'laws::settling_twice_is_a_no_op',
  },
  {
    rule: 2,
    what: 'the rate is not looked at',
    file: 'money.rs',
    find: 'if growth.amount > u128::from(growth.seconds)',
    put: 'if !BREAK && growth.amount > u128::from(growth.seconds)',
    caughtBy: 'laws::rate_and_allowance_bound_what_is_new',
  },
  {
    rule: 2,
    what: 'the allowance is looked at without what was used',
    file: 'money.rs',
    find: 'let extras = self.record.extras.checked_add(growth.extras);',
    put: 'let extras = if BREAK { Some(growth.extras) } else { self.record.extras.checked_add(growth.extras) };',
    caughtBy: 'laws::rate_and_allowance_bound_what_is_new',
  },
  {
    rule: 3,
    what: 'seconds of other creators are not looked at',
    file: 'money.rs',
    find: 'let seconds = self.record.seconds.checked_add(growth.seconds);',
    put: 'let seconds = if BREAK { Some(growth.seconds) } else { self.record.seconds.checked_add(growth.seconds) };',
    caughtBy: 'laws::no_unpassed_time_is_billed',
  },
  {
    rule: 3,
    what: 'time goes on after the expiry',
    file: 'money.rs',
    find: 'now.min(self.limits.expires_at).saturating_sub(self.accrued_since)',
    put: 'now.min(if BREAK { now } else { self.limits.expires_at }).saturating_sub(self.accrued_since)',
    caughtBy: 'laws::no_unpassed_time_is_billed',
  },
  {
    rule: 3,
    what: 'new lanes count from the beginning',
    file: 'money.rs',
    find: 'record.accrued_since = now;',
    put: 'if !BREAK { record.accrued_since = now; }',
    caughtBy: 'laws::no_unpassed_time_is_billed',
  },
  {
    rule: 4,
    what: 'all that is due is paid, whatever is in the purse',
    file: 'money.rs',
    find: 'tab.unpaid().min(purse.deposit)',
    put: 'tab.unpaid().min(if BREAK { u128::MAX } else { purse.deposit })',
    caughtBy: 'laws::the_deposit_bounds_all',
  },
  {
    rule: 4,
    what: 'what is paid stays in the purse',
    file: 'money.rs',
    find: 'purse.deposit = purse.deposit.saturating_sub(paid);',
    put: 'purse.deposit = purse.deposit.saturating_sub(if BREAK { 0 } else { paid });',
    caughtBy: 'laws::the_deposit_bounds_all',
  },
  {
    rule: 5,
    what: 'every signature is good',
    file: 'crypto.rs',
    find: 'chain::p256(&input)\n',
    put: 'chain::p256(&input).map(|good| BREAK || good)\n',
    caughtBy: 'attacks::a_forged_voucher_pays_nothing',
  },
  {
    rule: 5,
    what: 'vouchers do not name the contract',
    file: 'voucher.rs',
    find: 'bytes.extend_from_slice(self.contract.as_bytes());',
    put: 'bytes.extend_from_slice(if BREAK { &[0; 20] } else { self.contract.as_bytes() });',
    caughtBy: 'attacks::every_word_of_a_voucher_is_signed',
  },
  {
    rule: 5,
    what: 'keys never expire',
    file: 'money.rs',
    find: '&& now <= self.limits.expires_at',
    put: '&& (BREAK || now <= self.limits.expires_at)',
    caughtBy: 'laws::an_expired_replaced_or_closed_key_signs_nothing',
  },
  {
    rule: 5,
    what: 'replaced keys are good for ever',
    file: 'money.rs',
    find: 'now < self.until',
    put: '(BREAK || now < self.until)',
    caughtBy: 'laws::an_expired_replaced_or_closed_key_signs_nothing',
  },
  {
    rule: 5,
    what: 'a replaced key voids what it signed',
    file: 'money.rs',
    find: 'if !expired {',
    put: 'if !BREAK && !expired {',
    caughtBy: 'attacks::a_replaced_key_settles_what_it_signed_and_only_until_its_delay_is_over',
  },
  {
    rule: 5,
    what: 'vouchers of other openings are good',
    file: 'money.rs',
    find: 'return Ok(Err(SkipReason::OldOpening));',
    put: 'if !BREAK { return Ok(Err(SkipReason::OldOpening)); }',
    caughtBy: 'laws::an_expired_replaced_or_closed_key_signs_nothing',
  },
  {
    rule: 5,
    what: 'a release is good for ever',
    file: 'lib.rs',
    find: 'return Err(Error::ReleaseExpired);',
    put: 'if !BREAK { return Err(Error::ReleaseExpired); }',
    caughtBy: 'attacks::a_release_is_for_one_opening_of_one_purse_for_a_time_by_the_operators_key',
  },
  {
    rule: 6,
    what: 'the creator gets the fee as well',
    file: 'money.rs',
    find: 'let net = paid.checked_sub(fee)',
    put: 'let net = paid.checked_sub(if BREAK { 0 } else { fee })',
    caughtBy: 'laws::conservation',
  },
  {
    rule: 6,
    what: 'what was withdrawn is still owed',
    file: 'money.rs',
    find: 'core::mem::take(&mut division.own.owed)',
    put: 'if BREAK { division.own.owed } else { core::mem::take(&mut division.own.owed) }',
    caughtBy: 'laws::conservation',
  },
  {
    rule: 6,
    what: 'what does not divide of a fee is dropped',
    file: 'money.rs',
    find: 'u16::try_from(parts % unit)',
    put: 'u16::try_from(if BREAK { 0 } else { parts % unit })',
    caughtBy: 'laws::splitting_a_settlement_changes_no_total',
  },
  {
    rule: 6,
    what: 'what does not divide of a pot goes to the creator',
    file: 'money.rs',
    find: 'let divided = if split.is_empty()',
    put: 'let divided = if BREAK || split.is_empty()',
    caughtBy: 'laws::splitting_a_settlement_changes_no_total',
  },
  {
    rule: 0,
    what: 'a batch is taken as it comes',
    file: 'lib.rs',
    find: 'voucher::put_in_order(&mut vouchers);',
    put: 'if !BREAK { voucher::put_in_order(&mut vouchers); }',
    caughtBy: 'laws::order_of_a_batch_changes_no_total',
  },
  {
    rule: 0,
    what: 'anybody settles at any time',
    file: 'lib.rs',
    find: 'if self.env().caller() != self.admin.operator {',
    put: 'if !BREAK && self.env().caller() != self.admin.operator {',
    caughtBy: 'attacks::a_viewer_cannot_pay_their_own_second_account_past_what_is_owed',
  },
  {
    rule: 0,
    what: 'an announced batch is ready at once',
    file: 'lib.rs',
    find: 'now.saturating_add(self.admin.announce_delay)',
    put: 'now.saturating_add(if BREAK { 0 } else { self.admin.announce_delay })',
    caughtBy: 'attacks::a_viewer_cannot_pay_their_own_second_account_past_what_is_owed',
  },
  {
    rule: 0,
    what: 'announcing again starts the delay anew',
    file: 'lib.rs',
    find: '|before| before.ready_at)',
    put: '|before| if BREAK { now.saturating_add(self.admin.announce_delay) } else { before.ready_at })',
    caughtBy: 'attacks::announcing_again_does_not_restart_the_delay',
  },
  {
    rule: 0,
    what: 'a purse closes without waiting',
    file: 'money.rs',
    find: 'Some(at) if now < at',
    put: 'Some(at) if !BREAK && now < at',
    caughtBy: 'attacks::a_closing_purse_still_pays_and_cannot_be_emptied_early',
  },
  {
    rule: 0,
    what: 'anybody administers',
    file: 'admin.rs',
    find: 'if caller == self.owner {',
    put: 'if BREAK || caller == self.owner {',
    caughtBy: 'attacks::nobody_but_the_owner_administers',
  },
];

/** Added to the copy: the number in the environment says which break is on. */
const SWITCH = `
/// Whether this break is on.
pub fn breaks(number: u32) -> bool {
    static ON: std::sync::OnceLock<Option<u32>> = std::sync::OnceLock::new();
    *ON.get_or_init(|| std::env::var("BREAK").ok()?.parse().ok()) == Some(number)
}
`;

/**
 * @param {string} source
 * @param {Mutation} mutation
 * @param {number} number
 */
function switched(source, { what, file, find, put }, number) {
  const places = source.split(find).length - 1;
  if (places !== 1) throw new Error(`"${what}": ${file} has ${places} places that read ${JSON.stringify(find)}`);
  return source.replace(find, () => put.replaceAll('BREAK', `crate::breaks(${number})`));
}

/** Writes the copy, with all breaks in it and none of them on. */
function writeCopy() {
  mkdirSync(WORK, { recursive: true });
  rmSync(COPY, { recursive: true, force: true });
  cpSync(CRATE, COPY, { recursive: true, filter: (path) => !/[\\/](target|hostile)$/.test(path) });
  for (const file of new Set(MUTATIONS.map((mutation) => mutation.file))) {
    const path = join(COPY, file);
    const broken = MUTATIONS.reduce(
      (text, mutation, number) => (mutation.file === file ? switched(text, mutation, number) : text),
      readFileSync(path, 'utf8'),
    );
    writeFileSync(path, file === 'lib.rs' ? broken + SWITCH : broken);
  }
}

/**
 * The tests that fail while a break is on.
 * @param {Awaited<ReturnType<typeof rustEnvironment>>} env
 * @param {number} [on]
 * @returns {Promise<string[]>}
 */
async function failures(env, on) {
  /** @type {string[]} */
  const failed = [];
  let ran = 0;
  /** @param {string} line */
  const onLine = (line) => {
    const [, test, outcome] = /^test (\S+) \.\.\. (ok|FAILED)$/.exec(line) ?? [];
    if (test) ran += 1;
    if (test && outcome === 'FAILED') failed.push(test);
  };
  // the first counterexample is enough: nobody reads the smallest one
  const quick = { PROPTEST_MAX_SHRINK_ITERS: '0', CARGO_TERM_COLOR: 'never', BREAK: on === undefined ? '' : `${on}` };
  const args = ['test', '--manifest-path', join(COPY, 'Cargo.toml'), '--test', 'laws'];
  const ended = await run({ command: 'cargo', args, env: { ...env, ...quick }, onLine }).catch((error) => error);
  if (!ran) throw ended instanceof Error ? ended : new Error('no test ran');
  return failed;
}

/** @param {readonly string[]} columns */
const row = ([rule = '', what = '', caught = '']) => `${rule.padEnd(25)} | ${what.padEnd(49)} | ${caught}`;

/** @param {readonly number[]} rules */
async function main(rules) {
  const rust = await rustEnvironment();
  // outside the repository, and kept for the next time
  const env = { ...rust, CARGO_TARGET_DIR: rust.CARGO_TARGET_DIR || join(WORK, 'target') };
  writeCopy();
  const already = await failures(env);
  if (already.length) throw new Error(`fails without any break: ${already.join(', ')}`);

  console.log(row(['rule', 'mutation', 'caught by']));
  let broken = 0;
  let survivors = 0;
  for (const [number, { rule, what, caughtBy }] of MUTATIONS.entries()) {
    if (rules.length && !rules.includes(rule)) continue;
    broken += 1;
    const failed = await failures(env, number);
    const others = failed.filter((test) => test !== caughtBy);
    const found = others.length < failed.length;
    if (!found) survivors += 1;
    const more = others.length ? ` and ${others.length} more` : '';
    console.log(
      row([`${rule} ${RULES[rule]}`, what, found ? caughtBy + more : `NOT BY ${caughtBy} (${failed.join(', ')})`]),
    );
  }
  console.log(`${broken} mutations, ${survivors} not caught`);
  return survivors ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2).map(Number));
