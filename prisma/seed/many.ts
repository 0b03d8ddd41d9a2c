import pg from 'pg';

/** How much there is to be. */
export interface Many {
  streams: number;
  messages: number;
}

/**
 * Fills a database with many streams and messages, by statements alone: a twentieth as many
 * creators, of whom one in ten is live at most; one stream in thirty comes soon, one in eight is a
 * video, one in ten is not public. Words, tags and viewers are unequal, as everywhere: a few are
 * very common. The same numbers give the same rows but for their ids.
 */
export async function seedMany(url: string, { streams, messages }: Many): Promise<void> {
  const creators = Math.max(10, Math.ceil(streams / 20));
  const live = Math.ceil(Math.min(creators / 10, 500));
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('SELECT setseed(0.5)');
    await client.query(WORDS);
    await client.query(`
      INSERT INTO categories (slug, name, description, position)
      SELECT 'many-' || n, 'Category ' || n, '', n FROM generate_series(1, 12) n`);
    await client.query(
      `INSERT INTO accounts (id, handle, roles, created_at)
      SELECT uuidv7(), 'many_' || n, '{viewer,creator}', now() - n * interval '1 minute' FROM generate_series(1, $1) n`,
      [creators],
    );
    await client.query(`
      INSERT INTO profiles (account_id, display_name, updated_at)
      SELECT id, pg_temp.some_words(2), now() FROM accounts WHERE handle LIKE 'many\\_%'`);
    await client.query(
      `WITH numbered AS (SELECT id, row_number() OVER (ORDER BY handle) AS at FROM accounts WHERE handle LIKE 'many\\_%')
      INSERT INTO streams (id, creator_id, title, description, category_slug, tags, language, visibility, status, end_reason,
        rate_per_second, scheduled_at, started_at, ended_at, current_viewers, peak_viewers, total_viewers, paying_viewers, viewer_networks, created_at, updated_at)
      SELECT uuidv7(-n * interval '1 minute'), c.id, pg_temp.some_words(5), pg_temp.some_words(20), 'many-' || (1 + floor(12 * power(random(), 2)))::int,
        string_to_array(pg_temp.some_words(3), ' '), (ARRAY['en', 'kn', 'de'])[1 + n % 3],
        CASE WHEN n % 10 = 9 THEN 'unlisted' ELSE 'public' END::"StreamVisibility", s.status, CASE WHEN s.status = 'ended' THEN 'creatorEnded' END::"StreamEndReason",
        CASE WHEN n % 2 = 0 THEN 0 ELSE 100000000000000 END,
        CASE WHEN s.status = 'scheduled' THEN now() + n * interval '1 minute' END,
        CASE WHEN s.status <> 'scheduled' THEN now() - n * interval '1 minute' END,
        CASE WHEN s.status = 'ended' THEN now() - n * interval '1 minute' + interval '30 seconds' END,
        s.viewers, s.viewers, s.viewers, s.viewers / 2, s.viewers, now() - n * interval '1 minute', now()
      FROM generate_series(1, $1::int) n JOIN numbered c ON c.at = 1 + n % $2::int,
        LATERAL (SELECT CASE WHEN n <= $3::int THEN 'live' WHEN n % 30 = 0 THEN 'scheduled' WHEN n % 8 = 1 THEN 'recorded' ELSE 'ended' END::"StreamStatus" AS status,
          CASE WHEN n <= $3::int THEN floor(1000 * power(random(), 6))::int ELSE 0 END AS viewers) s`,
      [streams, creators, live],
    );
    await client.query(`
      INSERT INTO videos (stream_id, kind, status, folder, duration_ms, created_at, changed_at, ready_at)
      SELECT id, 'upload', 'ready', replace(id::text, '-', ''), 600000, created_at, created_at, created_at
      FROM streams WHERE status = 'recorded' AND category_slug LIKE 'many-%'`);
    await client.query(
      `WITH numbered AS (SELECT id, creator_id, row_number() OVER (ORDER BY id DESC) AS at FROM streams WHERE category_slug LIKE 'many-%')
      INSERT INTO chat_messages (id, stream_id, author_id, body, sent_at)
      SELECT uuidv7(-n * interval '100 milliseconds'), s.id, s.creator_id, 'A line of chat, number ' || n, now() - n * interval '100 milliseconds'
      FROM (SELECT n, 1 + floor($2::int * power(random(), 4))::int AS at FROM generate_series(1, $1::int) n) m JOIN numbered s ON s.at = m.at`,
      [messages, streams],
    );
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}

/** Two thousand words, and a function that draws some of them: the first ones most often. */
const WORDS = `
  CREATE TEMP TABLE seed_words AS
    SELECT n AS at, substr('bdfghklmnprstvz', 1 + n % 15, 1) || substr('aeiou', 1 + n / 15 % 5, 1) || substr('lnrst', 1 + n / 75 % 5, 1)
      || substr('bdgkmpt', 1 + n / 375 % 7, 1) || substr('aeiou', 1 + n % 5, 1) || substr('lnrs', 1 + n % 4, 1) AS word
    FROM generate_series(0, 1999) n;
  CREATE UNIQUE INDEX ON seed_words (at);
  CREATE FUNCTION pg_temp.some_words(many INTEGER) RETURNS TEXT LANGUAGE sql VOLATILE AS $$
    SELECT string_agg(w.word, ' ') FROM (SELECT floor(2000 * power(random(), 2))::int AS at FROM generate_series(1, many)) drawn JOIN pg_temp.seed_words w USING (at)
  $$`;
