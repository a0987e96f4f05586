import { eq, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import { type Standing, standingOf } from './standing.repository.js'

/** Between the values of one lesson, and between the lessons: neither is in an id or a number. */
const betweenValues = ' '
const betweenRows = ','

export interface LessonProgress {
  /** How far a player has come, at most. */
  positionMs: number
  /** Where it was last. */
  resumeMs: number
  /** Milliseconds: there are many of them, and a `Date` of each costs more than to find it. */
  completedAt: number | null
}

/** All that the outline of a course says to a viewer, but for its tree. */
export interface OutlineFacts extends Standing {
  outlineVersion: number
  /** The lessons that have a published quiz. */
  quizzes: ReadonlySet<string>
  /** The modules and lessons that are open for the viewer whatever the rule. */
  exceptions: ReadonlySet<string>
  /** Of the viewer, by lesson. */
  progress: ReadonlyMap<string, LessonProgress>
  /** What the three above were read as: they are the same as long as this is. */
  fingerprint: string
}

/**
 * The one query of every outline. What there are many rows of comes as one value each: to make objects of sixty rows costs
 * more than to find them.
 */
export function prepareReadOutline(database: Database) {
  const { read, tables } = database
  const { courses, enrolments, cohortMembers, cohorts, courseOutlines } = tables
  const standing = standingOf(tables)
  const columns = {
    ...standing.columns,
    outlineVersion: courseOutlines.version,
    quizzes: quizzesText(database),
    exceptions: exceptionsText(database),
    progress: progressText(database)
  }
  const prepare = (isIt: SQL) =>
    read
      .select(columns)
      .from(courses)
      .leftJoin(enrolments, standing.isOfViewer)
      .leftJoin(cohortMembers, standing.isMember)
      .leftJoin(cohorts, standing.isTheirCohort)
      .leftJoin(courseOutlines, eq(courseOutlines.courseId, courses.id))
      .where(isIt)
      .prepare('')
  const byId = prepare(eq(courses.id, sql.placeholder('ref')))
  const bySlug = prepare(eq(courses.slug, sql.placeholder('ref')))

  return async (ref: string, viewerId: string | undefined): Promise<OutlineFacts | undefined> => {
    const query = ref.includes('_') ? byId : bySlug // an id has one, and a slug never
    const [row] = await query.execute({ ref, viewerId: viewerId ?? '' })
    if (!row) return undefined
    const { quizzes, exceptions, progress, outlineVersion, ...rest } = row
    return {
      ...rest,
      outlineVersion: outlineVersion ?? 0, // a course whose content was never touched
      quizzes: new Set(quizzes?.split(betweenRows)),
      exceptions: new Set(exceptions?.split(betweenRows)),
      progress: parseProgress(progress),
      fingerprint: `${quizzes};${exceptions};${progress}`
    }
  }
}

function quizzesText({ tables: { courses, quizzes } }: Database) {
  return sql<string | null>`(select string_agg(${quizzes.lessonId}, ${sql.raw(`'${betweenRows}'`)}) from ${quizzes}
    where ${quizzes.courseId} = ${courses.id} and ${quizzes.status} = 'published')`
}

function exceptionsText({ tables: { courses, releaseExceptions } }: Database) {
  const { moduleId, lessonId, courseId, userId } = releaseExceptions
  return sql<string | null>`(select string_agg(coalesce(${moduleId}, ${lessonId}), ${sql.raw(`'${betweenRows}'`)})
    from ${releaseExceptions} where ${courseId} = ${courses.id} and ${userId} = ${sql.placeholder('viewerId')})`
}

function progressText({ dialect, tables: { courses, lessonProgress } }: Database) {
  const { lessonId, positionMs, resumeMs, completedAt, courseId, userId } = lessonProgress
  const completedMs =
    dialect === 'sqlite' ? sql`${completedAt}` : sql`(extract(epoch from ${completedAt}) * 1000)::bigint`
  const space = sql.raw(`'${betweenValues}'`)
  const values = sql`${lessonId} || ${space} || ${positionMs} || ${space} || ${resumeMs} || ${space} || coalesce(${completedMs}, 0)`
  return sql<string | null>`(select string_agg(${values}, ${sql.raw(`'${betweenRows}'`)}) from ${lessonProgress}
    where ${courseId} = ${courses.id} and ${userId} = ${sql.placeholder('viewerId')})`
}

/** By hand: to split it costs more than the query. */
function parseProgress(text: string | null): Map<string, LessonProgress> {
  const progress = new Map<string, LessonProgress>()
  if (text === null) return progress
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf(betweenRows, start)
    const end = next < 0 ? text.length : next
    const first = text.indexOf(betweenValues, start)
    const second = text.indexOf(betweenValues, first + 1)
    const third = text.indexOf(betweenValues, second + 1)
    progress.set(text.slice(start, first), {
      positionMs: Number(text.slice(first + 1, second)),
      resumeMs: Number(text.slice(second + 1, third)),
      completedAt: Number(text.slice(third + 1, end)) || null
    })
    start = end + 1
  }
  return progress
}
