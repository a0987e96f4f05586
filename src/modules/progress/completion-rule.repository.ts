import { eq, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type CompletionRuleRow = Tables['completionRules']['$inferSelect']
/** What completes a course. */
export type CompletionRule = Pick<
  CompletionRuleRow,
  'needsLessons' | 'needsQuizzes' | 'needsProjects' | 'needsPassMark'
>

/** Of a course for which nobody has said anything else. */
export const defaultRule: CompletionRule = {
  needsLessons: true,
  needsQuizzes: false,
  needsProjects: true,
  needsPassMark: false
}

/** What somebody has said; undefined when nobody has. */
export async function findRule(
  { tables: { completionRules } }: Database,
  queries: Queries,
  courseId: string
): Promise<CompletionRuleRow | undefined> {
  const [row] = await queries.select().from(completionRules).where(eq(completionRules.courseId, courseId))
  return row
}

/** Of a locked course. */
export async function saveRule(
  { tables: { completionRules } }: Database,
  tx: Tx,
  row: CompletionRuleRow
): Promise<void> {
  const { courseId: _, ...changes } = row
  await tx.insert(completionRules).values(row).onConflictDoUpdate({ target: completionRules.courseId, set: changes })
}

/** The columns of a rule, as a query reads them that joins the table from the left. */
export function ruleColumns({ completionRules }: Tables) {
  const { needsLessons, needsQuizzes, needsProjects, needsPassMark } = completionRules
  return { needsLessons, needsQuizzes, needsProjects, needsPassMark }
}

/** Whether the rule needs that, as a condition in such a query. */
export function isNeeded({ completionRules }: Tables, what: keyof CompletionRule) {
  return sql`coalesce(${completionRules[what]}, ${sql.raw(String(defaultRule[what]))})`
}
