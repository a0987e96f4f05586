import assert from 'node:assert/strict'
import { eq } from 'drizzle-orm'
import type { TestApp } from '../../support/app.js'
import type { Answer, Client } from '../../support/client.js'
import { insertAttempt, insertProject } from '../../support/project-rows.js'
import { courseWithLearners } from '../cohorts/cohorts.js'

/** A published course with learners, its mentor, and reviewers beside them: `penilai_0`, `penilai_1` … */
export async function reviewedCourse(app: TestApp, { learners = 3, reviewers = 1 } = {}) {
  const made = await courseWithLearners(app, learners)
  const { mentor, course } = made
  const others: Client[] = []
  for (let n = 0; n < reviewers; n++) others.push(await app.signInAs({ username: `penilai_${n}`, role: 'mentor' }))
  await nameReviewers(mentor, course.id, others)
  return { ...made, reviewers: others as [Client, ...Client[]], projectId: await insertProject(app, course.id) }
}

export async function nameReviewers(mentor: Client, courseId: string, reviewers: readonly Client[]): Promise<void> {
  const userIds = reviewers.map(({ userId }) => userId)
  const { status, text } = await mentor.put(`/api/courses/${courseId}/reviewers`, { userIds })
  assert.equal(status, 200, text)
}

/** Each learner's attempt at the project, a minute after the other; the first waits longest. Returns the requests. */
export async function attemptsOf(
  app: TestApp,
  projectId: string,
  learners: readonly Client[],
  request: Parameters<typeof insertAttempt>[2] = {}
): Promise<string[]> {
  const ids: string[] = []
  for (const { userId } of learners) {
    ids.push((await insertAttempt(app, { projectId, userId }, request)).requestId)
    app.clock.advance(60_000)
  }
  return ids
}

export async function requestRow({ database }: TestApp, id: string) {
  const { reviewRequests } = database.tables
  const [row] = await database.read.select().from(reviewRequests).where(eq(reviewRequests.id, id))
  assert.ok(row)
  return row
}

/** Of a request's submission: its status, and its history as `move from to actor`. */
export async function submissionOf({ database }: TestApp, requestId: string) {
  const { reviewRequests, submissions, submissionEvents: events } = database.tables
  const [row] = await database.read
    .select({ id: submissions.id, status: submissions.status })
    .from(reviewRequests)
    .innerJoin(submissions, eq(submissions.id, reviewRequests.submissionId))
    .where(eq(reviewRequests.id, requestId))
  assert.ok(row)
  const history = await database.read.select().from(events).where(eq(events.submissionId, row.id)).orderBy(events.id)
  return { status: row.status, moves: history.map(({ move, actorId, reason }) => ({ move, actorId, reason })) }
}

export const idsOf = ({ body }: Answer): string[] => body.data.map(({ id }: { id: string }) => id)

/** With what it leads to. */
export async function runJob({ jobs, settled }: TestApp, wanted: string): Promise<void> {
  const job = jobs.find(({ name }) => name === wanted)
  assert.ok(job, `there is no job ${wanted}`)
  await job.run()
  await settled()
}

/** What somebody was told of reviews, the oldest first, as `type title: message → link`. */
export async function toldOf(client: Client, type: string): Promise<string[]> {
  const { body } = await client.get('/api/notifications?limit=100')
  return body.data
    .filter((told: { type: string }) => told.type === type)
    .map(({ title, message, link }: Record<string, string>) => `${title}: ${message} → ${link}`)
    .reverse()
}
