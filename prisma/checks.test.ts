import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Db } from '../server/deps';
import { expectNothingWritten, makeAccount, makeCreator, makeStream, testDeps } from '../server/testing/harness';

/**
 * What each check in the migrations refuses: by its name, a statement on the small valid world
 * below.
 */
const refused: Record<string, string[]> = {
  accounts_handle_format: [
    `UPDATE accounts SET handle = 'Maya' WHERE handle = 'viewer'`,
    `UPDATE accounts SET handle = 'ab' WHERE handle = 'viewer'`,
    `UPDATE accounts SET handle = 'a_name_of_twenty_five_cha' WHERE handle = 'viewer'`,
    `UPDATE accounts SET handle = 'ravi kumar' WHERE handle = 'viewer'`,
  ],
  accounts_language_code: [`UPDATE accounts SET language = 'english'`],
  accounts_email_lower_case: [`UPDATE accounts SET email = 'Viewer@example.org' WHERE handle = 'viewer'`],
  accounts_deleted_without_email: [
    `UPDATE accounts SET email = 'v@example.org', deleted_at = now() WHERE handle = 'viewer'`,
  ],
  accounts_confirmed_has_email: [`UPDATE accounts SET email_confirmed_at = now() WHERE handle = 'creator'`],
  new_followers_somebody_else: [`UPDATE new_followers SET follower_id = creator_id`],
  mail_tokens_time: [`UPDATE mail_tokens SET expires_at = created_at`],
  push_subscriptions_endpoint_length: [`UPDATE push_subscriptions SET endpoint = ''`],
  profiles_links_list: [`UPDATE profiles SET links = '{}'`, `UPDATE profiles SET links = '[1, 2, 3, 4, 5, 6]'`],
  wallets_h160_format: [`UPDATE wallets SET h160 = upper(h160)`, `UPDATE wallets SET h160 = '0x12'`],
  wallets_one_chosen_per_account: [
    `INSERT INTO wallets (id, account_id, address, h160, scheme, chosen) SELECT gen_random_uuid(), account_id, n, '0x' || repeat(n, 40), scheme, true FROM wallets, (VALUES ('1'), ('2')) t (n)`,
  ],
  wallet_challenges_time: [`UPDATE wallet_challenges SET expires_at = issued_at`],
  wallet_challenges_account: [`UPDATE wallet_challenges SET purpose = 'link'`],
  wallet_challenges_session: [
    `UPDATE wallet_challenges SET purpose = 'confirm', account_id = (SELECT id FROM accounts WHERE handle = 'viewer')`,
    `UPDATE wallet_challenges SET session_id = (SELECT public_id FROM sessions LIMIT 1)`,
  ],
  sessions_time: [`UPDATE sessions SET expires_at = created_at`],
  categories_slug_format: [`UPDATE categories SET slug = 'Live coding'`],
  streams_title_length: [`UPDATE streams SET title = ''`, `UPDATE streams SET title = repeat('é', 141)`],
  streams_rate_range: [
    `UPDATE streams SET rate_per_second = -1`,
    `UPDATE streams SET rate_per_second = 340282366920938463463374607431768211456`,
  ],
  streams_preview_range: [`UPDATE streams SET preview_seconds = -1`, `UPDATE streams SET preview_seconds = 3601`],
  streams_payee_format: [`UPDATE streams SET payee = repeat('x', 42)`],
  streams_viewer_limit_positive: [`UPDATE streams SET viewer_limit = 0`],
  streams_scheduled_not_started: [`UPDATE streams SET started_at = now() WHERE status = 'scheduled'`],
  streams_started: [
    `UPDATE streams SET started_at = NULL WHERE status = 'live'`,
    `UPDATE streams SET started_at = NULL WHERE status = 'ended'`,
  ],
  streams_never_started: [
    `UPDATE streams SET end_reason = 'neverStarted' WHERE status = 'ended'`,
    `UPDATE streams SET end_reason = 'cancelled' WHERE status = 'ended' AND started_at IS NOT NULL`,
  ],
  streams_series_day: [
    `UPDATE streams SET series_id = (SELECT id FROM series)`,
    `UPDATE streams SET series_id = (SELECT id FROM series), series_day = 'Monday'`,
  ],
  streams_cover_here: [`UPDATE streams SET cover_url = 'https://elsewhere.example/a.png'`],
  streams_moment: [
    `UPDATE streams SET thumbnail_url = '/seed/a.svg' WHERE status = 'live'`,
    `UPDATE streams SET thumbnail_url = '/files/thumbnails/${'a'.repeat(32)}-1280.webp' WHERE status = 'ended'`,
  ],
  profiles_pictures_here: [
    `UPDATE profiles SET avatar_url = '//elsewhere.example/a.png'`,
    `UPDATE profiles SET banner_url = 'https://elsewhere.example/a.png'`,
  ],
  pictures_url_format: [
    `UPDATE pictures SET url = '/files/pictures/../../etc/passwd'`,
    `UPDATE pictures SET url = '/files/pictures/short-256.webp'`,
  ],
  series_when: [
    `UPDATE series SET time = '24:00'`,
    `UPDATE series SET first_day = '1 May'`,
    `UPDATE series SET last_day = '2020-01-01'`,
  ],
  stream_unlocks_whose: [`UPDATE stream_unlocks SET pass_hash = 'a'`, `UPDATE stream_unlocks SET account_id = NULL`],
  waiting_places_time: [`UPDATE waiting_places SET seen_at = since - interval '1 second'`],
  streams_ended: [
    `UPDATE streams SET ended_at = NULL WHERE status = 'ended'`,
    `UPDATE streams SET ended_at = now() WHERE status = 'live'`,
  ],
  streams_end_reason: [
    `UPDATE streams SET end_reason = NULL WHERE status = 'ended'`,
    `UPDATE streams SET end_reason = 'creatorEnded' WHERE status = 'scheduled'`,
  ],
  streams_end_after_start: [
    `UPDATE streams SET ended_at = started_at - interval '1 second' WHERE started_at < ended_at`,
  ],
  stream_keys_hash_format: [`UPDATE stream_keys SET key_hash = 'obs_a_key_as_it_is'`],
  stream_keys_label_length: [`UPDATE stream_keys SET label = ''`, `UPDATE stream_keys SET label = repeat('é', 61)`],
  feeds_participant_named: [`UPDATE feeds SET participant = ''`],
  feeds_software_length: [`UPDATE feeds SET software = repeat('x', 101)`],
  restream_targets_name_length: [
    `UPDATE restream_targets SET name = ''`,
    `UPDATE restream_targets SET name = repeat('é', 61)`,
  ],
  restream_targets_address_format: [
    `UPDATE restream_targets SET address = 'https://live.example.org/app'`,
    `UPDATE restream_targets SET address = 'rtmp://live.example.org/app -f'`,
  ],
  restream_targets_tries_counted: [`UPDATE restream_targets SET tries = -1`],
  restream_targets_sending_by_somebody: [`UPDATE restream_targets SET state = 'sending'`],
  restream_targets_sender_heard: [`UPDATE restream_targets SET sender = 'somebody'`],
  raids_elsewhere: [`UPDATE raids SET to_id = from_id`],
  raids_word_length: [`UPDATE raids SET word = repeat('é', 141)`],
  raids_viewers: [`UPDATE raids SET viewers = -1`],
  stage_guests_one_open_per_viewing: [
    `INSERT INTO stage_guests (id, stream_id, viewing_id, account_id, raised_at) SELECT gen_random_uuid(), stream_id, viewing_id, account_id, now() FROM stage_guests`,
  ],
  stage_guests_invited: [`UPDATE stage_guests SET invited_at = NULL`],
  stage_guests_order: [
    `UPDATE stage_guests SET raised_at = invited_at + interval '1 second'`,
    `UPDATE stage_guests SET invited_at = came_at + interval '1 second'`,
    `UPDATE stage_guests SET ended_at = came_at - interval '1 second', end_reason = 'left'`,
  ],
  stage_guests_ended: [`UPDATE stage_guests SET ended_at = now()`, `UPDATE stage_guests SET end_reason = 'left'`],
  stage_guests_there: [
    `UPDATE stage_guests SET came_at = NULL, muted = true`,
    `UPDATE stage_guests SET came_at = NULL, silent_since = now()`,
  ],
  streams_viewer_counts: [
    `UPDATE streams SET current_viewers = -1 WHERE status = 'live'`,
    `UPDATE streams SET current_viewers = 2, peak_viewers = 1, total_viewers = 2 WHERE status = 'live'`,
    `UPDATE streams SET peak_viewers = 2, total_viewers = 1`,
  ],
  streams_viewers_only_live: [
    `UPDATE streams SET current_viewers = 1, peak_viewers = 1, total_viewers = 1 WHERE status = 'ended'`,
  ],
  videos_folder_format: [`UPDATE videos SET folder = '../elsewhere'`],
  videos_not_negative: [`UPDATE videos SET bytes = -1`, `UPDATE videos SET duration_ms = -1, status = 'processing'`],
  videos_source: [`UPDATE videos SET kind = 'upload'`],
  videos_ready: [`UPDATE videos SET ready_at = NULL`, `UPDATE videos SET duration_ms = 0`],
  videos_failure: [`UPDATE videos SET failure = 'notAVideo'`, `UPDATE videos SET status = 'failed'`],
  videos_deleted: [`UPDATE videos SET deleted_at = now()`, `UPDATE videos SET status = 'deleted'`],
  videos_packing: [
    `UPDATE videos SET packing_at = now()`,
    `UPDATE videos SET packing_at = now(), packing_folder = repeat('p', 32)`,
    `UPDATE videos SET packing_at = now(), packing_folder = '../elsewhere', status = 'processing'`,
  ],
  videos_live: [
    `UPDATE videos SET live_folder = '../elsewhere'`,
    `UPDATE videos SET live_at = now()`,
    `UPDATE videos SET live_ms = 1`,
    `UPDATE videos SET kind = 'upload', source_id = NULL, live_folder = repeat('a', 32)`,
  ],
  videos_unread_parts: [`UPDATE videos SET unread_parts = -1`],
  videos_heights: [`UPDATE videos SET heights = '{480,0}'`],
  videos_rendition: [
    `UPDATE videos SET rendition_at = now()`,
    `UPDATE videos SET rendition_at = now(), rendition_tag = '../index'`,
  ],
  videos_tries: [`UPDATE videos SET tries = -1`],
  videos_poster_here: [`UPDATE videos SET poster_url = 'https://elsewhere.example/a.webp'`],
  server_recordings_lease: [
    `UPDATE server_recordings SET lease = repeat('l', 32)`,
    `UPDATE server_recordings SET lease = 'mine', leased_at = now()`,
  ],
  server_recordings_closed: [
    `UPDATE server_recordings SET closed_at = now()`,
    `UPDATE server_recordings SET closed_at = now(), ended_at = now(), lease = repeat('l', 32), leased_at = now()`,
  ],
  server_recordings_refused: [`UPDATE server_recordings SET refusal = 'videoQuotaReached'`],
  video_parts_reserved: [`UPDATE video_parts SET reserved = -1`],
  video_parts_token_hash_format: [`UPDATE video_parts SET token_hash = 'a token as it is'`],
  video_parts_bytes: [
    `UPDATE video_parts SET bytes = -1`,
    `UPDATE video_parts SET bytes = length + 1, completed_at = NULL`,
  ],
  video_parts_position: [`UPDATE video_parts SET position = -1`, `UPDATE video_parts SET starts_at_ms = -1`],
  video_parts_sha256_format: [`UPDATE video_parts SET sha256 = 'abc'`],
  video_parts_complete: [`UPDATE video_parts SET bytes = 1`, `UPDATE video_parts SET length = NULL`],
  video_captions_words: [`UPDATE video_captions SET language = 'English'`, `UPDATE video_captions SET label = ''`],
  video_captions_file_format: [`UPDATE video_captions SET file = '../a.vtt'`],
  playbacks_owned_counts: [
    `UPDATE playbacks SET owned = '{[-1,5)}'::int4multirange`,
    `UPDATE playbacks SET owned = '{[0,)}'::int4multirange`,
  ],
  playbacks_position: [`UPDATE playbacks SET position_ms = -1`],
  clips_title_length: [`UPDATE clips SET title = ''`, `UPDATE clips SET title = repeat('é', 141)`],
  clips_span: [`UPDATE clips SET from_ms = -1`, `UPDATE clips SET to_ms = from_ms`],
  clips_folder_format: [`UPDATE clips SET folder = '../elsewhere'`],
  clips_bytes: [`UPDATE clips SET bytes = -1`, `UPDATE clips SET deleted_at = now()`],
  clips_poster_here: [`UPDATE clips SET poster_url = 'https://elsewhere.example/a.webp'`],
  clips_deleted: [`UPDATE clips SET deleted_by_id = maker_id`],
  stream_titles_length: [`UPDATE stream_titles SET title = ''`],
  viewings_seconds: [`UPDATE viewings SET seconds_paid = 61`, `UPDATE viewings SET seconds_paid = -1`],
  viewings_amount_range: [`UPDATE viewings SET amount = -1`],
  viewings_anonymous_free: [`UPDATE viewings SET account_id = NULL`],
  viewings_time: [`UPDATE viewings SET last_seen_at = joined_at - interval '1 second'`],
  viewings_end_reason: [
    `UPDATE viewings SET left_at = last_seen_at, status = 'ended'`,
    `UPDATE viewings SET end_reason = 'left'`,
  ],
  viewings_over: [
    `UPDATE viewings SET left_at = last_seen_at, end_reason = 'left'`,
    `UPDATE viewings SET left_at = last_seen_at, end_reason = 'left', status = 'cut'`,
    `UPDATE viewings SET status = 'ended'`,
    `UPDATE viewings SET status = 'settled'`,
  ],
  viewings_pair: [
    `UPDATE viewings SET payee = NULL`,
    `UPDATE viewings SET purse_nonce = NULL`,
    `UPDATE viewings SET purse_key = NULL`,
    `UPDATE viewings SET viewer = NULL, leased = 0`,
    `UPDATE viewings SET purse_nonce = -1`,
    `UPDATE viewings SET purse_key = -1`,
    `UPDATE viewings SET payee = upper(payee)`,
  ],
  viewings_base: [`UPDATE viewings SET base_seconds = -1`, `UPDATE viewings SET base_amount = -1`],
  budgets_amount_range: [`UPDATE budgets SET spending_limit = -1`, `UPDATE budgets SET agreed_rate = -1`],
  viewings_leased: [
    `UPDATE viewings SET leased = amount - 1`,
    `UPDATE viewings SET viewer = NULL, purse_nonce = NULL, purse_key = NULL, payee = NULL`,
  ],
  purses_viewer_format: [`UPDATE purses SET viewer = replace(viewer, '0x', '00')`],
  purses_session_key_length: [`UPDATE purses SET session_key = '\\x00'`],
  purses_amount_range: [
    `UPDATE purses SET deposit = 340282366920938463463374607431768211456`,
    `UPDATE purses SET max_rate = -1`,
    `UPDATE purses SET settled = -1`,
  ],
  purses_settled_covered: [`UPDATE purses SET settled = deposit + 1`],
  purses_counts_not_negative: [
    `UPDATE purses SET seconds = -1`,
    `UPDATE purses SET paid_back = -1`,
    `UPDATE purses SET extras = -1`,
  ],
  purses_settled_with_paid_back: [
    `UPDATE purses SET settled = 600, paid_back = 401`,
    `UPDATE purses SET settled = 600, storage = 401`,
    `UPDATE purses SET storage = -1`,
    `UPDATE purses SET reserved = -1`,
  ],
  purses_key: [`UPDATE purses SET key = -1`],
  purses_closed: [`UPDATE purses SET status = 'closed'`, `UPDATE purses SET closed_at = now()`],
  retired_keys_session_key_length: [`UPDATE retired_keys SET session_key = '\\x00'`],
  retired_keys_limits: [`UPDATE retired_keys SET lanes = 0`, `UPDATE retired_keys SET max_rate = -1`],
  purses_limits: [`UPDATE purses SET lanes = 0`],
  purses_closing_time: [`UPDATE purses SET status = 'closing'`],
  vouchers_address_format: [`UPDATE vouchers SET creator = repeat('x', 42)`],
  vouchers_signature_length: [`UPDATE vouchers SET signature = '\\x00'`],
  vouchers_amount_range: [`UPDATE vouchers SET extras = 340282366920938463463374607431768211456`],
  vouchers_settled_signed: [
    `UPDATE vouchers SET settled_seconds = -1`,
    `UPDATE vouchers SET settled_amount = -1, settled_extras = 1`,
    `UPDATE vouchers SET settled_extras = -1, settled_amount = 1`,
  ],
  vouchers_skipped: [
    `UPDATE vouchers SET skip_reason = 'Stale'`,
    `UPDATE vouchers SET skipped_at = now()`,
    `UPDATE vouchers SET skipped_for_good = true`,
  ],
  claims_address_format: [
    `UPDATE claims SET creator = upper(creator)`,
    `UPDATE claims SET announcer = repeat('x', 42)`,
  ],
  claims_amount_range: [`UPDATE claims SET amount = -1`, `UPDATE claims SET key = -1`],
  payouts_fee: [`UPDATE payouts SET fee = -1`],
  withdrawals_recipient_format: [`UPDATE withdrawals SET recipient = repeat('x', 42)`],
  withdrawals_failed: [`UPDATE withdrawals SET error = 'TooLittle'`],
  withdrawals_one_open: [
    `INSERT INTO withdrawals (id, account_id, recipient, created_at)
     SELECT gen_random_uuid(), account_id, recipient, created_at FROM withdrawals`,
  ],
  vouchers_unsigned_settled: [`UPDATE vouchers SET signature = NULL`],
  vouchers_paid_settled: [`UPDATE vouchers SET paid = 1`, `UPDATE vouchers SET paid = -1`],
  wallet_transactions_signed: [`UPDATE wallet_transactions SET status = 'submitted'`],
  wallet_transactions_finalized: [
    `UPDATE wallet_transactions SET status = 'finalized', tx_hash = '0x01', signed = '\\x00', valid_from_block = 0, submitted_at = now()`,
  ],
  wallet_transactions_failed: [`UPDATE wallet_transactions SET error = 'Closing'`],
  wallet_transactions_time: [`UPDATE wallet_transactions SET expires_at = created_at`],
  settlements_failed: [`UPDATE settlements SET status = 'failed'`, `UPDATE settlements SET error = 'dropped'`],
  settlements_finalized: [`UPDATE settlements SET status = 'finalized'`],
  settlement_entries_address_format: [`UPDATE settlement_entries SET viewer = repeat('x', 42)`],
  settlement_entries_amount_range: [
    `UPDATE settlement_entries SET paid = -1`,
    `UPDATE settlement_entries SET seconds = -1`,
  ],
  chain_events_place: [`UPDATE chain_events SET index = -1`],
  chain_events_address_format: [`UPDATE chain_events SET viewer = repeat('x', 42)`],
  chain_cursor_single: [`UPDATE chain_cursor SET id = 2`],
  chain_cursor_block_number: [`UPDATE chain_cursor SET block_number = -1`],
  chain_cursor_tab_cost: [`UPDATE chain_cursor SET tab_cost = -1`],
  chain_cursor_money: [
    `UPDATE chain_cursor SET money_decimals = 12`,
    `UPDATE chain_cursor SET money_symbol = '', money_decimals = 12`,
    `UPDATE chain_cursor SET money_symbol = 'DOT', money_decimals = 19`,
  ],
  payouts_recipient_format: [`UPDATE payouts SET recipient = repeat('x', 42)`],
  payouts_amount_range: [`UPDATE payouts SET amount = 0`],
  payouts_finalized: [`UPDATE payouts SET status = 'finalized'`],
  tips_amount_range: [`UPDATE tips SET amount = 0`],
  tips_to_somebody_else: [`UPDATE tips SET to_id = from_id`],
  pass_offers_price_range: [`UPDATE pass_offers SET price = -1`],
  passes_price_range: [`UPDATE passes SET price = -1`],
  passes_time: [`UPDATE passes SET ends_at = starts_at`],
  follows_somebody_else: [`UPDATE follows SET follower_id = creator_id`],
  moderators_somebody_else: [`UPDATE moderators SET moderator_id = creator_id`],
  restrictions_somebody_else: [`UPDATE restrictions SET account_id = creator_id`],
  restrictions_timeout_ends: [`UPDATE restrictions SET ends_at = NULL`],
  restrictions_of_the_site: [
    `INSERT INTO restrictions (id, account_id, given_by_id, kind, ends_at, created_at)
     SELECT gen_random_uuid(), account_id, given_by_id, kind, ends_at, created_at FROM restrictions WHERE kind = 'timeout' LIMIT 1`,
    `INSERT INTO restrictions (id, account_id, given_by_id, kind, ends_at, created_at)
     SELECT gen_random_uuid(), account_id, given_by_id, 'ban', ends_at, created_at FROM restrictions LIMIT 1`,
  ],
  restrictions_one_of_the_site: [
    `INSERT INTO restrictions (id, account_id, given_by_id, kind, created_at)
     SELECT gen_random_uuid(), id, id, 'ban', now() FROM accounts, generate_series(1, 2) WHERE handle = 'viewer'`,
  ],
  restrictions_time: [`UPDATE restrictions SET ends_at = created_at`],
  chats_revision_counts: [`INSERT INTO chats (stream_id, revision) SELECT id, -1 FROM streams LIMIT 1`],
  chat_messages_revision_counts: [
    `INSERT INTO chat_messages (id, stream_id, author_id, body, sent_at, revision)
     SELECT gen_random_uuid(), id, creator_id, 'hello', now(), -1 FROM streams LIMIT 1`,
  ],
  chat_messages_replies_to_another: [
    `INSERT INTO chat_messages (id, stream_id, author_id, body, sent_at, reply_to_id)
     SELECT t.id, s.id, s.creator_id, 'hello', now(), t.id FROM streams s, (SELECT gen_random_uuid() AS id) t LIMIT 1`,
  ],
  blocked_words_format: [`UPDATE blocked_words SET word = ''`, `UPDATE blocked_words SET word = 'Spoiler'`],
  channel_rules_range: [
    `UPDATE channel_rules SET slow_seconds = -1`,
    `UPDATE channel_rules SET slow_seconds = 3601`,
    `UPDATE channel_rules SET followed_minutes = -1`,
    `UPDATE channel_rules SET paid_seconds = -1`,
  ],
  held_messages_decided: [`UPDATE held_messages SET decided_at = now()`, `UPDATE held_messages SET approved = true`],
  held_messages_body: [`UPDATE held_messages SET body = ''`],
  reports_somebody_else: [`UPDATE reports SET reporter_id = accused_id`],
  reports_not_to_the_accused: [`UPDATE reports SET channel_id = accused_id`],
  appeals_answered: [`UPDATE appeals SET answered_at = now()`, `UPDATE appeals SET accepted = true`],
  personal_blocks_somebody_else: [`UPDATE personal_blocks SET blocker_id = blocked_id`],
  streams_one_live_per_creator: [`UPDATE streams SET status = 'live', started_at = now() WHERE status = 'scheduled'`],
  viewings_one_open_per_account: [
    `INSERT INTO viewings (id, stream_id, account_id, joined_at, last_seen_at)
     SELECT gen_random_uuid(), stream_id, account_id, joined_at, last_seen_at FROM viewings`,
  ],
  viewings_one_a_pair: [
    `INSERT INTO viewings (id, stream_id, joined_at, last_seen_at, viewer, purse_nonce, purse_key, payee)
     SELECT gen_random_uuid(), stream_id, joined_at, last_seen_at, viewer, purse_nonce, purse_key, payee FROM viewings`,
  ],
  settlements_one_in_flight: [
    `INSERT INTO settlements (id, status, tx_hash, signed, valid_from_block, valid_until_block, created_at)
     SELECT gen_random_uuid(), 'inBlock', '0x02', signed, 1, 2, created_at FROM settlements`,
  ],
  purses_one_open_per_viewer: [
    `INSERT INTO purses (viewer, nonce, status, session_key, deposit, max_rate, lanes, extras_allowance, opened_at, expires_at)
     SELECT viewer, nonce + 1, status, session_key, deposit, max_rate, lanes, extras_allowance, opened_at, expires_at FROM purses`,
  ],
};

const [viewerAddress, creatorAddress] = ['a', 'b'].map((digit) => `0x${digit.repeat(40)}`) as [string, string];

/**
 * One valid row in every table that has a check. That it can be made shows that the checks let the
 * right ones through.
 */
async function makeWorld(): Promise<Db> {
  const deps = await testDeps();
  const now = deps.clock.now();
  const [soon, later] = [60_000, 120_000].map((ms) => new Date(now.getTime() + ms)) as [Date, Date];
  const { db } = deps;
  const viewer = await makeAccount(deps, { handle: 'viewer', email: 'viewer@example.org' });
  const creator = await makeCreator(deps, { handle: 'creator' });
  const other = await makeCreator(deps, { handle: 'other' });
  const [viewerId, creatorId, accountId] = [viewer.id, creator.id, viewer.id];
  await makeStream(deps, { creatorId, status: 'scheduled' });
  const live = await makeStream(deps, {
    creatorId,
    status: 'live',
    ratePerSecond: '5',
    currentViewers: 1,
    peakViewers: 1,
    totalViewers: 1,
  });
  const ended = await makeStream(deps, { creatorId: other.id, status: 'ended' });
  await makeStream(deps, { creatorId, status: 'ended', startedAt: null, endReason: 'neverStarted' });
  await db.account.create({ data: { handle: 'deleted-0198f00d', deletedAt: now } });
  await makeStream(deps, { creatorId, status: 'ended', startedAt: null, endReason: 'cancelled' });
  await db.picture.create({
    data: { url: `/files/pictures/${'a'.repeat(32)}-256.webp`, accountId: viewerId, createdAt: now },
  });
  await db.series.create({
    data: {
      creatorId,
      rhythm: 'weekly',
      zone: 'Europe/Berlin',
      firstDay: '2026-05-01',
      time: '20:00',
      template: {},
      createdAt: now,
    },
  });
  await db.streamUnlock.create({ data: { streamId: live.id, accountId: viewerId, createdAt: now } });
  await db.waitingPlace.create({ data: { streamId: live.id, network: 'n', since: now, seenAt: now } });
  await db.wallet.create({ data: { accountId, address: '5xyz', h160: viewerAddress, scheme: 'sr25519' } });
  const challenge = { address: '5xyz', statement: 'sign this', issuedAt: now, expiresAt: later };
  await db.walletChallenge.create({ data: { nonce: 'n', purpose: 'signIn', ...challenge } });
  await db.session.create({ data: { idHash: 'h', accountId, createdAt: now, lastSeenAt: now, expiresAt: later } });
  const key = { creatorId, label: 'OBS', keyHash: 'a'.repeat(64), hint: 'aaaa' };
  const feed = { streamId: live.id, software: 'OBS', startedAt: now };
  await db.feed.create({ data: { ...feed, keyId: (await db.streamKey.create({ data: key })).id } });
  const site = { creatorId, name: 'Elsewhere', address: 'rtmp://live.example.org/app', sealedKey: 's', createdAt: now };
  await db.restreamTarget.create({ data: site });
  await db.raid.create({ data: { fromId: ended.id, toId: live.id, at: now } });
  const { publicId: sessionId } = await db.session.findFirstOrThrow();
  const browser = { accountId, sessionId, endpoint: 'https://push.example/1', p256dh: 'p', auth: 'a', createdAt: now };
  await db.pushSubscription.create({ data: browser });
  const link = { tokenHash: 'h', email: 'viewer@example.org', createdAt: now, expiresAt: later };
  await db.mailToken.create({ data: { ...link, accountId, purpose: 'confirmEmail' } });
  await db.newFollower.create({ data: { creatorId, followerId: viewerId, at: now } });
  await db.streamTitle.create({ data: { streamId: live.id, at: now, title: 'Now' } });
  const recorded = await makeStream(deps, { creatorId, status: 'recorded' });
  await db.video.create({
    data: {
      streamId: recorded.id,
      sourceId: ended.id,
      kind: 'recording',
      status: 'ready',
      folder: 'f'.repeat(32),
      durationMs: 60_000,
      createdAt: now,
      changedAt: now,
      readyAt: now,
      parts: {
        create: {
          position: 0,
          uploadId: 'u',
          contentType: 'video/webm',
          bytes: 5n,
          length: 5n,
          createdAt: now,
          completedAt: now,
        },
      },
      captions: { create: { language: 'en', label: 'English', file: 'en.vtt' } },
      playbacks: { create: { accountId: viewerId, updatedAt: now } },
      serverRecordings: { create: { streamId: ended.id, askedAt: now } },
    },
  });
  const clip = { videoId: recorded.id, creatorId, makerId: viewerId, title: 'A knot', fromMs: 0, toMs: 10_000 };
  await db.clip.create({ data: { ...clip, folder: 'c'.repeat(32), bytes: 5n, createdAt: now, readyAt: now } });
  const { id: viewingId } = await db.viewing.create({
    data: {
      streamId: live.id,
      accountId,
      joinedAt: now,
      lastSeenAt: soon,
      secondsSeen: 60n,
      secondsPaid: 60n,
      amount: '300',
      status: 'metered',
      viewer: viewerAddress,
      purseNonce: 0,
      purseKey: 0,
      payee: creatorAddress,
      leased: '400',
    },
  });
  const came = { raisedAt: now, invitedAt: now, cameAt: now };
  await db.stageGuest.create({ data: { streamId: live.id, viewingId, accountId, ...came } });
  await db.budget.create({
    data: { accountId, streamId: live.id, spendingLimit: '9', agreedRate: '5', updatedAt: now },
  });
  const pair = { viewer: viewerAddress, creator: creatorAddress, purseNonce: 0 };
  const signed = { seconds: 60n, amount: '300', extras: '7' };
  await db.purse.create({
    data: {
      viewer: viewerAddress,
      nonce: 0,
      status: 'open',
      sessionKey: new Uint8Array(64),
      lanes: 1,
      deposit: '1000',
      maxRate: '5',
      extrasAllowance: '7',
      openedAt: now,
      expiresAt: later,
      vouchers: {
        create: {
          creator: creatorAddress,
          ...signed,
          signature: new Uint8Array(64),
          receivedAt: now,
          runningSince: now,
        },
      },
      retiredKeys: {
        create: {
          blockNumber: 1,
          index: 0,
          key: 0,
          sessionKey: new Uint8Array(64),
          maxRate: '5',
          lanes: 1,
          extrasAllowance: '7',
          expiresAt: later,
          until: soon,
        },
      },
      claims: { create: { key: 0, creator: creatorAddress, announcer: creatorAddress, ...signed } },
    },
  });
  await db.chainEvent.create({
    data: {
      blockNumber: 1,
      index: 0,
      blockHash: '0x01',
      at: now,
      seenAt: now,
      transaction: '0x02',
      kind: 'opened',
      viewer: viewerAddress,
      creator: creatorAddress,
      data: {},
    },
  });
  await db.walletTransaction.create({
    data: {
      accountId,
      address: '5xyz',
      kind: 'open',
      payload: {},
      validUntilBlock: 9,
      createdAt: now,
      expiresAt: soon,
    },
  });
  await db.settlement.create({
    data: {
      status: 'submitted',
      createdAt: now,
      entries: { create: { ...pair, ...signed } },
      txHash: '0x01',
      signed: new Uint8Array(1),
      validFromBlock: 1,
      validUntilBlock: 2,
    },
  });
  await db.chainCursor.create({
    data: { genesisHash: '0x01', blockNumber: 0, blockHash: '0x01', blockTime: now, updatedAt: now },
  });
  await db.payout.create({
    data: { creatorId, recipient: creatorAddress, amount: '1', status: 'submitted', createdAt: now },
  });
  await db.withdrawal.create({ data: { accountId: creatorId, recipient: creatorAddress, createdAt: now } });
  await db.tip.create({ data: { streamId: live.id, fromId: viewerId, toId: creatorId, amount: '1', createdAt: now } });
  const offer = await db.passOffer.create({ data: { creatorId, kind: 'month', title: 'A month', price: '1' } });
  await db.pass.create({ data: { offerId: offer.id, holderId: viewerId, price: '1', startsAt: now, endsAt: later } });
  await db.follow.create({ data: { followerId: viewerId, creatorId } });
  await db.moderator.create({ data: { moderatorId: viewerId, creatorId } });
  const restriction = { creatorId: other.id, accountId, givenById: other.id, createdAt: now };
  await db.restriction.create({
    data: { ...restriction, kind: 'timeout', endsAt: soon, appeal: { create: { text: 'sorry', createdAt: now } } },
  });
  await db.channelRules.create({ data: { creatorId, followedMinutes: 10, updatedAt: now } });
  const held = { streamId: live.id, channelId: creatorId, authorId: viewerId, body: 'words', reason: 'words' } as const;
  await db.heldMessage.create({ data: { ...held, clientId: live.id, heldAt: now } });
  const said = { subject: 'person', subjectKey: `person:${viewerId}`, reason: 'spam', createdAt: now } as const;
  await db.report.create({ data: { ...said, reporterId: other.id, accusedId: viewerId, channelId: creatorId } });
  await db.personalBlock.create({ data: { blockerId: viewerId, blockedId: creatorId, createdAt: now } });
  await db.blockedWord.create({ data: { creatorId, word: 'spoiler' } });
  return db;
}

describe('the checks in the database', () => {
  let db: Db;
  beforeAll(async () => {
    db = await makeWorld();
  });

  it.each(Object.entries(refused))('%s', async (name, statements) => {
    for (const statement of statements) {
      await expectNothingWritten(db, () => expect(db.$executeRawUnsafe(statement)).rejects.toThrow(name));
    }
  });

  it('are all tried here', async () => {
    const folder = 'prisma/migrations';
    const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const scripts = await Promise.all(names.map(({ name }) => readFile(`${folder}/${name}/migration.sql`, 'utf8')));
    // what Prisma cannot express: checks, and indexes that are unique among some rows only
    const check =
      /ALTER TABLE "(?<table>\w+)" ADD CONSTRAINT "(?<check>\w+)" CHECK|CREATE UNIQUE INDEX "(?<index>\w+)".* WHERE/;
    const found = scripts.flatMap((script, at) =>
      script
        .split('\n')
        .map((line) => check.exec(line)?.groups)
        // a table that is gone took its checks along
        .filter((groups) => !scripts.slice(at).some((later) => later.includes(`DROP TABLE "${groups?.table}"`))),
    );
    const gone = scripts.flatMap((script, at) =>
      [...script.matchAll(/DROP CONSTRAINT "(\w+)"/g)].flatMap(([, name = '']) =>
        // one that is made anew, there or later, holds
        scripts.slice(at).some((later) => later.includes(`ADD CONSTRAINT "${name}"`)) ? [] : name,
      ),
    );
    const named = found
      .flatMap((groups) => groups?.check ?? groups?.index ?? [])
      .filter((name) => !gone.includes(name));
    expect(named.length).toBeGreaterThan(50);
    expect(Object.keys(refused).sort()).toEqual([...new Set(named)].sort()); // some were made anew
  });
});
