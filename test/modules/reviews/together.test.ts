import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Answer, Client } from '../../support/client.js'
import { holdRow } from '../../support/hold-row.js'
import { insertProject } from '../../support/project-rows.js'
import { nameReviewers, reviewedCourse, runJob } from './queue.js'

const items = [{ deliverableId: 'dlv_1', kind: 'repository', url: 'https://git.example/sari/robot' }]

type Row = Record<string, unknown> & { status: string }

/** What is said of a submission in all places says the same. */
async function requireAgreement({ database: { read, tables } }: TestApp, submissionId: string): Promise<string> {
  const { submissions, submissionEvents: events, reviewRequests: requests, attempts, grades } = tables
  const [submission] = await read.select().from(submissions).where(eq(submissions.id, submissionId))
  assert.ok(submission)
  const { status, projectId, userId } = submission
  const history = await read.select().from(events).where(eq(events.submissionId, submissionId)).orderBy(events.id)
  for (const [i, event] of history.entries()) {
    assert.equal(event.fromStatus, history[i - 1]?.toStatus ?? null, `event ${i} begins where the last one ended`)
  }
  assert.equal(history.at(-1)?.toStatus, status, 'the history ends with what it is')
  const all = await read.select().from(requests).where(eq(requests.submissionId, submissionId)).orderBy(requests.id)
  const open = all.filter((request: Row) => request.status === 'waiting' || request.status === 'claimed')
  const wanted = { submitted: ['waiting'], in_review: ['claimed'] }[status as string] ?? []
  assert.deepEqual(
    open.map((request) => request.status),
    wanted,
    `what is open of a submission that is ${status}`
  )
  const handedIn = await read.select().from(attempts).where(eq(attempts.submissionId, submissionId))
  assert.equal(submission.attempts, handedIn.length)
  assert.equal(submission.countedAttempts, handedIn.filter(({ withdrawnAt }) => withdrawnAt === null).length)
  const cancelled = all.filter((request) => request.status === 'cancelled').map(({ attemptId }) => attemptId)
  const withdrawn = handedIn.filter(({ withdrawnAt }) => withdrawnAt !== null).map(({ id }) => id)
  assert.deepEqual(cancelled.toSorted(), withdrawn.toSorted(), 'nobody waits for what was withdrawn')
  const [grade] = (await read.select().from(grades).where(eq(grades.itemId, projectId))).filter(
    (row) => row.userId === userId
  )
  if (status === 'accepted') assert.equal(grade?.earnedPoints, 10_000)
  if (status === 'rejected') assert.equal(grade?.earnedPoints, 0)
  return status
}

function requireNoFailure(answers: readonly Answer[]): void {
  const failed = answers.filter(({ status }) => status >= 500)
  assert.deepEqual(
    failed.map(({ status, text }) => [status, text]),
    []
  )
}

test('what everybody does at once with one submission leaves it as one of them said', async (t) => {
  const { app, mentor, course, learners, reviewers, projectId } = await made(t)
  const [learner] = learners
  const seen = new Set<string>()
  for (let round = 0; round < 12; round++) {
    const project = round === 0 ? projectId : await insertProject(app, course.id)
    const handed = await learner.post(`/api/projects/${project}/submissions`, { items })
    assert.equal(handed.status, 201, handed.text)
    const { submissionId } = handed.body
    const [request] = await requestsOf(app, submissionId)
    const id = request?.id ?? ''
    const first = reviewers[round % 2] as Client
    if (round % 3 > 0) assert.equal((await first.post(`/api/reviews/${id}/claim`)).status, 200)
    if (round % 3 === 2) app.clock.advance(2 * 3_600_000)
    const answers: Answer[] = []
    const act = async (promise: Promise<Answer>) => void answers.push(await promise)
    await Promise.all([
      act(learner.post(`/api/submissions/${submissionId}/withdraw`, { reason: 'Keliru.' })),
      act(learner.post(`/api/submissions/${submissionId}/withdraw`, { reason: 'Keliru.' })),
      act(first.post(`/api/reviews/${id}/decide`, { decision: 'accept', summary: 'Bagus.' })),
      act(first.post(`/api/reviews/${id}/decide`, { decision: 'reject', summary: 'Tidak.' })),
      ...reviewers.flatMap((reviewer) => [
        act(reviewer.post(`/api/reviews/${id}/claim`)),
        act(reviewer.post('/api/reviews/next', {})),
        act(reviewer.post(`/api/reviews/${id}/release`, {}))
      ]),
      act(mentor.post(`/api/submissions/${submissionId}/second-review`, { reason: 'Lagi.' })),
      act(learner.post(`/api/projects/${project}/submissions`, { items })),
      runJob(app, 'expire-claims'),
      runJob(app, 'warn-late-reviews'),
      nameReviewers(mentor, course.id, round % 4 === 3 ? reviewers.slice(1) : reviewers)
    ])
    requireNoFailure(answers)
    seen.add(await requireAgreement(app, submissionId))
    await nameReviewers(mentor, course.id, reviewers)
    // Whatever it was, nobody is left with something that does not end.
    app.clock.advance(3 * 3_600_000)
    await runJob(app, 'expire-claims')
    await requireAgreement(app, submissionId)
  }
  assert.ok(seen.size > 0)
})

test('a hand-in and a withdrawal at once: what waits is what was handed in', async (t) => {
  const { app, learners, projectId } = await made(t)
  const [learner] = learners
  const { submissions } = app.database.tables
  const begun = await learner.post(`/api/projects/${projectId}/start`)
  const submissionId = begun.body.id
  const release = await holdRow(app, (tx) => tx.select().from(submissions).where(eq(submissions.id, submissionId)))
  const handIn = learner.post(`/api/projects/${projectId}/submissions`, { items })
  await sleep(200)
  const withdraw = learner.post(`/api/submissions/${submissionId}/withdraw`, { reason: 'Keliru.' })
  await sleep(200)
  await release()
  assert.equal((await handIn).status, 201)
  assert.ok((await withdraw).status < 500)
  await requireAgreement(app, submissionId)
})

async function made(t: Parameters<typeof buildTestApp>[0]) {
  const app = await buildTestApp(t)
  return { app, ...(await reviewedCourse(app, { learners: 1, reviewers: 2 })) }
}

function requestsOf({ database: { read, tables } }: TestApp, submissionId: string) {
  const { reviewRequests: requests } = tables
  return read.select().from(requests).where(eq(requests.submissionId, submissionId)).orderBy(requests.id)
}
