import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { eq } from 'drizzle-orm'
import type { SubmissionDraft } from '../../../src/db/schema/submissions.js'
import { createId } from '../../../src/lib/ids.js'
import { prepareCarryThreads } from '../../../src/modules/feedback/threads.repository.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Answer, Client } from '../../support/client.js'
import { insertAttempt, insertProject, insertRubric } from '../../support/project-rows.js'
import { setEnrolment } from '../content/content.js'
import { publishCourse } from '../courses/courses.js'

export interface FeedbackWorld {
  app: TestApp
  mentor: Client
  /** The learner. */
  sari: Client
  courseId: string
  projectId: string
  submissionId: string
}

type ProjectFields = Parameters<typeof insertProject>[2]

/** A course with a rubric and a project, its mentor, and a learner who has handed in once. */
export async function makeWorld(t: TestContext, project: ProjectFields = {}): Promise<FeedbackWorld> {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari.dewi' })]
  const { id: courseId } = await publishCourse(mentor, { title: 'Robotika' })
  await setEnrolment(app, { courseId, userId: sari.userId })
  const rubricVersionId = await insertRubric(app)
  const projectId = await insertProject(app, courseId, { rubricVersionId, ...project })
  const { submissionId } = await insertAttempt(app, { projectId, userId: sari.userId })
  return { app, mentor, sari, courseId, projectId, submissionId }
}

/** The learner's next attempt; open threads come along, as when it is handed in. */
export async function handIn({ app, ...world }: FeedbackWorld, content: Partial<SubmissionDraft> = {}) {
  app.clock.advance(1_000)
  const made = await insertAttempt(app, { projectId: world.projectId, userId: world.sari.userId }, { content })
  await app.database.transaction((tx) => prepareCarryThreads(app.database)(tx, made))
  return made
}

/** A thread of the client, on the newest attempt unless it says otherwise. */
export async function begin(client: Client, { submissionId }: FeedbackWorld, fields: object | string) {
  const body = typeof fields === 'string' ? { text: fields } : { text: 'Kenapa begitu?', ...fields }
  const answer = await client.post(`/api/submissions/${submissionId}/threads`, body)
  assert.equal(answer.status, 201, answer.text)
  return answer.body
}

export async function say(client: Client, thread: { id: string }, text: string) {
  const answer = await client.post(`/api/threads/${thread.id}/comments`, { text })
  assert.equal(answer.status, 201, answer.text)
  return answer.body
}

export async function move(client: Client, thread: { id: string }, name: 'resolve' | 'reopen') {
  const answer = await client.post(`/api/threads/${thread.id}/${name}`)
  assert.equal(answer.status, 200, answer.text)
  return answer.body
}

/** Somebody whom the managers of the course have made a reviewer of it. */
export async function addReviewer({ app, mentor, courseId }: FeedbackWorld, username: string): Promise<Client> {
  const client = await app.signInAs({ username, role: 'mentor' })
  await app.database.transaction((tx) =>
    tx.insert(app.database.tables.courseReviewers).values({
      ...{ courseId, userId: client.userId, createdBy: mentor.userId, createdAt: app.clock.now() }
    })
  )
  return client
}

/** A review that was decided, of the criteria of `insertRubric`: `{ crit_1: 600 }`. */
export async function insertReview(
  { app }: FeedbackWorld,
  { requestId, attemptId }: { requestId: string; attemptId: string },
  { reviewerId, points }: { reviewerId: string; points: Record<string, number> }
): Promise<void> {
  const { reviews, reviewRequests } = app.database.tables
  const now = app.clock.now()
  const levels: Record<number, string> = { 0: 'a', 600: 'b', 1000: 'c' }
  const scores = Object.entries(points).map(([criterionId, value]) => {
    const level = levels[value]
    const levelId = level === undefined ? null : `lvl_${criterionId.at(-1)}${level}`
    return { criterionId, levelId, points: value, comment: '' }
  })
  await app.database.transaction(async (tx) => {
    const fresh = { version: 1, createdAt: now, updatedAt: now, summary: '', summaryHtml: '' }
    const decided = { decision: 'request_changes' as const, decidedAt: now, scores }
    const id = createId('review', now.getTime())
    await tx.insert(reviews).values({ id, requestId, attemptId, reviewerId, ...decided, ...fresh })
    const state = { status: 'decided' as const, claimedBy: reviewerId, claimExpiresAt: null, decidedAt: now }
    await tx.update(reviewRequests).set(state).where(eq(reviewRequests.id, requestId))
  })
}

/** What the client was told, the oldest first: `type: message`. */
export async function told(client: Client): Promise<string[]> {
  const { body } = await client.get('/api/notifications')
  return body.data.map(({ type, message }: Record<string, string>) => `${type}: ${message}`).reverse()
}

/** And forgets it. */
export async function toldSince(client: Client): Promise<string[]> {
  const { body } = await client.get('/api/notifications')
  for (const { id } of body.data) await client.delete(`/api/notifications/${id}`)
  return body.data.map(({ type }: { type: string }) => type).reverse()
}

export const codeOf = ({ status, body }: Answer) => [status, body?.code]
