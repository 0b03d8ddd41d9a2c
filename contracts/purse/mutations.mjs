// Breaks the contract's rules (docs/money.md) one by one, in a copy, and runs the tests on each: every break has to be found by the
// test that is named for it. `node contracts/purse/mutations.mjs` breaks them all, `… windows keys` those of some chapters. The copy
// is compiled once, with all breaks in it behind a switch.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rustEnvironment } from '../../scripts/contracts/toolchain.mjs';
import { run } from '../../scripts/launcher/children.mjs';

const CRATE = fileURLToPath(new URL('.', import.meta.url));
const WORK = join(tmpdir(), 'vilokanam-mutations');
const COPY = join(WORK, 'purse');

/**
 * A break: in `file` the one place that reads `find` is written so that it goes wrong when BREAK is true, and the test `caughtBy`
 * has to fail then.
 * @typedef {{ what: string, file: string, find: string, put: string, caughtBy: string }} Mutation
 */

/** What stands at a place, wrong by one second when BREAK is true. */
const later = (/** @type {string} */ time) => `${time}.saturating_add(u64::from(BREAK))`;
const sooner = (/** @type {string} */ time) => `${time}.saturating_sub(u64::from(BREAK))`;

/** By chapter of docs/money.md. @type {Record<string, Mutation[]>} */
const MUTATIONS = {
  keys: [
    {
      what: 'a key settles a second longer',
      file: 'keys.rs',
      find: 'now <= self.settles_until(closing_delay)',
      put: `now <= ${later('self.settles_until(closing_delay)')}`,
      caughtBy: 'unit_tests::judging::what_was_signed_settles_until_a_delay_after_expiry',
    },
    {
      what: 'a key settles a second shorter',
      file: 'keys.rs',
      find: 'now <= self.settles_until(closing_delay)',
      put: `${later('now')} <= self.settles_until(closing_delay)`,
      caughtBy: 'unit_tests::judging::what_was_signed_settles_until_a_delay_after_expiry',
    },
    {
      what: 'a key is retired a second late',
      file: 'keys.rs',
      find: 'self.retired_at = Some(now);',
      put: `self.retired_at = Some(${later('now')});`,
      caughtBy: 'unit_tests::rekeying::the_old_key_settles_until_its_delay_is_over',
    },
    {
      what: 'a replaced key goes on signing',
      file: 'keys.rs',
      find: 'self.retired_at = Some(',
      put: 'if BREAK { return; } self.retired_at = Some(',
      caughtBy: 'attacks::a_replaced_key_settles_what_it_signed_and_only_until_its_delay_is_over',
    },
    {
      what: 'replacing an expired key prolongs it',
      file: 'keys.rs',
      find: 'at.min(self.limits.expires_at)',
      put: 'at.min(if BREAK { at } else { self.limits.expires_at })',
      caughtBy: 'unit_tests::rekeying::a_key_that_expired_settles_no_longer_for_being_replaced',
    },
    {
      what: 'a replaced key voids what it signed',
      file: 'purses.rs',
      find: 'if let Some(old) = purse.retired.last()',
      put: 'if let Some(old) = purse.retired.last().filter(|_| !BREAK)',
      caughtBy: 'attacks::a_replaced_key_settles_what_it_signed_and_only_until_its_delay_is_over',
    },
    {
      what: 'dead keys are kept',
      file: 'purses.rs',
      find: 'key.settles(now, closing_delay) || key.has_claims()',
      put: 'BREAK || key.settles(now, closing_delay) || key.has_claims()',
      caughtBy: 'unit_tests::rekeying::a_dead_key_is_dropped',
    },
    {
      what: 'dead keys are dropped with their claims',
      file: 'purses.rs',
      find: '|| key.has_claims()',
      put: '|| (!BREAK && key.has_claims())',
      caughtBy: 'unit_tests::rekeying::a_dead_key_is_kept_while_its_claims_are_unpaid',
    },
    {
      what: 'a fifth key may be outstanding',
      file: 'purses.rs',
      find: 'count > MAX_RETIRED_KEYS',
      put: 'count > MAX_RETIRED_KEYS.saturating_add(u32::from(BREAK))',
      caughtBy: 'unit_tests::rekeying::a_fifth_outstanding_key_is_refused_until_one_is_dead',
    },
    {
      what: 'a fourth key may not be outstanding',
      file: 'purses.rs',
      find: '|count| count > MAX_RETIRED_KEYS',
      put: '|count| count.saturating_add(u32::from(BREAK)) > MAX_RETIRED_KEYS',
      caughtBy: 'unit_tests::rekeying::a_fifth_outstanding_key_is_refused_until_one_is_dead',
    },
    {
      what: 'a new key takes the number of the old one',
      file: 'purses.rs',
      find: 'self.record.key.number.checked_add(1)',
      put: 'self.record.key.number.checked_add(u32::from(!BREAK))',
      caughtBy: 'unit_tests::rekeying::the_old_key_settles_until_its_delay_is_over',
    },
    {
      what: 'points off the curve are keys',
      file: 'admin.rs',
      find: 'if crypto::is_point(key)?',
      put: 'if BREAK || crypto::is_point(key)?',
      caughtBy: 'unit_tests::opening::keys_that_are_no_points_of_the_curve_are_refused',
    },
    {
      what: 'keys may expire in this second',
      file: 'keys.rs',
      find: 'if self.expires_at <= now {',
      put: `if ${later('self.expires_at')} <= now {`,
      caughtBy: 'unit_tests::opening::open_fails_with_bad_limits',
    },
    {
      what: 'keys may not expire in the next second',
      file: 'keys.rs',
      find: 'if self.expires_at.saturating_add(',
      put: `if ${sooner('self.expires_at')}.saturating_add(`,
      caughtBy: 'unit_tests::opening::open_fails_with_bad_limits',
    },
    {
      what: 'keys live a second longer than a year',
      file: 'keys.rs',
      find: 'now.saturating_add(LONGEST_LIFE)',
      put: `now.saturating_add(${later('LONGEST_LIFE')})`,
      caughtBy: 'unit_tests::opening::open_fails_with_bad_limits',
    },
    {
      what: 'keys live a second less than a year',
      file: 'keys.rs',
      find: 'now.saturating_add(LONGEST_LIFE',
      put: `now.saturating_add(${sooner('LONGEST_LIFE')}`,
      caughtBy: 'unit_tests::opening::open_fails_with_bad_limits',
    },
    {
      what: 'seventeen lanes are allowed',
      file: 'keys.rs',
      find: 'self.lanes > MAX_LANES',
      put: 'self.lanes > MAX_LANES.saturating_add(u16::from(BREAK))',
      caughtBy: 'unit_tests::opening::open_fails_with_bad_limits',
    },
  ],
  credit: [
    {
      what: 'credit grows after the expiry',
      file: 'keys.rs',
      find: 'now.min(self.signs_until())',
      put: 'now.min(if BREAK { now } else { self.signs_until() })',
      caughtBy: 'unit_tests::judging::credit_stops_at_the_second_of_expiry',
    },
    {
      what: 'credit grows a second past its end',
      file: 'keys.rs',
      find: 'else { self.signs_until() }',
      put: `else { ${later('self.signs_until()')} }`,
      caughtBy: 'unit_tests::judging::credit_stops_at_the_second_of_expiry',
    },
    {
      what: 'credit stops a second before its end',
      file: 'keys.rs',
      find: 'else { self.signs_until()',
      put: `else { ${sooner('self.signs_until()')}`,
      caughtBy: 'unit_tests::judging::credit_stops_at_the_second_of_expiry',
    },
    {
      what: 'a new key sells time from before it',
      file: 'keys.rs',
      find: 'credit_at: now,',
      put: 'credit_at: if BREAK { 0 } else { now },',
      caughtBy: 'attacks::a_new_key_sells_only_the_time_since_it_was_agreed',
    },
    {
      what: 'credit grows again for the same seconds',
      file: 'keys.rs',
      find: 'self.credit_at = now;',
      put: 'if !BREAK { self.credit_at = now; }',
      caughtBy: 'laws::a_key_sells_no_more_than_its_time',
    },
    {
      what: 'lanes are not counted',
      file: 'keys.rs',
      find: 'u128::from(self.lanes).saturating_mul',
      put: 'u128::from(if BREAK { MAX_LANES } else { self.lanes }).saturating_mul',
      caughtBy: 'unit_tests::judging::credit_grows_by_lanes_times_rate_each_second',
    },
    {
      what: 'a key sells more than a day at once',
      file: 'keys.rs',
      find: 'self.credit.saturating_add(grown).min(self.limits.worth_of(ACCRUAL_CAP))',
      put: 'self.credit.saturating_add(grown).min(if BREAK { u128::MAX } else { self.limits.worth_of(ACCRUAL_CAP) })',
      caughtBy: 'unit_tests::judging::credit_holds_a_day_and_not_a_second_more',
    },
    {
      what: 'a key sells a second more than a day at once',
      file: 'keys.rs',
      find: 'u128::MAX } else { self.limits.worth_of(ACCRUAL_CAP)',
      put: `u128::MAX } else { self.limits.worth_of(${later('ACCRUAL_CAP')})`,
      caughtBy: 'unit_tests::judging::credit_holds_a_day_and_not_a_second_more',
    },
    {
      what: 'a key sells a second less than a day at once',
      file: 'keys.rs',
      find: 'u128::MAX } else { self.limits.worth_of(ACCRUAL_CAP',
      put: `u128::MAX } else { self.limits.worth_of(${sooner('ACCRUAL_CAP')}`,
      caughtBy: 'unit_tests::judging::credit_holds_a_day_and_not_a_second_more',
    },
    {
      what: 'what is sold stays in the credit',
      file: 'keys.rs',
      find: 'self.credit = self.credit.saturating_sub(amount);',
      put: 'if !BREAK { self.credit = self.credit.saturating_sub(amount); }',
      caughtBy: 'laws::a_key_sells_no_more_than_its_time',
    },
    {
      what: 'extras are allowed again',
      file: 'keys.rs',
      find: 'self.extras = self.extras.saturating_add(extras);',
      put: 'if !BREAK { self.extras = self.extras.saturating_add(extras); }',
      caughtBy: 'unit_tests::judging::extras_stay_within_the_allowance_over_all_creators',
    },
    {
      what: 'extras have no allowance',
      file: 'keys.rs',
      find: 'self.limits.extras_allowance.saturating_sub(self.extras)',
      put: 'if BREAK { u128::MAX } else { self.limits.extras_allowance.saturating_sub(self.extras) }',
      caughtBy: 'unit_tests::judging::extras_stay_within_the_allowance_over_all_creators',
    },
    {
      what: 'credit of a retired key is not brought up to now',
      file: 'judging.rs',
      find: 'key.accrue(now);\n        self.retired.push',
      put: 'if !BREAK { key.accrue(now); }\n        self.retired.push',
      caughtBy: 'unit_tests::rekeying::a_retired_key_gains_no_credit',
    },
    {
      what: 'credit of the present key is not brought up to now',
      file: 'judging.rs',
      find: 'record.key.accrue(now);',
      put: 'if !BREAK { record.key.accrue(now); }',
      caughtBy: 'unit_tests::judging::credit_grows_by_lanes_times_rate_each_second',
    },
  ],
  vouchers: [
    {
      what: 'vouchers of other openings are good',
      file: 'judging.rs',
      find: 'if voucher.purse_nonce != self.record.nonce',
      put: 'if !BREAK && voucher.purse_nonce != self.record.nonce',
      caughtBy: 'attacks::a_voucher_of_another_opening_is_void',
    },
    {
      what: 'a voucher is judged by the present key, whichever it names',
      file: 'judging.rs',
      find: 'if number == self.record.key.number',
      put: 'if BREAK || number == self.record.key.number',
      caughtBy: 'unit_tests::judging::a_voucher_of_one_key_is_no_other_keys_though_both_have_one_secret',
    },
    {
      what: 'dead keys settle',
      file: 'judging.rs',
      find: 'if !self.key(slot).settles(',
      put: 'if !BREAK && !self.key(slot).settles(',
      caughtBy: 'laws::a_dead_key_or_a_closed_purse_pays_nothing',
    },
    {
      what: 'every signature is good',
      file: 'crypto.rs',
      find: 'chain::p256(&input)\n',
      put: 'chain::p256(&input).map(|good| BREAK || good)\n',
      caughtBy: 'attacks::a_forged_voucher_pays_nothing',
    },
    {
      what: 'the rate is not looked at',
      file: 'judging.rs',
      find: 'if voucher.amount > ',
      put: 'if !BREAK && voucher.amount > ',
      caughtBy: 'unit_tests::judging::the_amount_is_at_most_the_seconds_at_the_keys_rate',
    },
    {
      what: 'an amount at exactly the rate is refused',
      file: 'judging.rs',
      find: 'voucher.amount > u128',
      put: 'voucher.amount.saturating_add(u128::from(BREAK)) > u128',
      caughtBy: 'unit_tests::judging::the_amount_is_at_most_the_seconds_at_the_keys_rate',
    },
    {
      what: 'amounts count again',
      file: 'judging.rs',
      find: 'amount.saturating_sub(tab.tab.amount)',
      put: 'amount.saturating_sub(if BREAK { 0 } else { tab.tab.amount })',
      caughtBy: 'laws::a_voucher_counts_once',
    },
    {
      what: 'extras count again',
      file: 'judging.rs',
      find: 'extras.saturating_sub(tab.tab.extras)',
      put: 'extras.saturating_sub(if BREAK { 0 } else { tab.tab.extras })',
      caughtBy: 'laws::a_voucher_counts_once',
    },
    {
      what: 'the tab is not kept',
      file: 'tabs.rs',
      find: 'self.tabs.insert((viewer, key, creator), &tab);',
      put: 'if !BREAK { self.tabs.insert((viewer, key, creator), &tab); }',
      caughtBy: 'laws::settling_twice_is_a_no_op',
    },
    {
      what: 'the tab of an older opening still counts',
      file: 'tabs.rs',
      find: 'Some(tab) if tab.is_of(purse.nonce)',
      put: 'Some(tab) if BREAK || tab.is_of(purse.nonce)',
      caughtBy: 'unit_tests::closing::another_opening_starts_from_nothing',
    },
    {
      what: 'seconds of a tab go back',
      file: 'tabs.rs',
      find: 'tab.tab.seconds = tab.tab.seconds.saturating_add(more_seconds);',
      put: 'tab.tab.seconds = if BREAK { payment.seconds } else { tab.tab.seconds.saturating_add(more_seconds) };',
      caughtBy: 'unit_tests::judging::what_is_lower_is_late_and_what_is_higher_in_part_counts_in_part',
    },
    {
      what: 'of two vouchers of one tab both are paid',
      file: 'settling.rs',
      find: 'filter(|last| last.is_of_same_tab(placed.1))',
      put: 'filter(|last| !BREAK && last.is_of_same_tab(placed.1))',
      caughtBy: 'attacks::one_batch_counts_a_doubled_voucher_once',
    },
    {
      what: 'of one tab the last extras count, not the highest',
      file: 'settling.rs',
      find: 'self.extras.max(later.extras)',
      put: 'if BREAK { later.extras } else { self.extras.max(later.extras) }',
      caughtBy: 'unit_tests::batches::of_one_tab_the_highest_of_each_part_counts_once',
    },
    {
      what: 'of one tab the last seconds count, not the most',
      file: 'settling.rs',
      find: 'self.seconds.max(later.seconds)',
      put: 'if BREAK { later.seconds } else { self.seconds.max(later.seconds) }',
      caughtBy: 'unit_tests::batches::of_one_tab_the_most_seconds_count_whichever_voucher_says_them',
    },
    ...[
      ['chain', 'prefix[12..44].copy_from_slice(&self.chain_id.to_big_endian());'],
      ['contract', 'prefix[44..].copy_from_slice(self.contract.as_bytes());'],
    ].map(([word, find = '']) => ({
      what: `vouchers do not name the ${word}`,
      file: 'voucher.rs',
      find,
      put: `if !BREAK { ${find} }`,
      caughtBy: 'unit_tests::judging::signatures_of_others_and_for_other_places_do_not_count',
    })),
    ...[
      ['viewer', 'bytes[64..84].copy_from_slice(voucher.viewer.as_bytes());'],
      ['opening', 'bytes[84..88].copy_from_slice(&voucher.purse_nonce.to_be_bytes());'],
      ['key', 'bytes[88..92].copy_from_slice(&voucher.key.to_be_bytes());'],
      ['creator', 'bytes[92..112].copy_from_slice(voucher.creator.as_bytes());'],
      ['seconds', 'bytes[112..120].copy_from_slice(&voucher.seconds.to_be_bytes());'],
      ['amount', 'bytes[120..136].copy_from_slice(&voucher.amount.to_be_bytes());'],
      ['extras', 'bytes[136..].copy_from_slice(&voucher.extras.to_be_bytes());'],
    ].map(([word, find = '']) => ({
      what: `a voucher's ${word} is not signed`,
      file: 'voucher.rs',
      find,
      put: `if !BREAK { ${find} }`,
      caughtBy: 'unit_tests::vectors::vouchers_are_written_as_the_vectors_say',
    })),
    ...[
      ['viewer', 'bytes[72..92].copy_from_slice(viewer.as_bytes());'],
      ['opening', 'bytes[92..96].copy_from_slice(&purse_nonce.to_be_bytes());'],
      ['end', 'bytes[96..].copy_from_slice(&valid_until.to_be_bytes());'],
    ].map(([word, find = '']) => ({
      what: `a release's ${word} is not signed`,
      file: 'voucher.rs',
      find,
      put: `if !BREAK { ${find} }`,
      caughtBy: 'unit_tests::vectors::releases_are_written_as_the_vectors_say',
    })),
  ],
  sharing: [
    {
      what: 'whoever comes first takes all',
      file: 'sharing.rs',
      find: 'if self.left >= self.parts',
      put: 'if BREAK || self.left >= self.parts',
      caughtBy: 'unit_tests::batches::what_is_short_is_shared_pro_rata_whatever_the_order',
    },
    {
      what: 'a budget gives more than is there',
      file: 'sharing.rs',
      find: 'self.left = self.left.saturating_sub(share);',
      put: 'if !BREAK { self.left = self.left.saturating_sub(share); }',
      caughtBy: 'unit_tests::batches::what_is_short_is_shared_pro_rata_whatever_the_order',
    },
    {
      what: 'a budget counts parts that had their share',
      file: 'sharing.rs',
      find: 'self.parts = self.parts.saturating_sub(part);',
      put: 'if !BREAK { self.parts = self.parts.saturating_sub(part); }',
      caughtBy: 'unit_tests::batches::what_is_short_is_shared_pro_rata_whatever_the_order',
    },
    {
      what: 'the vouchers of a key share no credit',
      file: 'settling.rs',
      find: 'Budget::new(key.credit, ',
      put: 'Budget::new(if BREAK { u128::MAX } else { key.credit }, ',
      caughtBy: 'unit_tests::batches::credit_that_is_short_is_shared_by_the_vouchers_of_its_key',
    },
    {
      what: 'the vouchers of a key share no allowance',
      file: 'settling.rs',
      find: 'Budget::new(key.extras_left(), ',
      put: 'Budget::new(if BREAK { u128::MAX } else { key.extras_left() }, ',
      caughtBy: 'unit_tests::batches::an_allowance_that_is_short_is_shared_by_the_vouchers_of_its_key',
    },
    {
      what: 'all that is due is paid, whatever is in the purse',
      file: 'settling.rs',
      find: 'Budget::new(there, ',
      put: 'Budget::new(if BREAK { u128::MAX } else { there }, ',
      caughtBy: 'laws::the_deposit_bounds_all',
    },
    {
      what: 'what is paid stays in the purse',
      file: 'settling.rs',
      find: 'purse.record.deposit.saturating_sub(taken)',
      put: 'purse.record.deposit.saturating_sub(if BREAK { 0 } else { taken })',
      caughtBy: 'laws::the_deposit_bounds_all',
    },
    {
      what: 'a huge amount thins out the shares of the others',
      file: 'settling.rs',
      find: 'it.counts.sum().min(there)',
      put: 'it.counts.sum().min(if BREAK { u128::MAX } else { there })',
      caughtBy: 'unit_tests::attacks::nobody_asks_for_more_than_there_is',
    },
    {
      what: 'extras are paid before the seconds',
      file: 'settling.rs',
      find: 'let amount = self.counts.amount.min(for_both);',
      put: 'let first = if BREAK { self.counts.extras.min(for_both) } else { 0 }; let amount = self.counts.amount.min(for_both.saturating_sub(first));',
      caughtBy: 'unit_tests::batches::of_a_share_the_seconds_are_paid_before_the_extras',
    },
  ],
  storage: [
    {
      what: 'a new tab costs the purse nothing',
      file: 'settling.rs',
      find: 'if is_new { tab_cost }',
      put: 'if is_new && !BREAK { tab_cost }',
      caughtBy: 'unit_tests::storage_of_tabs::a_new_tab_is_paid_by_the_deposit_to_whoever_sent_the_transaction',
    },
    {
      what: 'a cell is paid for again',
      file: 'tabs.rs',
      find: 'found.is_none())',
      put: 'BREAK || found.is_none())',
      caughtBy: 'unit_tests::storage_of_tabs::a_cell_that_is_used_again_costs_nothing',
    },
    {
      what: 'storage is paid to nobody',
      file: 'tabs.rs',
      find: 'self.owe(caller, payments.storage)?;',
      put: 'if !BREAK { self.owe(caller, payments.storage)?; }',
      caughtBy: 'unit_tests::storage_of_tabs::a_new_tab_is_paid_by_the_deposit_to_whoever_sent_the_transaction',
    },
    {
      what: 'a tab is made though its share is no more than its storage',
      file: 'settling.rs',
      find: 'if share <= statement.storage',
      put: 'if share.saturating_add(u128::from(BREAK)) <= statement.storage',
      caughtBy: 'unit_tests::storage_of_tabs::a_deposit_that_holds_no_more_than_the_storage_pays_nothing',
    },
    {
      what: 'tabs that still settle are removed',
      file: 'tabs.rs',
      find: 'let settles = record.open',
      put: 'let settles = !BREAK && record.open',
      caughtBy: 'unit_tests::storage_of_tabs::tabs_of_closed_openings_and_dead_keys_are_removed',
    },
    {
      what: 'tabs of an older opening stay',
      file: 'tabs.rs',
      find: '&& tab.is_of(record.nonce) && purse.settles',
      put: '&& (BREAK || tab.is_of(record.nonce)) && purse.settles',
      caughtBy: 'unit_tests::storage_of_tabs::a_closed_purse_gives_its_tabs_back_also_after_it_was_opened_again',
    },
    {
      what: 'a tab is removed under a claim that waits',
      file: 'tabs.rs',
      find: 'self.unpaid_claim(record, viewer, (*key, *creator)).is_some()',
      put: '(!BREAK && self.unpaid_claim(record, viewer, (*key, *creator)).is_some())',
      caughtBy: 'unit_tests::storage_of_tabs::a_tab_with_an_unpaid_claim_stays_or_it_would_be_paid_again',
    },
  ],
  windows: [
    {
      what: 'a window ends a second late',
      file: 'windows.rs',
      find: 'call.now.saturating_add(call.closing_delay)',
      put: `call.now.saturating_add(${later('call.closing_delay')})`,
      caughtBy: 'unit_tests::windows::what_is_announced_is_paid_from_the_end_of_the_window_on_and_once',
    },
    {
      what: 'a window ends a second early',
      file: 'windows.rs',
      find: 'call.now.saturating_add(call.closing_delay',
      put: `call.now.saturating_add(${sooner('call.closing_delay')}`,
      caughtBy: 'unit_tests::windows::what_is_announced_is_paid_from_the_end_of_the_window_on_and_once',
    },
    {
      what: 'a window outlasts the closing',
      file: 'windows.rs',
      find: 'self.closing_at.unwrap_or(',
      put: 'self.closing_at.filter(|_| !BREAK).unwrap_or(',
      caughtBy: 'unit_tests::windows::while_closing_a_window_ends_with_it',
    },
    {
      what: 'announcing again renews the window',
      file: 'windows.rs',
      find: 'self.window.ends_at.unwrap_or(opened_now)',
      put: 'self.window.ends_at.filter(|_| !BREAK).unwrap_or(opened_now)',
      caughtBy: 'unit_tests::windows::an_end_never_moves',
    },
    {
      what: 'an end that was set moves',
      file: 'windows.rs',
      find: 'if self.ends_at.is_none() {',
      put: 'if BREAK || self.ends_at.is_none() {',
      caughtBy: 'unit_tests::windows::an_end_never_moves',
    },
    {
      what: 'things are announced in the second of the end',
      file: 'windows.rs',
      find: 'call.now < purse.record.window_end(call)',
      put: `call.now < ${later('purse.record.window_end(call)')}`,
      caughtBy: 'unit_tests::windows::an_end_never_moves',
    },
    {
      what: 'nothing is announced in the last second',
      file: 'windows.rs',
      find: 'Ok(purse) if call.now < ',
      put: `Ok(purse) if ${later('call.now')} < `,
      caughtBy: 'unit_tests::windows::an_end_never_moves',
    },
    {
      what: 'claims are paid a second early',
      file: 'windows.rs',
      find: 'if call.now < ends_at',
      put: `if ${later('call.now')} < ends_at`,
      caughtBy: 'unit_tests::windows::what_is_announced_is_paid_from_the_end_of_the_window_on_and_once',
    },
    {
      what: 'claims are paid a second late',
      file: 'windows.rs',
      find: '< ends_at {',
      put: `< ${later('ends_at')} {`,
      caughtBy: 'unit_tests::windows::what_is_announced_is_paid_from_the_end_of_the_window_on_and_once',
    },
    {
      what: 'what is settled or claimed already is announced',
      file: 'windows.rs',
      find: 'if due.amount <= known.due_amount',
      put: 'if !BREAK && due.amount <= known.due_amount',
      caughtBy: 'unit_tests::windows::a_higher_voucher_replaces_a_lower_one',
    },
    {
      what: 'a claim is larger than the deposit',
      file: 'windows.rs',
      find: 'let due = counts.at_most(purse.record.deposit);',
      put: 'let due = counts.at_most(if BREAK { u128::MAX } else { purse.record.deposit });',
      caughtBy: 'unit_tests::windows::what_credit_allowance_or_deposit_do_not_hold_is_skipped',
    },
    {
      what: 'a cell that is used again changes hands',
      file: 'windows.rs',
      find: 'found.map_or(announcer, |found| found.claim.announcer)',
      put: 'found.map_or(announcer, |found| if BREAK { announcer } else { found.claim.announcer })',
      caughtBy: 'unit_tests::windows::a_cell_that_is_used_again_stays_whose_it_was',
    },
    {
      what: 'a claim sets nothing aside for the cell of its tab',
      file: 'windows.rs',
      find: 'due_storage: if tab_is_new',
      put: 'due_storage: if tab_is_new && !BREAK',
      caughtBy: 'unit_tests::storage_of_tabs::a_claim_pays_the_storage_to_whoever_has_it_paid',
    },
    {
      what: 'what the operator settles in the window stays claimed',
      file: 'settling.rs',
      find: 'if purse.record.window.is_collecting()',
      put: 'if !BREAK && purse.record.window.is_collecting()',
      caughtBy: 'unit_tests::windows::what_the_operator_settles_in_the_window_is_claimed_no_more',
    },
    {
      what: 'what is set aside is set aside again',
      file: 'windows.rs',
      find: 'if !purse.record.window.frozen',
      put: 'if BREAK || !purse.record.window.frozen',
      caughtBy: 'unit_tests::windows::a_deposit_that_is_short_is_shared_by_the_claims_whoever_is_paid_first',
    },
    {
      what: 'what is set aside stays in the deposit',
      file: 'windows.rs',
      find: 'self.record.deposit.saturating_sub(reserved.left)',
      put: 'self.record.deposit.saturating_sub(if BREAK { 0 } else { reserved.left })',
      caughtBy: 'laws::conservation',
    },
    {
      what: 'what is set aside stays in credit and allowance',
      file: 'windows.rs',
      find: 'key.sell(amounts, extras);',
      put: 'if !BREAK { key.sell(amounts, extras); }',
      caughtBy: 'laws::a_key_sells_no_more_than_its_time',
    },
    {
      what: 'credit is not brought up to the freezing',
      file: 'windows.rs',
      find: 'purse.accrue(call.now);',
      put: 'if !BREAK { purse.accrue(call.now); }',
      caughtBy: 'laws::the_contract_agrees_with_the_model',
    },
    {
      what: 'claims share no credit',
      file: 'windows.rs',
      find: 'key.claimed_amounts.give(claim.due_amount)',
      put: 'if BREAK { claim.due_amount } else { key.claimed_amounts.give(claim.due_amount) }',
      caughtBy: 'unit_tests::windows::credit_that_is_short_is_shared_by_the_claims_of_its_key',
    },
    {
      what: 'claims share no allowance',
      file: 'windows.rs',
      find: 'key.claimed_extras.give(claim.due_extras)',
      put: 'if BREAK { claim.due_extras } else { key.claimed_extras.give(claim.due_extras) }',
      caughtBy: 'unit_tests::windows::claims_of_one_key_share_what_its_allowance_has_left',
    },
    {
      what: 'what the operator settled after the freezing is paid again',
      file: 'windows.rs',
      find: 'for_both.min(counts.amount).min(growth.amount)',
      put: 'for_both.min(counts.amount).min(if BREAK { u128::MAX } else { growth.amount })',
      caughtBy: 'unit_tests::windows::what_the_operator_settles_after_the_freezing_is_not_paid_twice',
    },
    {
      what: 'extras that the operator settled after the freezing are paid again',
      file: 'windows.rs',
      find: '.min(counts.extras).min(growth.extras)',
      put: '.min(counts.extras).min(if BREAK { u128::MAX } else { growth.extras })',
      caughtBy: 'unit_tests::windows::what_the_operator_settles_after_the_freezing_is_not_paid_twice',
    },
    {
      what: 'what a claim does not use is lost',
      file: 'windows.rs',
      find: 'purse.give_rest_back(pair.0, &share);',
      put: 'if !BREAK { purse.give_rest_back(pair.0, &share); }',
      caughtBy: 'unit_tests::windows::what_the_operator_settles_after_the_freezing_is_not_paid_twice',
    },
    {
      what: 'a claim is paid again',
      file: 'windows.rs',
      find: 'ClaimRecord { paid: true, ..record }',
      put: 'ClaimRecord { paid: !BREAK, ..record }',
      caughtBy: 'unit_tests::windows::what_is_announced_is_paid_from_the_end_of_the_window_on_and_once',
    },
    {
      what: 'a window stays when its last claim is paid',
      file: 'windows.rs',
      find: 'if window.claims == 0',
      put: 'if !BREAK && window.claims == 0',
      caughtBy: 'unit_tests::windows::a_window_whose_claims_were_all_settled_is_gone',
    },
    {
      what: 'unpaid claims are cleared',
      file: 'windows.rs',
      find: 'it.paid && it.claim.announcer == announcer',
      put: '(BREAK || it.paid) && it.claim.announcer == announcer',
      caughtBy: 'unit_tests::windows::a_paid_claim_is_cleared_by_whoever_made_its_cell',
    },
    {
      what: 'anybody clears claims',
      file: 'windows.rs',
      find: '&& it.claim.announcer == announcer',
      put: '&& (BREAK || it.claim.announcer == announcer)',
      caughtBy: 'attacks::only_its_announcer_clears_a_paid_claim',
    },
  ],
  closing: [
    {
      what: 'a purse closes without waiting',
      file: 'purses.rs',
      find: 'Some(at) if now < at',
      put: 'Some(at) if !BREAK && now < at',
      caughtBy: 'attacks::a_closing_purse_still_pays_and_cannot_be_emptied_early',
    },
    {
      what: 'a purse closes a second early',
      file: 'purses.rs',
      find: '&& now < at',
      put: `&& ${later('now')} < at`,
      caughtBy: 'unit_tests::closing::close_pays_back_from_the_end_of_the_delay_on',
    },
    {
      what: 'a purse closes a second late',
      file: 'purses.rs',
      find: '< at =>',
      put: `< ${later('at')} =>`,
      caughtBy: 'unit_tests::closing::close_pays_back_from_the_end_of_the_delay_on',
    },
    {
      what: 'the closing delay is a second short',
      file: 'purses.rs',
      find: 'let closes_at = now.saturating_add(closing_delay);',
      put: `let closes_at = now.saturating_add(${sooner('closing_delay')});`,
      caughtBy: 'unit_tests::closing::close_pays_back_from_the_end_of_the_delay_on',
    },
    {
      what: 'a purse closes while the present key settles',
      file: 'purses.rs',
      find: 'if !self.key.settles(now, closing_delay)',
      put: 'if BREAK || !self.key.settles(now, closing_delay)',
      caughtBy: 'unit_tests::closing::close_pays_back_from_the_end_of_the_delay_on',
    },
    {
      what: 'a purse closes over a window',
      file: 'purses.rs',
      find: 'self.window.must_be_closed()?;',
      put: 'if !BREAK { self.window.must_be_closed()?; }',
      caughtBy: 'unit_tests::closing::nothing_closes_while_claims_wait',
    },
    {
      what: "the operator's word closes a purse over a window",
      file: 'lib.rs',
      find: 'purse.window.must_be_closed()?;',
      put: 'if !BREAK { purse.window.must_be_closed()?; }',
      caughtBy: 'unit_tests::closing::nothing_closes_while_claims_wait',
    },
    {
      what: 'a release is good a second longer',
      file: 'lib.rs',
      find: 'if now > valid_until',
      put: `if now > ${later('valid_until')}`,
      caughtBy: 'unit_tests::closing::close_now_works_until_its_time_is_over',
    },
    {
      what: 'a release is good a second shorter',
      file: 'lib.rs',
      find: 'if now > valid_until',
      put: `if ${later('now')} > valid_until`,
      caughtBy: 'unit_tests::closing::close_now_works_until_its_time_is_over',
    },
    {
      what: 'a release needs no signature',
      file: 'lib.rs',
      find: 'if !crypto::is_signed(',
      put: 'if !BREAK && !crypto::is_signed(',
      caughtBy: 'unit_tests::closing::close_now_fails_without_the_operators_word',
    },
    {
      what: 'a purse is topped up while it closes',
      file: 'purses.rs',
      find: 'record.not_closing()?;\n        self.books.take_in',
      put: 'if !BREAK { record.not_closing()?; }\n        self.books.take_in',
      caughtBy: 'unit_tests::opening::top_up_fails',
    },
    {
      what: 'a key is replaced while the purse closes',
      file: 'purses.rs',
      find: 'purse.record.not_closing()?;',
      put: 'if !BREAK { purse.record.not_closing()?; }',
      caughtBy: 'unit_tests::rekeying::rekey_fails',
    },
    {
      what: 'a purse is opened over an open one',
      file: 'purses.rs',
      find: 'before.as_ref().is_some_and(|purse| purse.open)',
      put: '!BREAK && before.as_ref().is_some_and(|purse| purse.open)',
      caughtBy: 'unit_tests::opening::open_fails_twice',
    },
    {
      what: 'another opening has the same number',
      file: 'purses.rs',
      find: 'openings.checked_add(1)',
      put: 'openings.checked_add(u32::from(!BREAK || openings == 0))',
      caughtBy: 'unit_tests::closing::another_opening_starts_from_nothing',
    },
    {
      what: 'a closed purse keeps its key',
      file: 'purses.rs',
      find: 'key: Key::forgotten()',
      put: 'key: if BREAK { self.key } else { Key::forgotten() }',
      caughtBy: 'unit_tests::closing::a_closed_purse_has_no_keys_and_settles_nothing',
    },
    {
      what: 'a closed purse settles',
      file: 'purses.rs',
      find: 'Some(purse) if purse.open',
      put: 'Some(purse) if BREAK || purse.open',
      caughtBy: 'unit_tests::closing::a_closed_purse_has_no_keys_and_settles_nothing',
    },
  ],
  terms: [
    {
      what: 'what is changed holds at once',
      file: 'admin.rs',
      find: 'if now >= effective_at',
      put: 'if BREAK || now >= effective_at',
      caughtBy: 'attacks::a_new_operator_takes_office_after_a_delay',
    },
    {
      what: 'what is changed holds a second early',
      file: 'admin.rs',
      find: 'now >= effective_at',
      put: `now >= ${sooner('effective_at')}`,
      caughtBy: 'unit_tests::administration::a_new_operator_takes_office_at_its_second',
    },
    {
      what: 'what is changed holds a second late',
      file: 'admin.rs',
      find: '|| now >= ',
      put: `|| ${sooner('now')} >= `,
      caughtBy: 'unit_tests::administration::a_new_operator_takes_office_at_its_second',
    },
    {
      what: 'a new fee waits a second less than the delay',
      file: 'admin.rs',
      find: 'check_fee(fee)?;\n        let effective_at = now.saturating_add(self.fixed.closing_delay)',
      put: `check_fee(fee)?;\n        let effective_at = now.saturating_add(${sooner('self.fixed.closing_delay')})`,
      caughtBy: 'unit_tests::administration::a_fee_holds_from_its_second_on_for_purses_that_are_opened_then',
    },
    {
      what: 'a new operator waits a second less than the delay',
      file: 'admin.rs',
      find: 'check_key(&operator.key)?;\n        let effective_at = now.saturating_add(self.fixed.closing_delay)',
      put: `check_key(&operator.key)?;\n        let effective_at = now.saturating_add(${sooner('self.fixed.closing_delay')})`,
      caughtBy: 'unit_tests::administration::a_new_operator_takes_office_at_its_second',
    },
    {
      what: 'a second change puts the first one back',
      file: 'admin.rs',
      find: 'self.held = self.now(now);',
      put: 'if !BREAK { self.held = self.now(now); }',
      caughtBy: 'unit_tests::administration::a_second_fee_replaces_the_pending_one_and_starts_anew',
    },
    {
      what: 'a change that holds is still told as pending',
      file: 'admin.rs',
      find: '|(_, effective_at)| now < *effective_at',
      put: `|(_, effective_at)| now < ${later('(*effective_at)')}`,
      caughtBy: 'laws::the_contract_agrees_with_the_model',
    },
    {
      what: 'the fee has no cap',
      file: 'admin.rs',
      find: 'if fee > FEE_CAP',
      put: 'if !BREAK && fee > FEE_CAP',
      caughtBy: 'attacks::the_fee_is_capped_and_holds_for_purses_that_are_opened_after_its_delay',
    },
    {
      what: 'a purse is opened with a fee of later',
      file: 'lib.rs',
      find: 'let fee = self.admin.fee.now(now);',
      put: 'let fee = self.admin.fee.now(if BREAK { u64::MAX } else { now });',
      caughtBy: 'unit_tests::administration::a_fee_holds_from_its_second_on_for_purses_that_are_opened_then',
    },
    {
      what: 'the delay may be a second shorter than a minute',
      file: 'admin.rs',
      find: '(SHORTEST_CLOSING_DELAY..=',
      put: `(${sooner('SHORTEST_CLOSING_DELAY')}..=`,
      caughtBy: 'unit_tests::administration::bad_terms_are_refused',
    },
    {
      what: 'the delay may be a second longer than 30 days',
      file: 'admin.rs',
      find: '..=LONGEST_CLOSING_DELAY',
      put: `..=${later('LONGEST_CLOSING_DELAY')}`,
      caughtBy: 'unit_tests::administration::bad_terms_are_refused',
    },
    {
      what: 'anybody administers',
      file: 'admin.rs',
      find: 'if caller == self.owner {',
      put: 'if BREAK || caller == self.owner {',
      caughtBy: 'attacks::nobody_but_the_owner_administers',
    },
    {
      what: 'anybody takes the ownership',
      file: 'admin.rs',
      find: 'if self.pending_owner != Some(caller)',
      put: 'if !BREAK && self.pending_owner != Some(caller)',
      caughtBy: 'unit_tests::administration::ownership_changes_hands_when_it_is_taken',
    },
    {
      what: 'anybody settles at any time',
      file: 'lib.rs',
      find: 'if !self.admin.is_operator(caller, call.now)',
      put: 'if !BREAK && !self.admin.is_operator(caller, call.now)',
      caughtBy: 'unit_tests::judging::only_the_operator_settles',
    },
  ],
  earnings: [
    {
      what: 'a change of a split holds at once',
      file: 'earnings.rs',
      find: 'dividing.splits.held.is_empty() && dividing.splits.next.is_none()',
      put: 'BREAK || dividing.splits.held.is_empty() && dividing.splits.next.is_none()',
      caughtBy: 'attacks::an_emptied_split_still_divides_what_was_earned_under_it',
    },
    {
      what: 'a change of a split waits a second less than the delay',
      file: 'lib.rs',
      find: 'let later = now.saturating_add(self.closing_delay());',
      put: `let later = now.saturating_add(${sooner('self.closing_delay()')});`,
      caughtBy: 'unit_tests::earning::a_changed_split_divides_what_is_settled_from_its_second_on',
    },
    {
      what: 'the new split gets what was earned a second before it',
      file: 'earnings.rs',
      find: 'changes_at.is_some_and(|at| now >= at)',
      put: `changes_at.is_some_and(|at| now >= ${sooner('at')})`,
      caughtBy: 'unit_tests::earning::a_changed_split_divides_what_is_settled_from_its_second_on',
    },
    {
      what: 'the old split gets what is earned in the second of the new one',
      file: 'earnings.rs',
      find: 'changes_at.is_some_and(|at| now >= ',
      put: `changes_at.is_some_and(|at| ${sooner('now')} >= `,
      caughtBy: 'unit_tests::earning::a_changed_split_divides_what_is_settled_from_its_second_on',
    },
    {
      what: 'a split changes a second early',
      file: 'earnings.rs',
      find: '|(_, at)| now >= *at',
      put: `|(_, at)| now >= ${sooner('(*at)')}`,
      caughtBy: 'unit_tests::earning::a_split_changes_at_its_second_for_whoever_divides',
    },
    {
      what: 'a split changes a second late',
      file: 'earnings.rs',
      find: '|(_, at)| now >= ',
      put: `|(_, at)| ${sooner('now')} >= `,
      caughtBy: 'unit_tests::earning::a_split_changes_at_its_second_for_whoever_divides',
    },
    {
      what: 'a split that is due is told a second late',
      file: 'earnings.rs',
      find: 'Some((shares, at)) if now >= at',
      put: `Some((shares, at)) if ${sooner('now')} >= at`,
      caughtBy: 'unit_tests::earning::a_split_changes_at_its_second_for_whoever_divides',
    },
    {
      what: 'the new split divides what was earned before it',
      file: 'earnings.rs',
      find: 'self.divide()?;\n        self.splits.held',
      put: 'if !BREAK { self.divide()?; }\n        self.splits.held',
      caughtBy: 'unit_tests::earning::a_changed_split_divides_what_is_settled_from_its_second_on',
    },
    {
      what: 'what does not divide of a pot goes to the creator',
      file: 'earnings.rs',
      find: 'if self.splits.held.is_empty() { pot }',
      put: 'if BREAK || self.splits.held.is_empty() { pot }',
      caughtBy: 'unit_tests::earning::the_first_split_holds_at_once_for_what_is_earned_from_then_on',
    },
    {
      what: 'what was withdrawn is still owed',
      file: 'earnings.rs',
      find: 'core::mem::take(&mut dividing.account.owed)',
      put: 'if BREAK { dividing.account.owed } else { core::mem::take(&mut dividing.account.owed) }',
      caughtBy: 'unit_tests::earning::withdraw_pays_all_that_is_owed_once',
    },
    {
      what: 'the operator withdraws less than a hundred fees',
      file: 'earnings.rs',
      find: 'if amount < least',
      put: 'if amount.saturating_add(u128::from(BREAK)) < least',
      caughtBy: 'unit_tests::earning::the_operator_withdraws_for_a_fee_when_it_is_a_hundredth_at_most',
    },
    {
      what: 'the operator withdraws for somebody and gets nothing',
      file: 'earnings.rs',
      find: 'self.owe(operator, fee)?;',
      put: 'if !BREAK { self.owe(operator, fee)?; }',
      caughtBy: 'unit_tests::earning::the_operator_withdraws_for_a_fee_when_it_is_a_hundredth_at_most',
    },
    {
      what: 'the fee of withdrawing is in no book',
      file: 'earnings.rs',
      find: 'self.books.owe(fee)?;',
      put: 'if !BREAK { self.books.owe(fee)?; }',
      caughtBy: 'laws::conservation',
    },
    {
      what: 'the operator pays a fee to withdraw its own',
      file: 'lib.rs',
      find: '&& account != caller',
      put: '&& (BREAK || account != caller)',
      caughtBy: 'unit_tests::earning::the_operator_withdraws_for_a_fee_when_it_is_a_hundredth_at_most',
    },
    {
      what: 'strangers take the fee of withdrawing',
      file: 'lib.rs',
      find: 'if self.admin.is_operator(caller, now) &&',
      put: 'if (BREAK || self.admin.is_operator(caller, now)) &&',
      caughtBy: 'unit_tests::earning::anybody_withdraws_for_an_account_to_the_account_itself',
    },
    {
      what: 'a withdrawal pays the fee as well',
      file: 'lib.rs',
      find: 'amount.checked_sub(fee)',
      put: 'amount.checked_sub(if BREAK { 0 } else { fee })',
      caughtBy: 'unit_tests::earning::the_operator_withdraws_for_a_fee_when_it_is_a_hundredth_at_most',
    },
    {
      what: 'the surplus is the whole balance',
      file: 'books.rs',
      find: 'balance.saturating_sub(self.held().ok_or(Error::Arithmetic)?)',
      put: 'balance.saturating_sub(if BREAK { 0 } else { self.held().ok_or(Error::Arithmetic)? })',
      caughtBy: 'unit_tests::earning::what_was_sent_beside_the_books_is_the_owners_and_nothing_else_is',
    },
    {
      what: 'the creator gets the fee as well',
      file: 'tabs.rs',
      find: 'let net = paid.saturating_sub(fee);',
      put: 'let net = paid.saturating_sub(if BREAK { 0 } else { fee });',
      caughtBy: 'laws::conservation',
    },
    {
      what: 'what does not divide of a fee is dropped',
      file: 'tabs.rs',
      find: 'u16::try_from(parts % unit)',
      put: 'u16::try_from(if BREAK { 0 } else { parts % unit })',
      caughtBy: 'unit_tests::batches::splitting_a_settlement_changes_no_fee',
    },
    {
      what: 'deposits are in no book',
      file: 'purses.rs',
      find: 'self.books.take_in(deposit)?;',
      put: 'if !BREAK { self.books.take_in(deposit)?; }',
      caughtBy: 'laws::conservation',
    },
    {
      what: 'more money is taken in than can be counted',
      file: 'books.rs',
      find: 'self.held().and_then(|held| held.checked_add(deposit)).ok_or(Error::TooMuch)?;',
      put: 'if !BREAK { self.held().and_then(|held| held.checked_add(deposit)).ok_or(Error::TooMuch)?; }',
      caughtBy: 'unit_tests::opening::money_that_was_earned_still_counts',
    },
  ],
  batches: [
    {
      what: 'a batch is taken as it comes',
      file: 'voucher.rs',
      find: 'let at = if is_last {',
      put: 'let at = if BREAK || is_last {',
      caughtBy: 'unit_tests::batches::the_order_of_a_batch_is_always_the_same',
    },
    {
      what: 'a batch holds one more',
      file: 'lib.rs',
      find: 'Ok(1..=voucher::MAX_BATCH) => Ok(())',
      put: 'Ok(size) if (1..=voucher::MAX_BATCH.saturating_add(u32::from(BREAK))).contains(&size) => Ok(())',
      caughtBy: 'unit_tests::batches::a_batch_has_one_to_a_hundred_vouchers',
    },
    {
      what: 'a batch holds one less',
      file: 'lib.rs',
      find: '(1..=voucher::MAX_BATCH.saturating_add(',
      put: '(1..=voucher::MAX_BATCH.saturating_sub(u32::from(BREAK)).saturating_add(',
      caughtBy: 'unit_tests::batches::a_batch_has_one_to_a_hundred_vouchers',
    },
    {
      what: 'vouchers are judged though the weight does not suffice',
      file: 'settling.rs',
      find: 'if !batch.can_afford_one_more(good)?',
      put: 'if !BREAK && !batch.can_afford_one_more(good)?',
      caughtBy: 'unit_tests::attacks::a_batch_whose_weight_runs_out_settles_what_it_can_and_loses_nothing',
    },
    {
      what: 'no weight is kept for paying what was judged before',
      file: 'settling.rs',
      find: 'PAYING.times(to_pay.saturating_add(1))',
      put: 'PAYING.times(if BREAK { 1 } else { to_pay.saturating_add(1) })',
      caughtBy: 'unit_tests::attacks::weight_is_kept_for_all_that_the_call_still_has_to_do',
    },
    {
      what: 'no weight is kept for judging',
      file: 'settling.rs',
      find: 'JUDGING.plus(paying)',
      put: 'JUDGING.times(u64::from(!BREAK)).plus(paying)',
      caughtBy: 'unit_tests::attacks::weight_is_kept_for_all_that_the_call_still_has_to_do',
    },
    {
      what: 'no weight is kept for passing over the rest',
      file: 'settling.rs',
      find: 'SKIPPING.times(self.waiting)',
      put: 'SKIPPING.times(if BREAK { 0 } else { self.waiting })',
      caughtBy: 'unit_tests::attacks::weight_is_kept_for_all_that_the_call_still_has_to_do',
    },
    {
      what: 'no weight is kept for the end of the call',
      file: 'settling.rs',
      find: '.plus(ENDING);\n        Ok(left',
      put: '.plus(ENDING.times(u64::from(!BREAK)));\n        Ok(left',
      caughtBy: 'unit_tests::attacks::weight_is_kept_for_all_that_the_call_still_has_to_do',
    },
    {
      what: 'proof counts for nothing in what is left',
      file: 'crypto.rs',
      find: 'pub const fn covers(self, needed: Self) -> bool {\n        self.ref_time >= needed.ref_time && self.proof_size >= needed.proof_size',
      put: 'pub fn covers(self, needed: Self) -> bool {\n        self.ref_time >= needed.ref_time && (BREAK || self.proof_size >= needed.proof_size)',
      caughtBy: 'unit_tests::attacks::weight_is_kept_for_all_that_the_call_still_has_to_do',
    },
    {
      what: 'the weight is taken to suffice for all when it suffices for one',
      file: 'settling.rs',
      find: 'self.affords_all = left.covers(for_all);',
      put: 'self.affords_all = BREAK || left.covers(for_all);',
      caughtBy: 'unit_tests::attacks::weight_that_suffices_for_the_whole_batch_is_asked_for_once',
    },
    {
      what: 'weight for all is counted without its end',
      file: 'settling.rs',
      find: 'plus(PAYING.times(to_pay)).plus(ENDING)',
      put: 'plus(PAYING.times(to_pay)).plus(ENDING.times(u64::from(!BREAK)))',
      caughtBy: 'unit_tests::attacks::weight_that_suffices_for_the_whole_batch_is_asked_for_once',
    },
    {
      what: 'an ended window hinders every purse of the batch',
      file: 'lib.rs',
      find: '0 if ended => Err(Error::WindowEnded),',
      put: '0 if ended && !BREAK => Err(Error::WindowEnded),',
      caughtBy: 'unit_tests::windows::an_end_never_moves',
    },
    {
      what: 'a batch that claims nothing is no error',
      file: 'lib.rs',
      find: '0 => Err(Error::NothingNew)',
      put: '0 if !BREAK => Err(Error::NothingNew)',
      caughtBy: 'unit_tests::windows::what_is_not_good_is_skipped_and_opens_no_window',
    },
  ],
};

/** Added to the copy: the number in the environment says which break is on. */
const SWITCH = `
/// Whether this break is on.
pub fn breaks(number: u32) -> bool {
    static ON: std::sync::OnceLock<Option<u32>> = std::sync::OnceLock::new();
    *ON.get_or_init(|| std::env::var("BREAK").ok()?.parse().ok()) == Some(number)
}
`;

/** @typedef {Awaited<ReturnType<typeof rustEnvironment>>} Env */

const NUMBERED = Object.entries(MUTATIONS)
  .flatMap(([chapter, mutations]) => mutations.map((mutation) => Object.assign({ chapter }, mutation)))
  .map((mutation, number) => Object.assign({ number }, mutation));

/**
 * @param {string} source
 * @param {typeof NUMBERED[number]} mutation
 */
function switched(source, { what, file, find, put, number }) {
  const places = source.split(find).length - 1;
  if (places !== 1) throw new Error(`"${what}": ${file} has ${places} places that read ${JSON.stringify(find)}`);
  return source.replace(find, () => put.replaceAll('BREAK', `crate::breaks(${number})`));
}

/** Writes the copy, with all breaks in it and none of them on. */
function writeCopy() {
  mkdirSync(WORK, { recursive: true });
  rmSync(COPY, { recursive: true, force: true });
  cpSync(CRATE, COPY, { recursive: true, filter: (path) => !/[\\/](target|hostile)$/.test(path) });
  for (const file of new Set(NUMBERED.map((mutation) => mutation.file))) {
    const path = join(COPY, file);
    const ofFile = NUMBERED.filter((mutation) => mutation.file === file);
    const broken = ofFile.reduce(switched, readFileSync(path, 'utf8'));
    writeFileSync(path, file === 'lib.rs' ? broken + SWITCH : broken);
  }
}

/**
 * Compiles the copy's tests; answers the programs: of the unit tests, and of the laws.
 * @param {Env} env
 * @returns {Promise<string[]>}
 */
async function compile(env) {
  const args = ['test', '--no-run', '--manifest-path', join(COPY, 'Cargo.toml'), '--lib', '--test', 'laws'];
  const messages = await run({ command: 'cargo', args: [...args, '--message-format', 'json'], env });
  return messages
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .filter(({ reason, executable, profile }) => reason === 'compiler-artifact' && executable && profile.test)
    .map(({ executable }) => executable);
}

/**
 * The tests that fail while a break is on.
 * @param {string[]} programs
 * @param {Env} env
 * @param {{ on?: number, only?: string }} [which]
 * @returns {Promise<string[]>}
 */
async function failures(programs, env, { on, only } = {}) {
  /** @type {string[]} */
  const failed = [];
  let ran = 0;
  /** @param {string} line */
  const onLine = (line) => {
    const [, test, outcome] = /^test (\S+) \.\.\. (?:.*)(ok|FAILED)$/.exec(line) ?? [];
    if (test) ran += 1;
    if (test && outcome === 'FAILED') failed.push(test);
  };
  // the same sequences each time, and the first counterexample is enough: nobody reads the smallest one
  const drawn = { PROPTEST_RNG_SEED: '7', PROPTEST_MAX_SHRINK_ITERS: '0' };
  const quick = Object.assign({}, env, drawn, { BREAK: on === undefined ? '' : `${on}` });
  for (const command of programs) {
    const args = only ? ['--exact', only] : [];
    await run({ command, args, cwd: COPY, env: quick, onLine }).catch(() => undefined);
  }
  if (!ran) throw new Error(only ? `there is no test ${only}` : 'no test ran');
  return failed;
}

/** @param {readonly string[]} columns */
const row = ([chapter = '', what = '', caught = '']) => `${chapter.padEnd(8)} | ${what.padEnd(68)} | ${caught}`;

/** @param {readonly string[]} chapters */
async function main(chapters) {
  const rust = await rustEnvironment();
  // outside the repository, and kept for the next time
  const env = Object.assign({}, rust, { CARGO_TARGET_DIR: rust.CARGO_TARGET_DIR || join(WORK, 'target') });
  writeCopy();
  const programs = await compile(env);
  const already = await failures(programs, env);
  if (already.length) throw new Error(`fails without any break: ${already.join(', ')}`);

  console.log(row(['chapter', 'mutation', 'caught by']));
  let survivors = 0;
  const chosen = NUMBERED.filter(({ chapter }) => !chapters.length || chapters.includes(chapter));
  for (const { number: on, chapter, what, caughtBy } of chosen) {
    const [found] = await failures(programs, env, { on, only: caughtBy });
    // says who else finds it, so that a wrong name is quickly put right
    const others = found ? [] : await failures(programs, env, { on });
    if (!found) survivors += 1;
    console.log(row([chapter, what, found ?? `NOT BY ${caughtBy} (${others.join(', ')})`]));
  }
  console.log(`${chosen.length} mutations, ${survivors} not caught`);
  return survivors ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
