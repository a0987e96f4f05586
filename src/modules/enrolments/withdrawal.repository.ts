import { and, asc, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { EnrolmentRow } from './enrolments.repository.js'

/** The courses of limited places in which the user has one or waits for one, in the order of their ids. */
export async function findPlacesOf({ tables }: Database, tx: Tx, userId: string): Promise<string[]> {
  const { enrolments, courses } = tables
  const rows = await tx
    .select({ id: courses.id })
    .from(enrolments)
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .where(and(isOpenOf(tables, userId), isNotNull(courses.capacity)))
    .orderBy(asc(courses.id))
  return rows.map(({ id }) => id)
}

/** What the user asked for, waits for or takes, in the order of the courses. */
export async function lockOpenOf(database: Database, tx: Tx, userId: string): Promise<EnrolmentRow[]> {
  const { tables } = database
  const { enrolments } = tables
  return database.lock(tx.select().from(enrolments).where(isOpenOf(tables, userId)).orderBy(asc(enrolments.courseId)))
}

function isOpenOf({ enrolments }: Tables, userId: string) {
  return and(eq(enrolments.userId, userId), inArray(enrolments.status, ['pending', 'active']))
}
