import type { Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import type { Lessons } from '../content/index.js'
import type { Viewer } from '../courses/index.js'
import type { Progress } from '../progress/index.js'
import type { Recording } from './attempts.recording.js'
import type { Standings } from './attempts.standing.js'
import { findQuestionsOf } from './questions.repository.js'
import type { QuizAccess, SeenQuiz } from './quizzes.access.js'
import {
  type FoundQuiz,
  insertQuiz,
  listPlacedQuestions,
  listPlaces,
  lockQuiz,
  type PlacedQuestion,
  type QuizChanges,
  type QuizPlace,
  type QuizRow,
  replacePlaces,
  updateQuiz
} from './quizzes.repository.js'
import type { Places, QuizFields, QuizPatch, QuizView } from './quizzes.schemas.js'
import { nextQuizStatus } from './quizzes.status.js'
import { toHundredths } from './scoring.js'
import { renderText } from './texts.js'

export interface QuizzesDeps {
  database: Database
  clock: Clock
  access: QuizAccess
  standings: Standings
  recording: Pick<Recording, 'recordAll'>
  progress: Pick<Progress, 'recheckCourse'>
  lessons: Pick<Lessons, 'requireManaged' | 'renderMarkdown'>
}

export type QuizzesService = ReturnType<typeof createQuizzesService>

const atFirst = {
  instructions: '',
  maxAttempts: null,
  timeLimitSeconds: null,
  isShuffled: true,
  drawCount: null,
  passMark: 70,
  scoring: 'best',
  reveal: 'after_pass'
} as const

export function createQuizzesService(deps: QuizzesDeps) {
  const { database, clock, access, standings, recording, progress, lessons } = deps

  async function view(viewer: Viewer | null, { quiz }: Pick<SeenQuiz, 'quiz'>): Promise<QuizView> {
    const own = viewer && (await standings.of(quiz, viewer.userId))
    return { quiz, instructionsHtml: lessons.renderMarkdown(quiz.instructions, 'instructions').html, own }
  }

  /**
   * Changes a locked quiz, with what follows for the gradebook and for who lacks nothing of the course any more. What
   * `change` finds to be the same leaves it as it is.
   */
  async function save(
    actor: Viewer,
    id: string,
    { check, change }: { check: Precondition; change: (tx: Tx, quiz: QuizRow) => Promise<QuizChanges | undefined> }
  ): Promise<FoundQuiz> {
    await access.requireManaged(actor, id)
    await database.transaction(async (tx, afterCommit) => {
      const quiz = await lockQuiz(database, tx, id)
      if (!quiz) throw notFound('Quiz')
      check(quiz)
      const changes = await change(tx, quiz)
      if (!changes) return
      const saved = { ...changes, version: quiz.version + 1, updatedAt: clock.now() }
      await updateQuiz(database, tx, { id, changes: saved })
      const { scoring = quiz.scoring } = changes
      if (scoring !== quiz.scoring) {
        const rescored = { quiz: { ...quiz, scoring }, from: quiz.scoring, actorId: actor.userId }
        await recording.recordAll(tx, afterCommit, rescored)
      }
      await progress.recheckCourse(tx, afterCommit, quiz.courseId)
    })
    return access.requireManaged(actor, id)
  }

  return {
    /** @throws 404; 401; 403 NOT_ENROLLED; 409 LESSON_LOCKED */
    get: async (viewer: Viewer | null, id: string) => view(viewer, await access.requireSeen(viewer, id)),

    /** @throws as `get` */
    getOfLesson: async (viewer: Viewer | null, lessonId: string) =>
      view(viewer, await access.requireSeenOfLesson(viewer, lessonId)),

    /** A draft. @throws 403; 404; 409 QUIZ_EXISTS; 422 */
    async create(actor: Viewer, lessonId: string, fields: QuizFields): Promise<QuizView> {
      const { courseId } = await lessons.requireManaged(actor, lessonId)
      const now = clock.now()
      const quiz: QuizRow = {
        ...atFirst,
        ...fields,
        title: fields.title.trim(),
        id: createId('quiz', now.getTime()),
        courseId,
        lessonId,
        status: 'draft',
        version: 1,
        createdBy: actor.userId,
        createdAt: now,
        updatedAt: now
      }
      requireSound(quiz)
      renderText(lessons, quiz.instructions, 'instructions')
      if (!(await database.transaction((tx) => insertQuiz(database, tx, quiz)))) {
        throw conflict('QUIZ_EXISTS', 'The lesson has a quiz already, perhaps an archived one')
      }
      return view(actor, { quiz: await access.requireManaged(actor, quiz.id) })
    },

    /**
     * Attempts that have begun keep their questions and their deadline; the rules for passing hold for whoever looks next.
     * @throws 403; 404; 409 ILLEGAL_TRANSITION; 412; 422
     */
    async change(
      actor: Viewer,
      id: string,
      { patch, check }: { patch: QuizPatch; check: Precondition }
    ): Promise<QuizView> {
      const wanted = { ...patch, ...(patch.title !== undefined && { title: patch.title.trim() }) }
      const quiz = await save(actor, id, {
        check,
        change: async (tx, quiz) => {
          if (patch.instructions !== undefined) renderText(lessons, patch.instructions, 'instructions')
          const changed = { ...quiz, ...wanted, status: nextQuizStatus(quiz.status, patch.status ?? quiz.status) }
          requireSound(changed)
          requireAskable(changed, (await listPlaces(database, tx, id)).length)
          return Object.keys(wanted).some((name) => wanted[name as keyof QuizPatch] !== quiz[name as keyof QuizPatch])
            ? wanted
            : undefined
        }
      })
      return view(actor, { quiz })
    },

    /** Archives; what is archived already stays as it is. @throws 403; 404; 412 */
    async remove(actor: Viewer, id: string, check: Precondition): Promise<void> {
      const status = 'archived' as const
      await save(actor, id, {
        check,
        change: async (_tx, quiz) =>
          quiz.status === status ? undefined : { status: nextQuizStatus(quiz.status, status) }
      })
    },

    /** With their answers. @throws 403; 404 */
    async listQuestions(viewer: Viewer, id: string): Promise<PlacedQuestion[]> {
      await access.requireManaged(viewer, id)
      return listPlacedQuestions(database, database.read, id)
    },

    /** All of them, in this order. @throws 403; 404; 412; 422 */
    async setQuestions(
      actor: Viewer,
      id: string,
      { questions, check }: { questions: Places; check: Precondition }
    ): Promise<{ quiz: FoundQuiz; questions: PlacedQuestion[] }> {
      const places = toPlaces(questions)
      const quiz = await save(actor, id, {
        check,
        change: async (tx, quiz) => {
          const present = await listPlaces(database, tx, id)
          await requireUsable(tx, quiz, { places, present })
          requireAskable(quiz, places.length)
          if (JSON.stringify(present) === JSON.stringify(places)) return undefined
          await replacePlaces(database, tx, { quizId: id, places })
          return {}
        }
      })
      return { quiz, questions: await listPlacedQuestions(database, database.read, id) }
    }
  }

  /** Of the bank of this course; an archived one only where it is already. @throws 422 */
  async function requireUsable(
    tx: Tx,
    { courseId }: QuizRow,
    { places, present }: { places: readonly QuizPlace[]; present: readonly QuizPlace[] }
  ): Promise<void> {
    const ids = places.map(({ questionId }) => questionId)
    const found = await findQuestionsOf(database, tx, { courseId, ids })
    const isPresent = (id: string) => present.some(({ questionId }) => questionId === id)
    const bad = ids.findIndex((id) => found.get(id)?.isArchived !== false && !(found.has(id) && isPresent(id)))
    if (bad >= 0) {
      throw unprocessable('UNKNOWN_QUESTION', `questions.${bad}.questionId`, 'is no question in use of this course')
    }
  }
}

/** @throws 422 naming the field */
function toPlaces(questions: Places): QuizPlace[] {
  const seen = new Set<string>()
  return questions.map(({ questionId, points }, i) => {
    const hundredths = toHundredths(points)
    if (hundredths === undefined) {
      throw unprocessable('INVALID_POINTS', `questions.${i}.points`, 'must have at most two decimals')
    }
    if (seen.has(questionId)) throw unprocessable('QUESTION_TWICE', `questions.${i}.questionId`, 'stands there twice')
    seen.add(questionId)
    return { questionId, points: hundredths }
  })
}

/** @throws 422 */
function requireSound({ reveal, maxAttempts }: QuizRow): void {
  if (reveal === 'after_last_attempt' && maxAttempts === null) {
    throw unprocessable('INVALID_REVEAL', 'reveal', 'cannot wait for the last attempt where there is no last one')
  }
}

/** Of a quiz that is open there must be something to ask. @throws 422 */
function requireAskable({ status, drawCount }: QuizRow, questionCount: number): void {
  if (status !== 'published') return
  if (questionCount === 0) throw unprocessable('NOT_PUBLISHABLE', 'questions', 'must not be empty in a published quiz')
  if (drawCount !== null && drawCount > questionCount) {
    throw unprocessable(
      'NOT_PUBLISHABLE',
      'drawCount',
      `must not be more than the ${questionCount} questions there are`
    )
  }
}
