import assert from 'node:assert/strict'
import { test } from 'node:test'
import { submissionStatuses } from '../../../src/db/schema/submissions.js'
import { createMoves } from '../../../src/modules/submissions/moves.js'
import { prepareLockSubmission } from '../../../src/modules/submissions/moves.repository.js'
import {
  nextSubmissionStatus,
  type SubmissionMove,
  type SubmissionStanding
} from '../../../src/modules/submissions/submissions.status.js'
import { buildTestApp } from '../../support/app.js'
import { insertAttempt, insertProject } from '../../support/project-rows.js'
import { publishCourse } from '../courses/courses.js'

const standings: SubmissionStanding[] = ['none', ...submissionStatuses]

/** From which standings each move leads where; from all others nowhere. */
const table: Record<SubmissionMove, Partial<Record<SubmissionStanding, string>>> = {
  start: { none: 'draft', withdrawn: 'draft' },
  submit: { none: 'submitted', draft: 'submitted', changes_requested: 'submitted', withdrawn: 'submitted' },
  withdraw: { submitted: 'withdrawn' },
  claim: { submitted: 'in_review' },
  release: { in_review: 'submitted' },
  accept: { in_review: 'accepted' },
  request_changes: { in_review: 'changes_requested' },
  reject: { in_review: 'rejected' },
  review_again: { accepted: 'submitted', rejected: 'submitted', changes_requested: 'submitted' }
}

test('a submission moves as the table says, and no other way', () => {
  for (const [move, row] of Object.entries(table) as [SubmissionMove, (typeof table)[SubmissionMove]][]) {
    for (const from of standings) {
      const expected = row[from]
      const label = `${move} from ${from}`
      if (expected) assert.equal(nextSubmissionStatus(move, from), expected, label)
      else assert.throws(() => nextSubmissionStatus(move, from), { statusCode: 409, code: 'ILLEGAL_TRANSITION' }, label)
    }
  }
})

test('every move changes the row, counts its version and writes one line of the history; a refused one nothing', async (t) => {
  const app = await buildTestApp(t)
  const { database } = app
  let now = app.clock.now()
  const { move: moveTo } = createMoves({ database, clock: { now: () => now } })
  const lock = prepareLockSubmission(database)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const { id: courseId } = await publishCourse(mentor, { title: 'Elektronika' })
  const projectId = await insertProject(app, courseId)
  const { submissionId } = await insertAttempt(app, { projectId, userId: learner.userId })
  const step = (move: SubmissionMove, reason?: string) => {
    now = new Date(now.getTime() + 1_000)
    return database.transaction(async (tx) => {
      const submission = await lock(tx, submissionId)
      assert.ok(submission)
      return moveTo(tx, { submission, move, actorId: mentor.userId, ...(reason && { reason }) })
    })
  }
  const moves = ['claim', 'release', 'claim', 'accept', 'review_again', 'claim', 'request_changes'] as const
  let decidedAt: Date | null = null
  for (const [i, move] of moves.entries()) {
    const moved = await step(move, i === 1 ? 'Sakit' : undefined)
    if (move === 'accept' || move === 'request_changes') decidedAt = now
    assert.deepEqual(moved.decidedAt, decidedAt, move)
    const stored = await database.transaction((tx) => lock(tx, submissionId))
    assert.deepEqual(stored, moved, `what is answered is what is stored: ${move}`)
    assert.equal(moved.version, i + 2)
  }
  await assert.rejects(step('accept'), { code: 'ILLEGAL_TRANSITION' })

  const { submissionEvents } = database.tables
  const events = await database.read.select().from(submissionEvents).orderBy(submissionEvents.id)
  assert.deepEqual(
    events.map(({ move, fromStatus, toStatus }) => `${move}: ${fromStatus} -> ${toStatus}`),
    [
      'claim: submitted -> in_review',
      'release: in_review -> submitted',
      'claim: submitted -> in_review',
      'accept: in_review -> accepted',
      'review_again: accepted -> submitted',
      'claim: submitted -> in_review',
      'request_changes: in_review -> changes_requested'
    ]
  )
  assert.deepEqual(
    events.map(({ reason, attemptNumber, actorId }) => [reason, attemptNumber, actorId]),
    moves.map((_, i) => [i === 1 ? 'Sakit' : '', 1, mentor.userId])
  )
})
