import type { Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { createId } from '../../lib/ids.js'
import { insertClones, readBank, readQuizzesOf } from './clone.repository.js'

export interface QuizClone {
  /** Of the lessons: old id -> new id. */
  lessonIds: ReadonlyMap<string, string>
  courseId: string
  newCourseId: string
  actorId: string
}

export type CloneQuizzes = (tx: Tx, clone: QuizClone) => Promise<void>

/**
 * The bank of a course and the quizzes of these lessons, in another course whose lessons are there already. Each keeps its
 * status; no attempt comes along, and what is archived stays behind. The options keep their ids: they name nothing else.
 */
export function createCloneQuizzes({ database, clock }: { database: Database; clock: Clock }): CloneQuizzes {
  return async (tx, { lessonIds, courseId, newCourseId, actorId }) => {
    const now = clock.now()
    const fresh = { courseId: newCourseId, version: 1, createdBy: actorId, createdAt: now, updatedAt: now }
    const bank = await readBank(database, tx, courseId)
    const found = await readQuizzesOf(database, tx, [...lessonIds.keys()])
    const questionIds = new Map(bank.map(({ id }) => [id, createId('question', now.getTime())]))
    const quizIds = new Map(found.quizzes.map(({ id }) => [id, createId('quiz', now.getTime())]))
    await insertClones(database, tx, {
      questions: bank.map((row) => ({ ...row, ...fresh, id: newId(questionIds, row.id) })),
      quizzes: found.quizzes.map((row) => ({
        ...row,
        ...fresh,
        id: newId(quizIds, row.id),
        lessonId: newId(lessonIds, row.lessonId)
      })),
      places: found.places.map((row) => ({
        ...row,
        quizId: newId(quizIds, row.quizId),
        questionId: newId(questionIds, row.questionId)
      }))
    })
  }
}

function newId(ids: ReadonlyMap<string, string>, id: string): string {
  const found = ids.get(id)
  if (!found) throw new Error(`${id} was not cloned`)
  return found
}
