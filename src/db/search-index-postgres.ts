import { createHash } from 'node:crypto'
import type pg from 'pg'

/**
 * The same index on PostgreSQL (see search-index-sqlite.ts): the words of each entry in a column of `search_entries`, an
 * index of them for each kind, and the triggers that fill it. No extension: accents are taken off here, and an accent on
 * another letter than a Latin one is none to SQLite either.
 */
const maxLength = 150_000

const definitions = `
ALTER TABLE search_entries ADD COLUMN IF NOT EXISTS words tsvector;
CREATE INDEX IF NOT EXISTS search_entries_courses ON search_entries USING gin (words) WHERE kind = 'course';
CREATE INDEX IF NOT EXISTS search_entries_lessons ON search_entries USING gin (words) WHERE kind = 'lesson';
CREATE INDEX IF NOT EXISTS search_entries_people ON search_entries USING gin (words) WHERE kind = 'person';

-- Punctuation goes, or the parser would take 1.2, a/b and an address of the web for one word each.
CREATE OR REPLACE FUNCTION search_words(text text, weight "char") RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('simple', translate(
    lower(normalize(regexp_replace(normalize(text, NFD), '[\\u0300-\\u036f]', '', 'g'), NFC)),
    '!"#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~', repeat(' ', 32))), weight)
$$;

CREATE OR REPLACE FUNCTION search_put(kind text, ref_id text, words tsvector) RETURNS void LANGUAGE sql AS $$
  INSERT INTO search_entries (kind, ref_id, words) VALUES (kind, ref_id, words)
    ON CONFLICT (ref_id, kind) DO UPDATE SET words = excluded.words
$$;

CREATE OR REPLACE FUNCTION search_course_words(c courses) RETURNS tsvector LANGUAGE sql STABLE AS $$
  SELECT search_words(c.title, 'A')
    || search_words(c.description || ' ' || c.tags::text || ' ' || coalesce(c.category, ''), 'D')
$$;

CREATE OR REPLACE FUNCTION search_lesson_words(l lessons) RETURNS tsvector LANGUAGE sql STABLE AS $$
  SELECT search_words(l.title, 'A') || search_words(left(l.content_text, ${maxLength}), 'D')
$$;

CREATE OR REPLACE FUNCTION search_put_lesson(l lessons) RETURNS void LANGUAGE sql AS $$
  INSERT INTO search_entries (kind, ref_id, course_id, organization_id, is_free, words)
    SELECT 'lesson', l.id, c.id, c.organization_id, l.is_free OR m.is_free, search_lesson_words(l)
      FROM modules m, courses c WHERE m.id = l.module_id AND c.id = l.course_id
    ON CONFLICT (ref_id, kind) DO UPDATE SET course_id = excluded.course_id,
      organization_id = excluded.organization_id, is_free = excluded.is_free, words = excluded.words
$$;

CREATE OR REPLACE FUNCTION search_person_words(u users) RETURNS tsvector LANGUAGE sql STABLE AS $$
  SELECT search_words(coalesce(u.full_name, '') || ' ' || u.username, 'A')
$$;

CREATE OR REPLACE FUNCTION search_index_course() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM search_put('course', new.id, search_course_words(new));
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION search_index_lesson() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF new.status = 'archived' THEN
    DELETE FROM search_entries WHERE kind = 'lesson' AND ref_id = new.id;
  ELSE
    PERFORM search_put_lesson(new);
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION search_index_lessons_of_course() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM search_put_lesson(l) FROM lessons l
    WHERE l.course_id = new.id AND l.status <> 'archived';
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION search_index_lessons_of_module() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM search_put_lesson(l) FROM lessons l
    WHERE l.module_id = new.id AND l.status <> 'archived';
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION search_index_person() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF new.deleted_at IS NOT NULL THEN
    DELETE FROM search_entries WHERE kind = 'person' AND ref_id = new.id;
  ELSE
    PERFORM search_put('person', new.id, search_person_words(new));
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION search_forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  DELETE FROM search_entries WHERE kind = tg_argv[0] AND ref_id = old.id;
  RETURN NULL;
END $$;
`

const differ = (...columns: string[]) => columns.map((name) => `old.${name} IS DISTINCT FROM new.${name}`).join(' OR ')

const triggers = `
CREATE TRIGGER search_course_added AFTER INSERT ON courses FOR EACH ROW EXECUTE FUNCTION search_index_course();
CREATE TRIGGER search_course_changed AFTER UPDATE OF title, description, tags, category ON courses FOR EACH ROW
  WHEN (${differ('title', 'description', 'tags', 'category')}) EXECUTE FUNCTION search_index_course();
CREATE TRIGGER search_course_moved AFTER UPDATE OF organization_id ON courses FOR EACH ROW
  WHEN (${differ('organization_id')}) EXECUTE FUNCTION search_index_lessons_of_course();
CREATE TRIGGER search_course_deleted AFTER DELETE ON courses FOR EACH ROW EXECUTE FUNCTION search_forget('course');
CREATE TRIGGER search_module_opened AFTER UPDATE OF is_free ON modules FOR EACH ROW
  WHEN (${differ('is_free')}) EXECUTE FUNCTION search_index_lessons_of_module();
CREATE TRIGGER search_lesson_added AFTER INSERT ON lessons FOR EACH ROW
  WHEN (new.status <> 'archived') EXECUTE FUNCTION search_index_lesson();
CREATE TRIGGER search_lesson_changed AFTER UPDATE OF title, content_text, is_free, module_id, course_id, status ON lessons
  FOR EACH ROW WHEN ((old.status = 'archived') <> (new.status = 'archived') OR new.status <> 'archived'
    AND (${differ('title', 'content_text', 'is_free', 'module_id', 'course_id')})) EXECUTE FUNCTION search_index_lesson();
CREATE TRIGGER search_lesson_deleted AFTER DELETE ON lessons FOR EACH ROW EXECUTE FUNCTION search_forget('lesson');
CREATE TRIGGER search_person_added AFTER INSERT ON users FOR EACH ROW
  WHEN (new.deleted_at IS NULL) EXECUTE FUNCTION search_index_person();
CREATE TRIGGER search_person_changed AFTER UPDATE OF username, full_name, deleted_at ON users FOR EACH ROW
  WHEN ((old.deleted_at IS NULL) <> (new.deleted_at IS NULL) OR new.deleted_at IS NULL
    AND (${differ('username', 'full_name')})) EXECUTE FUNCTION search_index_person();
CREATE TRIGGER search_person_deleted AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION search_forget('person');
`

/** In the order of the ids, which is that of their making: what is newer has the greater number. */
const fill = `
TRUNCATE search_entries;
INSERT INTO search_entries (kind, ref_id, words)
  SELECT 'course', c.id, search_course_words(c) FROM courses c ORDER BY c.id COLLATE "C";
SELECT search_put_lesson(l) FROM lessons l WHERE l.status <> 'archived' ORDER BY l.id COLLATE "C";
INSERT INTO search_entries (kind, ref_id, words)
  SELECT 'person', u.id, search_person_words(u) FROM users u WHERE u.deleted_at IS NULL ORDER BY u.id COLLATE "C";
`

const stamp = `search index ${createHash('sha256')
  .update(definitions + triggers + fill)
  .digest('hex')}`

/** Makes the index and fills it when it is not the one that is here; else does nothing. Under the lock of the migration. */
export async function ensurePostgresSearchIndex(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`SELECT obj_description('search_entries'::regclass) AS stamp`)
  if (rows[0]?.stamp === stamp) return
  await client.query('BEGIN')
  try {
    await dropTriggers(client)
    // Who writes meanwhile waits for the triggers, which take their lock until the commit.
    for (const text of [definitions, triggers, fill]) await client.query(text)
    await client.query(`COMMENT ON TABLE search_entries IS '${stamp}'`)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

/** Before a migration: PostgreSQL changes no column that a trigger names. That they are gone is why the index is filled anew. */
export async function dropPostgresSearchTriggers(client: pg.Client): Promise<void> {
  if (await dropTriggers(client)) await client.query('COMMENT ON TABLE search_entries IS NULL')
}

/** Also those of another version. Whether there were any. */
async function dropTriggers(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) AS text FROM pg_trigger
      WHERE NOT tgisinternal AND tgname LIKE 'search\\_%' AND tgrelid IN (
        SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)`
  )
  for (const { text } of rows) await client.query(text)
  return rows.length > 0
}
