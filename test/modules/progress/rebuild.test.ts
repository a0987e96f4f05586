import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { eq } from 'drizzle-orm'
import { minuteMs } from '../../../src/lib/clock.js'
import { saveReports } from '../../../src/modules/progress/progress.repository.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import { toldTo } from '../courses/courses.js'
import { addQuiz, complete, enrol, insertLearners, makeCourse, passQuiz, setEnrolment, standing } from './world.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** As `npm run progress:rebuild` does, in a process of its own. */
async function rebuild(app: TestApp): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/progress-rebuild-cli.ts'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: app.databaseUrl, DATA_DIR: app.config.dataDir, NODE_ENV: 'test' },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const [out, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('exit', resolve))
  ])
  assert.equal(code, 0, errors)
  return out.trim().split('\n')
}

async function factsOf({ database: { read, tables } }: TestApp) {
  return {
    progress: await read.select().from(tables.lessonProgress).orderBy(tables.lessonProgress.lessonId),
    enrolments: await read.select().from(tables.enrolments).orderBy(tables.enrolments.id)
  }
}

test('npm run progress:rebuild changes nothing on a sound database, and repairs a damaged one', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari, joko] = [
    await app.as('mentor'),
    await app.signInAs({ username: 'sari' }),
    await app.signInAs({ username: 'joko' })
  ]
  const course = await makeCourse(app, mentor, { Satu: ['A', 'Quiz'] })
  const other = await makeCourse(app, mentor, { Dua: ['B', 'C'] })
  const quizId = await addQuiz(app, course, 'Quiz')
  for (const learner of [sari, joko]) {
    for (const each of [course, other]) await enrol(learner, each)
  }
  await complete(sari, course, 'A')
  await complete(joko, other, 'B')
  const before = await factsOf(app)
  assert.deepEqual(await rebuild(app), ['Nothing to repair.'])
  assert.deepEqual(await factsOf(app), before)

  // A passed quiz that its lesson does not know of, and an enrolment that lacks nothing and does not know either.
  await passQuiz(app, quizId, sari.userId)
  const passedAt = app.clock.now()
  await complete(joko, other, 'C')
  await setEnrolment(app, other, joko, { status: 'active', completedAt: null })
  app.clock.advance(minuteMs)
  assert.deepEqual((await rebuild(app)).sort(), [
    'Completed 1 lessons by their quizzes and 2 enrolments.',
    `${course.id} “Kelas Satu”: 1 lessons, 1 enrolments`,
    `${other.id} “Kelas Dua”: 0 lessons, 1 enrolments`
  ])
  assert.equal(await standing(sari, course), '2/2 100 completed')
  assert.equal(await standing(joko, other), '2/2 100 completed')
  const { lessonProgress } = app.database.tables
  const [row] = await app.database.read
    .select()
    .from(lessonProgress)
    .where(eq(lessonProgress.lessonId, course.lessons.Quiz ?? ''))
  assert.ok(Math.abs((row?.completedAt?.getTime() ?? 0) - passedAt.getTime()) < minuteMs, 'when the quiz was passed')
  assert.equal((await toldTo(sari))[0]?.title, 'Course completed')

  const after = await factsOf(app)
  assert.deepEqual(await rebuild(app), ['Nothing to repair.'])
  assert.deepEqual(await factsOf(app), after)
})

test('what was lost of a whole course is repaired at once', async (t) => {
  const app = await buildTestApp(t)
  const names = Array.from({ length: 50 }, (_, i) => `L${i}`)
  const course = await makeCourse(app, await app.as('mentor'), { Satu: names })
  const userIds = await insertLearners(app, course, { count: 100, lessons: 1 })
  const at = app.clock.now()
  const reports = userIds.flatMap((userId) =>
    Object.values(course.lessons).map((lessonId) => ({
      ...{ userId, lessonId, courseId: course.id, positionMs: 0, resumeMs: undefined, completedAt: at, at }
    }))
  )
  await app.database.transaction((tx) => saveReports(app.database, tx, reports))
  assert.equal(await app.database.read.$count(app.database.tables.lessonProgress), 5_000)
})
