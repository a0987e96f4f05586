import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { eq } from 'drizzle-orm'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Answer, Client } from '../../support/client.js'
import { insertAttempt, insertProject, insertRubric } from '../../support/project-rows.js'
import { setEnrolment } from '../content/content.js'
import { publishCourse, toldTo } from '../courses/courses.js'

export const codeOf = ({ status, body }: Answer) => [status, body?.code]

export interface ReviewWorld {
  app: TestApp
  mentor: Client
  /** Reviews the course, too. */
  other: Client
  learner: Client
  courseId: string
  projectId: string
}

type ProjectFields = Parameters<typeof insertProject>[2]

/** A course with one project of two criteria, worth ten points each, its mentor, another reviewer, and a learner. */
export async function makeWorld(t: TestContext, fields: ProjectFields = {}): Promise<ReviewWorld> {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const other = await app.signInAs({ username: 'penilai', role: 'mentor' })
  const { id: courseId } = await publishCourse(mentor, { title: 'Robotika' })
  const named = await mentor.put(`/api/courses/${courseId}/reviewers`, { userIds: [other.userId] })
  assert.equal(named.status, 200, named.text)
  await setEnrolment(app, { courseId, userId: learner.userId })
  const rubricVersionId = await insertRubric(app)
  const projectId = await insertProject(app, courseId, { rubricVersionId, ...fields })
  return { app, mentor, other, learner, courseId, projectId }
}

export type Attempt = Awaited<ReturnType<typeof insertAttempt>>

/** Directly: the attempt is claimed by the reviewer from now on, for two hours. */
export async function claim(
  { database, clock }: TestApp,
  { requestId, submissionId }: Pick<Attempt, 'requestId' | 'submissionId'>,
  { userId }: Client
): Promise<void> {
  const { reviewRequests, submissions } = database.tables
  const now = clock.now()
  const claimExpiresAt = new Date(now.getTime() + 2 * 3_600_000)
  await database.transaction(async (tx) => {
    const claimed = { status: 'claimed', claimedBy: userId, claimedAt: now, claimExpiresAt } as const
    await tx.update(reviewRequests).set(claimed).where(eq(reviewRequests.id, requestId))
    await tx.update(submissions).set({ status: 'in_review' }).where(eq(submissions.id, submissionId))
  })
}

/** The learner's next attempt, claimed by the reviewer. */
export async function claimedAttempt(
  world: ReviewWorld,
  reviewer = world.mentor,
  learner = world.learner
): Promise<Attempt> {
  const attempt = await insertAttempt(world.app, { projectId: world.projectId, userId: learner.userId })
  await claim(world.app, attempt, reviewer)
  return attempt
}

/** Of the first criterion so many points, of the second as many. */
export const scores = (first?: number, second?: number) =>
  [first, second].flatMap((points, i) => (points === undefined ? [] : [{ criterionId: `crit_${i + 1}`, points }]))

export const accept = { decision: 'accept', scores: scores(8.5, 10), summary: 'Bagus.' }

export async function decide(reviewer: Client, requestId: string, decision: object = accept) {
  const { status, body, text } = await reviewer.post(`/api/reviews/${requestId}/decide`, decision)
  assert.equal(status, 200, text)
  return body
}

/** All that a decision writes. */
export async function written({ database: { read, tables } }: TestApp) {
  const [submission] = await read.select().from(tables.submissions)
  const [grade] = await read.select().from(tables.grades)
  const requests = await read.select().from(tables.reviewRequests).orderBy(tables.reviewRequests.round)
  const changes = await read.select().from(tables.gradeChanges).orderBy(tables.gradeChanges.id)
  const events = await read.select().from(tables.submissionEvents).orderBy(tables.submissionEvents.id)
  const reviews = await read.select().from(tables.reviews).orderBy(tables.reviews.id)
  return { submission, grade, requests, changes, events, reviews }
}

/** What the user was told of submissions, the newest first. */
export async function toldOf(client: Client): Promise<string[]> {
  const told = await toldTo(client)
  return told
    .filter(({ type }) => type.startsWith('submission_') || type === 'second_review_wanted')
    .map(({ message }) => message)
}
