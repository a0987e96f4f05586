import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { ModuleRow } from './content-changes.repository.js'
import { type Standing, standingOf } from './standing.repository.js'

/** A module, and how its viewer stands to the course. */
export interface FoundModule extends Standing {
  module: ModuleRow
}

export function prepareFindModule({ read, tables }: Database) {
  const { modules, courses, enrolments, cohortMembers, cohorts } = tables
  const standing = standingOf(tables)
  const query = read
    .select({ module: getTableColumns(modules), ...standing.columns })
    .from(modules)
    .innerJoin(courses, eq(courses.id, modules.courseId))
    .leftJoin(enrolments, standing.isOfViewer)
    .leftJoin(cohortMembers, standing.isMember)
    .leftJoin(cohorts, standing.isTheirCohort)
    .where(eq(modules.id, sql.placeholder('id')))
    .prepare('')
  return async (id: string, viewerId: string): Promise<FoundModule | undefined> =>
    (await query.execute({ id, viewerId }))[0]
}

/** Of a locked course. The job that tells of releases locks no course: the module, too, stays as it is until the commit. */
export async function readModule(
  database: Database,
  tx: Tx,
  { id, courseId }: { id: string; courseId: string }
): Promise<ModuleRow | undefined> {
  const { modules } = database.tables
  const [row] = await database.lock(
    tx
      .select()
      .from(modules)
      .where(and(eq(modules.id, id), eq(modules.courseId, courseId)))
  )
  return row
}

export async function insertModule({ tables: { modules } }: Database, tx: Tx, row: ModuleRow): Promise<void> {
  await tx.insert(modules).values(row)
}

export async function updateModule(
  { tables: { modules } }: Database,
  tx: Tx,
  { id, changes }: { id: string; changes: Partial<ModuleRow> }
): Promise<void> {
  await tx.update(modules).set(changes).where(eq(modules.id, id))
}
