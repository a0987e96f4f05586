import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { createId, idPattern } from '../../../src/lib/ids.js'
import { earnedPoints } from '../../../src/modules/quizzes/scoring.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import { runSql } from '../../support/sql.js'
import { insertContent } from '../content/content.js'
import { publishCourse } from '../courses/courses.js'

const scorings = ['best', 'last', 'average'] as const

/** The migration that brought the gradebook, from the statement on that fills it. */
function backfillOf({ database: { dialect } }: TestApp): string[] {
  const file = new URL(`../../../drizzle/${dialect}/0003_projects.sql`, import.meta.url)
  const statements = readFileSync(file, 'utf8').split('--> statement-breakpoint')
  const from = statements.findIndex((statement) => /INSERT INTO .grades./.test(statement))
  assert.ok(from > 0)
  return statements.slice(from)
}

/** One attempt after another of points that fall where they may; the same in each run. */
function attemptsOf(seed: number) {
  let state = seed + 1
  const next = (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  return Array.from({ length: 1 + next(5) }, (_, i) => {
    const maxPoints = 1 + next(40)
    return { number: i + 1, maxPoints, points: next(maxPoints + 1) }
  })
}

test('what quizzes were worth before there was a gradebook is in it, as it would have been recorded', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const { id: courseId } = await publishCourse(mentor, { title: 'Elektronika' })
  const { quizAttempts, grades, gradeChanges } = app.database.tables
  const now = app.clock.now()
  const expected = new Map<string, unknown>()
  const userIds: string[] = []
  for (let i = 0; i < 10; i++) userIds.push((await app.createUser({ username: `peserta${i}` })).id)
  const lessons = await insertContent(app, courseId, [{ lessons: scorings.map((title) => ({ title })) }])
  for (const scoring of scorings) {
    const { body: quiz } = await mentor.post(`/api/lessons/${lessons[scoring]}/quiz`, { title: scoring, scoring })
    await app.database.transaction(async (tx) => {
      for (const [i, userId] of userIds.entries()) {
        const list = attemptsOf(i * 7 + scorings.indexOf(scoring))
        const times = { startedAt: now, submittedAt: now, gradedAt: now }
        const shared = { quizId: quiz.id, userId, status: 'graded' as const, isPassed: false, paper: {}, ...times }
        await tx
          .insert(quizAttempts)
          .values(list.map((attempt) => ({ id: createId('quizAttempt', now.getTime()), ...shared, ...attempt })))
        expected.set(`${quiz.id} ${userId}`, earnedPoints(scoring, list))
      }
    })
  }
  await runSql(app, backfillOf(app))
  const rows = await app.database.read.select().from(grades)
  assert.equal(rows.length, expected.size)
  for (const { id, itemId, userId, earnedPoints: points, maxPoints, releasedAt } of rows) {
    assert.deepEqual({ points, maxPoints }, expected.get(`${itemId} ${userId}`))
    assert.match(id, new RegExp(idPattern('grade')))
    assert.ok(releasedAt, 'quizzes were never held back')
  }
  const changes = await app.database.read.select().from(gradeChanges)
  assert.deepEqual(changes.map(({ gradeId }) => gradeId).sort(), rows.map(({ id }) => id).sort())
  for (const { id } of changes) assert.match(id, new RegExp(idPattern('gradeChange')))
})
