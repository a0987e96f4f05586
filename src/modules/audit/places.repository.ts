import { eq } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Database, Queries } from '../../db/database.js'

interface Parent {
  table: PgTable & { id: PgColumn }
  column: PgColumn
  type: string
}

/** The id behind what a path may name by its slug, too; undefined for what is not there. */
export async function findBySlug(
  { tables: { courses, organizations } }: Database,
  queries: Queries,
  { type, slug }: { type: 'course' | 'organization'; slug: string }
): Promise<string | undefined> {
  const table = type === 'course' ? courses : organizations
  const [row] = await queries.select({ id: table.id }).from(table).where(eq(table.slug, slug)).limit(1)
  return row?.id
}

/** The organisation that a resource belongs to; null for what belongs to none, or is gone. */
export async function findOrganizationOf(
  { tables }: Database,
  queries: Queries,
  resource: { type: string; id: string }
): Promise<string | null> {
  const parents = parentsOf(tables)
  let { type, id } = resource
  while (type !== 'organization') {
    const parent = parents[type]
    if (!parent) return null
    const [row] = await queries.select({ id: parent.column }).from(parent.table).where(eq(parent.table.id, id)).limit(1)
    if (typeof row?.id !== 'string') return null
    type = parent.type
    id = row.id
  }
  return id
}

/** From what is inside to what it is inside of, up to the organisation. */
function parentsOf(tables: Database['tables']): Record<string, Parent | undefined> {
  const { courses, cohorts, checkpoints, modules, lessons, materials, questions, quizzes, quizAttempts } = tables
  const { rubrics, projects, submissions, attempts, submissionOutputs, commentThreads, comments, files } = tables
  const { reviewRequests, reviews, grades, gradeAppeals, certificates, courseInvites, enrolments } = tables
  const { webhookEndpoints, webhookDeliveries, broadcasts } = tables
  const inOrganization = 'organization'
  const inCourse = 'course'
  return {
    course: { table: courses, column: courses.organizationId, type: inOrganization },
    rubric: { table: rubrics, column: rubrics.organizationId, type: inOrganization },
    file: { table: files, column: files.organizationId, type: inOrganization },
    broadcast: { table: broadcasts, column: broadcasts.organizationId, type: inOrganization },
    webhookEndpoint: { table: webhookEndpoints, column: webhookEndpoints.organizationId, type: inOrganization },
    webhookDelivery: { table: webhookDeliveries, column: webhookDeliveries.endpointId, type: 'webhookEndpoint' },
    cohort: { table: cohorts, column: cohorts.courseId, type: inCourse },
    checkpoint: { table: checkpoints, column: checkpoints.cohortId, type: 'cohort' },
    module: { table: modules, column: modules.courseId, type: inCourse },
    lesson: { table: lessons, column: lessons.courseId, type: inCourse },
    material: { table: materials, column: materials.lessonId, type: 'lesson' },
    question: { table: questions, column: questions.courseId, type: inCourse },
    quiz: { table: quizzes, column: quizzes.courseId, type: inCourse },
    quizAttempt: { table: quizAttempts, column: quizAttempts.quizId, type: 'quiz' },
    project: { table: projects, column: projects.courseId, type: inCourse },
    submission: { table: submissions, column: submissions.courseId, type: inCourse },
    attempt: { table: attempts, column: attempts.submissionId, type: 'submission' },
    output: { table: submissionOutputs, column: submissionOutputs.submissionId, type: 'submission' },
    thread: { table: commentThreads, column: commentThreads.submissionId, type: 'submission' },
    comment: { table: comments, column: comments.threadId, type: 'thread' },
    reviewRequest: { table: reviewRequests, column: reviewRequests.courseId, type: inCourse },
    review: { table: reviews, column: reviews.requestId, type: 'reviewRequest' },
    grade: { table: grades, column: grades.courseId, type: inCourse },
    gradeAppeal: { table: gradeAppeals, column: gradeAppeals.gradeId, type: 'grade' },
    certificate: { table: certificates, column: certificates.courseId, type: inCourse },
    invite: { table: courseInvites, column: courseInvites.courseId, type: inCourse },
    enrolment: { table: enrolments, column: enrolments.courseId, type: inCourse }
  }
}
