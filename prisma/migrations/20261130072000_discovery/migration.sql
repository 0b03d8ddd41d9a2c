-- What streams and creators are found by. pg_trgm is part of PostgreSQL's own contrib and trusted: whoever may create in the database may install it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateTable
CREATE TABLE "stream_search" (
    "stream_id" UUID NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "stream_search_pkey" PRIMARY KEY ("stream_id")
);

-- CreateTable
CREATE TABLE "creator_search" (
    "account_id" UUID NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "creator_search_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "search_words" (
    "tag" BOOLEAN NOT NULL,
    "word" TEXT NOT NULL COLLATE "C",

    CONSTRAINT "search_words_pkey" PRIMARY KEY ("tag","word")
);

-- CreateIndex
CREATE INDEX "stream_search_words_idx" ON "stream_search" USING GIN ("words");

-- CreateIndex
CREATE INDEX "creator_search_words_idx" ON "creator_search" USING GIN ("words");

-- CreateIndex
CREATE INDEX "search_words_word_idx" ON "search_words" USING GIST ("word" gist_trgm_ops);

-- DropIndex
DROP INDEX "streams_category_slug_status_idx";

-- CreateIndex
CREATE INDEX "streams_status_visibility_ended_at_id_idx" ON "streams"("status", "visibility", "ended_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "streams_category_slug_status_visibility_ended_at_id_idx" ON "streams"("category_slug", "status", "visibility", "ended_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "stream_search" ADD CONSTRAINT "stream_search_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "creator_search" ADD CONSTRAINT "creator_search_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- checks
-- Text as it is compared: one spelling for what looks the same, small letters, no accents on Latin ones, blanks for ASCII and general punctuation. What is left has no sign that a query could give a meaning to.
CREATE FUNCTION "search_text"(said TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT regexp_replace(
    lower(normalize(regexp_replace(normalize(said, NFKD), U&'[\0300-\036F]', '', 'g'), NFKC) COLLATE "pg_c_utf8"),
    U&'[\0001-\002F\003A-\0040\005B-\0060\007B-\00BF\2000-\206F\3000-\303F]+', ' ', 'g')
$$;

-- A stream as search finds it: its own words by weight, its tags whole after "#", its status after "~". Neither sign is in a word.
CREATE FUNCTION "index_stream"(stream UUID) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  found tsvector;
BEGIN
  SELECT setweight(to_tsvector('simple', search_text(s.title)), 'A')
      || setweight(to_tsvector('simple', search_text(array_to_string(s.tags, ' '))), 'B')
      || setweight(to_tsvector('simple', search_text(a.handle || ' ' || coalesce(p.display_name, ''))), 'B')
      || setweight(to_tsvector('simple', search_text(c.name)), 'C')
      || setweight(to_tsvector('simple', search_text(s.description)), 'D')
      || array_to_tsvector(ARRAY(SELECT '#' || tag FROM unnest(s.tags) tag) || ('~' || s.status))
    INTO found
    FROM streams s
      JOIN accounts a ON a.id = s.creator_id
      JOIN categories c ON c.slug = s.category_slug
      LEFT JOIN profiles p ON p.account_id = a.id
    WHERE s.id = stream AND s.visibility = 'public' AND a.deleted_at IS NULL;
  IF found IS NULL THEN
    DELETE FROM stream_search WHERE stream_id = stream;
  ELSE
    INSERT INTO stream_search AS kept (stream_id, words) VALUES (stream, found)
      ON CONFLICT (stream_id) DO UPDATE SET words = excluded.words WHERE kept.words IS DISTINCT FROM excluded.words;
  END IF;
END $$;

-- A creator as search finds them, and again each of their streams, which are found by the names, too.
CREATE FUNCTION "index_account"(account UUID) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  found tsvector;
BEGIN
  SELECT setweight(to_tsvector('simple', search_text(coalesce(p.display_name, a.handle))), 'A')
      || setweight(to_tsvector('simple', search_text(a.handle)), 'B')
    INTO found
    FROM accounts a LEFT JOIN profiles p ON p.account_id = a.id
    WHERE a.id = account AND a.deleted_at IS NULL AND 'creator' = ANY (a.roles);
  IF found IS NULL THEN
    DELETE FROM creator_search WHERE account_id = account;
  ELSE
    INSERT INTO creator_search AS kept (account_id, words) VALUES (account, found)
      ON CONFLICT (account_id) DO UPDATE SET words = excluded.words WHERE kept.words IS DISTINCT FROM excluded.words;
  END IF;
  PERFORM index_stream(s.id) FROM streams s WHERE s.creator_id = account AND s.visibility = 'public';
END $$;

CREATE FUNCTION "stream_changed"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM index_stream(NEW.id);
  RETURN NULL;
END $$;

CREATE FUNCTION "account_changed"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM index_account(NEW.id);
  RETURN NULL;
END $$;

CREATE FUNCTION "profile_changed"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM index_account(NEW.account_id);
  RETURN NULL;
END $$;

-- The words that a mistyped one may mean: of titles, tags and names, not of descriptions.
CREATE FUNCTION "words_to_mean"(words tsvector) RETURNS SETOF TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lexeme COLLATE "C" FROM unnest(words) WHERE starts_with(lexeme, '#') OR (weights && '{A,B}' AND length(lexeme) BETWEEN 3 AND 40)
$$;

-- Keeps search_words: a word is there as long as something public can be found by it, so nothing is left of who leaves.
CREATE FUNCTION "words_changed"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  before TEXT[] := '{}';
  after TEXT[] := '{}';
  lost TEXT;
  asked tsquery;
BEGIN
  IF TG_OP <> 'INSERT' THEN before := ARRAY(SELECT words_to_mean(OLD.words)); END IF;
  IF TG_OP <> 'DELETE' THEN after := ARRAY(SELECT words_to_mean(NEW.words)); END IF;
  -- in one order, so that two who write the same words wait for each other in no circle
  INSERT INTO search_words (tag, word)
    SELECT starts_with(word, '#'), ltrim(word, '#') FROM unnest(after) word WHERE word <> ALL (before) ORDER BY 1, 2
    ON CONFLICT DO NOTHING;
  FOR lost IN SELECT word FROM unnest(before) word WHERE word <> ALL (after) ORDER BY 1 LOOP
    asked := (quote_literal(lost) || CASE WHEN starts_with(lost, '#') THEN '' ELSE ':AB' END)::tsquery;
    DELETE FROM search_words WHERE tag = starts_with(lost, '#') AND word = ltrim(lost, '#')
      AND NOT EXISTS (SELECT FROM stream_search WHERE words @@ asked) AND NOT EXISTS (SELECT FROM creator_search WHERE words @@ asked);
  END LOOP;
  RETURN NULL;
END $$;

CREATE TRIGGER "stream_search_words" AFTER INSERT OR UPDATE OR DELETE ON "stream_search" FOR EACH ROW EXECUTE FUNCTION "words_changed"();
CREATE TRIGGER "creator_search_words" AFTER INSERT OR UPDATE OR DELETE ON "creator_search" FOR EACH ROW EXECUTE FUNCTION "words_changed"();

-- What is written each second, such as how many watch, wakes none of these.
CREATE TRIGGER "streams_search" AFTER INSERT OR UPDATE OF "title", "description", "tags", "category_slug", "visibility", "status", "creator_id" ON "streams" FOR EACH ROW EXECUTE FUNCTION "stream_changed"();
CREATE TRIGGER "accounts_search" AFTER INSERT OR UPDATE OF "handle", "roles", "deleted_at" ON "accounts" FOR EACH ROW EXECUTE FUNCTION "account_changed"();
CREATE TRIGGER "profiles_search" AFTER INSERT OR UPDATE OF "display_name" ON "profiles" FOR EACH ROW EXECUTE FUNCTION "profile_changed"();

-- What is there already.
SELECT index_account("id") FROM "accounts" ORDER BY "id";
