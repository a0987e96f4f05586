import Sqlite from 'better-sqlite3'

/**
 * The full-text index on SQLite: a table of FTS5 for each kind of thing, which keeps no text of its own, and the triggers
 * that fill it, so that no writer can forget it. Not in a migration, because SQLite changes a table by rebuilding it, and a
 * rebuilt table has lost its triggers.
 */
const tokens = `tokenize='unicode61 remove_diacritics 2'`
/** Deletes by the rowid alone: an index that must be told the old text breaks when it is told another. */
const withoutText = `content='', contentless_delete=1`
/** What begins with few letters is in many titles: without an index of its own that takes too long to find. */
const beginnings = `detail=none, prefix='2 3 4'`
/** Of a text; the same on PostgreSQL, whose limit for a row of its index is a megabyte. */
const maxLength = 150_000

/** Titles stand apart as well: to look through them alone costs a fraction, and they come first. */
const indexes = {
  search_courses: `USING fts5(title, body, ${withoutText}, ${tokens})`,
  search_lessons: `USING fts5(title, body, scope, ${withoutText}, ${tokens})`,
  search_lesson_titles: `USING fts5(title, ${withoutText}, ${beginnings}, ${tokens})`,
  search_people: `USING fts5(name, ${withoutText}, ${beginnings}, ${tokens})`
}

const views = {
  search_course_texts: `AS SELECT e.id AS entry_id, c.id AS ref_id, c.title,
    c.description || ' ' || c.tags || ' ' || coalesce(c.category, '') AS body
    FROM courses c JOIN search_entries e ON e.ref_id = c.id AND e.kind = 'course'`,
  // The scope says who may read it at all: those in the course, the staff of the organisation, and everybody if it is free.
  search_lesson_texts: `AS SELECT e.id AS entry_id, l.id AS ref_id, l.module_id, l.course_id, l.title,
    substr(l.content_text, 1, ${maxLength}) AS body,
    replace(e.course_id, '_', '') || ' ' || replace(e.organization_id, '_', '')
      || CASE WHEN e.is_free THEN ' free' ELSE '' END AS scope
    FROM lessons l JOIN search_entries e ON e.ref_id = l.id AND e.kind = 'lesson'`,
  search_lesson_places: `AS SELECT l.id AS ref_id, l.status, c.id AS course_id, c.organization_id,
    l.is_free OR m.is_free AS is_free
    FROM lessons l JOIN modules m ON m.id = l.module_id JOIN courses c ON c.id = l.course_id`,
  search_person_texts: `AS SELECT e.id AS entry_id, u.id AS ref_id, coalesce(u.full_name, '') || ' ' || u.username AS name
    FROM users u JOIN search_entries e ON e.ref_id = u.id AND e.kind = 'person'`
}

/** Statements of the triggers; the words of what `which` names, which must have an entry. */
const add = {
  course: (which: string) => `INSERT INTO search_courses (rowid, title, body)
      SELECT entry_id, title, body FROM search_course_texts WHERE ${which};`,
  lesson: (which: string) => `INSERT INTO search_lessons (rowid, title, body, scope)
      SELECT entry_id, title, body, scope FROM search_lesson_texts WHERE ${which};
    INSERT INTO search_lesson_titles (rowid, title) SELECT entry_id, title FROM search_lesson_texts WHERE ${which};`,
  person: (which: string) => `INSERT INTO search_people (rowid, name)
      SELECT entry_id, name FROM search_person_texts WHERE ${which};`
}
const takeFrom = (index: keyof typeof indexes, which: string) =>
  `DELETE FROM ${index} WHERE rowid IN (SELECT id FROM search_entries WHERE ${which});`
const take = {
  course: (which: string) => takeFrom('search_courses', which),
  lesson: (which: string) => `${takeFrom('search_lessons', which)} ${takeFrom('search_lesson_titles', which)}`,
  person: (which: string) => takeFrom('search_people', which)
}
const addEntry = {
  course: `INSERT INTO search_entries (kind, ref_id) VALUES ('course', new.id);`,
  lesson: `INSERT INTO search_entries (kind, ref_id, course_id, organization_id, is_free)
      SELECT 'lesson', ref_id, course_id, organization_id, is_free FROM search_lesson_places WHERE ref_id = new.id;`,
  person: `INSERT INTO search_entries (kind, ref_id) VALUES ('person', new.id);`
}

type Kind = keyof typeof add
const isIt = (kind: Kind) => `ref_id = old.id AND kind = '${kind}'`
const appears = (kind: Kind) => `BEGIN ${addEntry[kind]}
    ${add[kind]('ref_id = new.id')} END`
const changes = (kind: Kind) => `BEGIN ${take[kind](isIt(kind))}
    ${add[kind]('ref_id = new.id')} END`
const goes = (kind: Kind) => `BEGIN ${take[kind](isIt(kind))}
    DELETE FROM search_entries WHERE ${isIt(kind)}; END`
/** The lessons, with who may read them. */
const move = (which: string) => {
  const areThey = `kind = 'lesson' AND ref_id IN (SELECT id FROM lessons WHERE ${which})`
  return `BEGIN ${take.lesson(areThey)}
    UPDATE search_entries SET (course_id, organization_id, is_free) = (SELECT course_id, organization_id, is_free
      FROM search_lesson_places p WHERE p.ref_id = search_entries.ref_id) WHERE ${areThey};
    ${add.lesson(which.replace(/^id /, 'ref_id '))} END`
}
const differ = (...columns: string[]) => `(${columns.map((name) => `old.${name} IS NOT new.${name}`).join(' OR ')})`

/** Two for what comes and goes by a change: a lesson that is archived, a user who is deleted. */
const triggers = {
  search_course_added: `AFTER INSERT ON courses ${appears('course')}`,
  search_course_changed: `AFTER UPDATE OF title, description, tags, category ON courses
    WHEN ${differ('title', 'description', 'tags', 'category')} ${changes('course')}`,
  search_course_moved: `AFTER UPDATE OF organization_id ON courses
    WHEN ${differ('organization_id')} ${move('course_id = new.id')}`,
  search_course_deleted: `AFTER DELETE ON courses ${goes('course')}`,
  search_module_opened: `AFTER UPDATE OF is_free ON modules WHEN ${differ('is_free')} ${move('module_id = new.id')}`,
  search_lesson_added: `AFTER INSERT ON lessons WHEN new.status <> 'archived' ${appears('lesson')}`,
  search_lesson_changed: `AFTER UPDATE OF title, content_text, is_free, module_id, course_id ON lessons
    WHEN old.status <> 'archived' AND new.status <> 'archived'
      AND ${differ('title', 'content_text', 'is_free', 'module_id', 'course_id')} ${move('id = new.id')}`,
  search_lesson_restored: `AFTER UPDATE OF status ON lessons
    WHEN old.status = 'archived' AND new.status <> 'archived' ${appears('lesson')}`,
  search_lesson_archived: `AFTER UPDATE OF status ON lessons
    WHEN old.status <> 'archived' AND new.status = 'archived' ${goes('lesson')}`,
  search_lesson_deleted: `AFTER DELETE ON lessons ${goes('lesson')}`,
  search_person_added: `AFTER INSERT ON users WHEN new.deleted_at IS NULL ${appears('person')}`,
  search_person_changed: `AFTER UPDATE OF username, full_name ON users
    WHEN old.deleted_at IS NULL AND new.deleted_at IS NULL AND ${differ('username', 'full_name')} ${changes('person')}`,
  search_person_restored: `AFTER UPDATE OF deleted_at ON users
    WHEN old.deleted_at IS NOT NULL AND new.deleted_at IS NULL ${appears('person')}`,
  search_person_gone: `AFTER UPDATE OF deleted_at ON users
    WHEN old.deleted_at IS NULL AND new.deleted_at IS NOT NULL ${goes('person')}`,
  search_person_deleted: `AFTER DELETE ON users ${goes('person')}`
}

/** By name, the text that SQLite keeps of each. */
const definitions = new Map<string, string>([
  ...Object.entries(indexes).map(([name, text]) => [name, `CREATE VIRTUAL TABLE ${name} ${text}`] as const),
  ...Object.entries(views).map(([name, text]) => [name, `CREATE VIEW ${name} ${text}`] as const),
  ...Object.entries(triggers).map(([name, text]) => [name, `CREATE TRIGGER ${name} ${text}`] as const)
])

/** In the order of the ids, which is that of their making: what is newer has the greater number. */
const fill = [
  'DELETE FROM search_entries;',
  `INSERT INTO search_entries (kind, ref_id) SELECT 'course', id FROM courses ORDER BY id;`,
  `INSERT INTO search_entries (kind, ref_id, course_id, organization_id, is_free)
    SELECT 'lesson', ref_id, course_id, organization_id, is_free FROM search_lesson_places
    WHERE status <> 'archived' ORDER BY ref_id;`,
  `INSERT INTO search_entries (kind, ref_id) SELECT 'person', id FROM users WHERE deleted_at IS NULL ORDER BY id;`,
  ...Object.values(add).map((addThose) => addThose('true')),
  // In one piece each word is found at once.
  ...Object.keys(indexes).map((index) => `INSERT INTO ${index} (${index}) VALUES ('optimize');`)
]

/**
 * Makes the index and fills it when any part of it is missing or is not what it is here; else does nothing. Of processes
 * that start together one does it and the others wait.
 */
export function ensureSqliteSearchIndex(file: string, waitMs: number): void {
  const handle = new Sqlite(file, { timeout: waitMs })
  try {
    if (!isCurrent(handle)) handle.transaction(rebuild).immediate(handle)
  } finally {
    handle.close()
  }
}

/**
 * Before a migration: SQLite refuses to rename a table while a view or a trigger names one that is not there, as it is in
 * the midst of a rebuild. That they are gone is why the index is filled anew after it.
 */
export function dropSqliteSearchTriggers(handle: Sqlite.Database): void {
  for (const { type, name } of parts(handle)) {
    if (type !== 'table') handle.exec(`DROP ${type} ${name}`)
  }
}

function rebuild(handle: Sqlite.Database): void {
  if (isCurrent(handle)) return // another process was first
  dropSqliteSearchTriggers(handle)
  for (const { name } of parts(handle)) handle.exec(`DROP TABLE ${name}`)
  for (const text of definitions.values()) handle.exec(text)
  for (const text of fill) handle.exec(text)
}

function isCurrent(handle: Sqlite.Database): boolean {
  const found = parts(handle)
  return found.length === definitions.size && found.every(({ name, sql }) => definitions.get(name) === sql)
}

/** Virtual tables, views and triggers of the index, also those of another version; not the tables that FTS5 makes. */
function parts(handle: Sqlite.Database): { type: string; name: string; sql: string }[] {
  return handle
    .prepare(
      `SELECT type, name, sql FROM sqlite_master WHERE name LIKE 'search\\_%' ESCAPE '\\'
        AND (type IN ('view', 'trigger') OR (type = 'table' AND sql LIKE 'CREATE VIRTUAL %')) ORDER BY type <> 'trigger'`
    )
    .all() as { type: string; name: string; sql: string }[]
}
