import assert from 'node:assert/strict'
import { eq } from 'drizzle-orm'
import { createId } from '../../../src/lib/ids.js'
import { createGradesModule, type GradePlace } from '../../../src/modules/grades/index.js'
import type { TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { insertProject, insertRubric } from '../../support/project-rows.js'
import { courseWithLearners, createCohort, join } from '../cohorts/cohorts.js'
import { insertContent } from '../content/content.js'

type Tables = TestApp['database']['tables']

/** The module by itself, over the database of the app, as reviews and quizzes call it. */
export function gradesOver(app: TestApp) {
  const { database, clock, audit, courses, progress } = app
  const events = { emit: async () => '' } // to record tells nobody
  const reviewers = { mayReview: async () => false, reviewersOf: async () => [] }
  return createGradesModule({ database, clock, audit, courses, reviewers, progress, events })
}

interface Recorded {
  points: number | null
  maxPoints?: number
  reason?: string
}

/** Of a world: what a review, a quiz or a checkpoint records. Points as people write them. */
export function recorder(app: TestApp, courseId: string) {
  const grades = gradesOver(app)
  return (learner: Client, [kind, itemId]: Item, { points, maxPoints = 20, reason = 'Dinilai' }: Recorded) =>
    app.database.transaction(async (tx, afterCommit) => {
      await app.courses.lock(tx, courseId)
      const source = kind === 'project' ? 'review' : kind
      const place = { courseId, userId: learner.userId, kind, itemId }
      const counted = { points: points === null ? null : points * 100, maxPoints: maxPoints * 100 }
      return grades.record(tx, afterCommit, { ...place, ...counted, source, reason, actorId: null })
    })
}

export type Item = readonly [kind: GradePlace['kind'], itemId: string]

/** A published quiz in a lesson of its own, worth that many hundredths for each question. */
export async function insertQuiz(
  app: TestApp,
  courseId: string,
  { title = 'Kuis', points = [400, 600], ...fields }: { title?: string; points?: number[]; drawCount?: number } = {}
): Promise<string> {
  const now = app.clock.now()
  const { quizzes, questions, quizQuestions } = app.database.tables
  const { [title]: lessonId = '' } = await insertContent(app, courseId, [{ lessons: [{ title, isRequired: false }] }])
  const id = createId('quiz', now.getTime())
  const fresh = { version: 1, createdAt: now, updatedAt: now }
  await app.database.transaction(async (tx) => {
    await tx.insert(quizzes).values({
      ...{ id, courseId, lessonId, title, instructions: '', status: 'published', isShuffled: false, passMark: 60 },
      ...{ scoring: 'best', reveal: 'never', ...fresh, ...fields }
    })
    for (const [position, each] of points.entries()) {
      const questionId = createId('question', now.getTime())
      const text = { prompt: 'Apa?', promptHtml: '<p>Apa?</p>', explanation: '' }
      const kind = 'essay' as const
      const question = { id: questionId, courseId, kind, ...text, options: [], key: {}, tags: [], isArchived: false }
      await tx.insert(questions).values({ ...question, ...fresh })
      await tx.insert(quizQuestions).values({ quizId: id, questionId, position, points: each })
    }
  })
  return id
}

/** A published course: a project of 20 points, one without a rubric, a quiz of 10, and learners. */
export async function makeWorld(app: TestApp, learnerCount = 3) {
  const { mentor, course, learners } = await courseWithLearners(app, learnerCount)
  const courseId = course.id as string
  const rubricVersionId = await insertRubric(app)
  const robot = [
    'project',
    await insertProject(app, courseId, { title: 'Robot', rubricVersionId, position: 0 })
  ] as const
  const laporan = ['project', await insertProject(app, courseId, { title: 'Laporan', position: 1 })] as const
  const quiz = ['quiz', await insertQuiz(app, courseId)] as const
  const url = `/api/courses/${courseId}/gradebook`
  const record = recorder(app, courseId)
  return { mentor, courseId, url, learners: learners as Client[], robot, laporan, quiz, record }
}

/** With checkpoints; the learners are in it. */
export async function addCohort(
  app: TestApp,
  { mentor, courseId }: { mentor: Client; courseId: string },
  { name, learners, checkpoints }: { name: string; learners: readonly Client[]; checkpoints: string[] }
): Promise<{ id: string; checkpoints: Item[] }> {
  const cohort = await createCohort(app, mentor, courseId, { name })
  for (const { userId } of learners) {
    const { status, text } = await join(mentor, cohort.id, userId)
    assert.equal(status, 201, text)
  }
  const made: Item[] = []
  for (const [i, title] of checkpoints.entries()) {
    const { body, status, text } = await mentor.post(`/api/cohorts/${cohort.id}/checkpoints`, { week: i + 1, title })
    assert.equal(status, 201, text)
    made.push(['checkpoint', body.id])
  }
  return { id: cohort.id, checkpoints: made }
}

export async function ok(answer: Promise<{ status: number; body: unknown; text: string }>, status = 200) {
  const { status: got, body, text } = await answer
  assert.equal(got, status, text)
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads out of an answer is what it asserts
  return body as any
}

/** By hand, as its staff would. */
export function set(
  staff: Client,
  url: string,
  learner: Client,
  [kind, itemId]: Item,
  points: number | null,
  etag?: string
) {
  const body = { userId: learner.userId, kind, itemId, points, reason: 'Dilihat lagi' }
  return staff.put(`${url}/grades`, body, etag ? { 'if-match': etag } : {})
}

/** What there is for an item, in short: `released 17/20`, `set` when it was set by hand. */
export function cellOf(
  // biome-ignore lint/suspicious/noExplicitAny: of an answer
  row: any,
  [, itemId]: Item
): string {
  // biome-ignore lint/suspicious/noExplicitAny: of an answer
  const cell = row.grades.find((each: any) => each.itemId === itemId)
  if (!cell) return 'none'
  const { state, points, maxPoints, isSetByHand } = cell
  return `${state} ${points ?? '-'}/${maxPoints}${isSetByHand ? ' set' : ''}`
}

/** Of a learner: `current final`. */
export const totalsOf = ({ current, final, isPassed }: Record<string, unknown>) =>
  `${current} ${final}${isPassed ? ' passed' : ''}`

/** What they were told of grades, the first thing first. */
export async function heardOfGrades(client: Client): Promise<string[]> {
  const { body } = await client.get('/api/notifications?limit=100')
  return body.data
    .filter(({ type }: { type: string }) => type.startsWith('grade'))
    .map(({ type, message }: Record<string, string>) => `${type}: ${message}`)
    .reverse()
}

export async function changeProject(
  { database }: TestApp,
  id: string,
  changes: Partial<Tables['projects']['$inferInsert']>
): Promise<void> {
  const { projects } = database.tables
  await database.transaction(async (tx) => {
    await tx.update(projects).set(changes).where(eq(projects.id, id))
  })
}
