import type { Database } from '../../db/database.js'
import { conflict, forbidden, notFound } from '../../lib/errors.js'
import type { Lessons } from '../content/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import { type FoundQuiz, prepareFindQuiz } from './quizzes.repository.js'

export interface QuizAccessDeps {
  database: Database
  courses: Pick<Courses, 'rules'>
  lessons: Pick<Lessons, 'requireReadable' | 'requireLearnable' | 'requireManaged'>
}

/** A quiz, and what its viewer is to it. */
export interface SeenQuiz {
  quiz: FoundQuiz
  isManager: boolean
  /** Also whoever manages it. */
  isStaff: boolean
}

export type QuizAccess = ReturnType<typeof createQuizAccess>

/** Who may do what with a quiz: its lesson decides, and drafts are for who manages the course alone. */
export function createQuizAccess({ database, courses, lessons }: QuizAccessDeps) {
  const find = prepareFindQuiz(database)
  const { mayManage, mayReadEnrolments } = courses.rules

  async function requireSeen(viewer: Viewer | null, quiz: FoundQuiz | undefined): Promise<SeenQuiz> {
    if (!quiz) throw notFound('Quiz')
    if (viewer && mayManage(viewer, quiz)) return { quiz, isManager: true, isStaff: true }
    if (quiz.status !== 'published') throw notFound('Quiz')
    const { isStaff } = await lessons.requireReadable(viewer, quiz.lessonId)
    return { quiz, isManager: false, isStaff }
  }

  return {
    /** @throws 404; 401; 403 NOT_ENROLLED; 409 LESSON_LOCKED */
    requireSeen: async (viewer: Viewer | null, id: string) => requireSeen(viewer, await find.byId(id)),

    /** @throws as `requireSeen` */
    requireSeenOfLesson: async (viewer: Viewer | null, lessonId: string) =>
      requireSeen(viewer, await find.byLesson(lessonId)),

    /** @throws 404; 403 for who sees the lesson and does not manage the course */
    async requireManaged(viewer: Viewer, id: string): Promise<FoundQuiz> {
      const quiz = await find.byId(id)
      if (!quiz) throw notFound('Quiz')
      if (mayManage(viewer, quiz)) return quiz
      if (quiz.status !== 'published') throw notFound('Quiz')
      await lessons.requireManaged(viewer, quiz.lessonId)
      throw forbidden()
    },

    /** For who learns here. @throws 404; 403 NOT_ENROLLED; 409 LESSON_LOCKED, QUIZ_NOT_OPEN */
    async requireTakeable(viewer: Viewer, id: string): Promise<FoundQuiz> {
      const quiz = await find.byId(id)
      if (!quiz) throw notFound('Quiz')
      if (quiz.status !== 'published') {
        throw mayManage(viewer, quiz)
          ? conflict('QUIZ_NOT_OPEN', 'Only a published quiz can be taken')
          : notFound('Quiz')
      }
      await lessons.requireLearnable(viewer, quiz.lessonId)
      return quiz
    },

    /** The quiz of an attempt that there is. */
    async requireFound(id: string): Promise<FoundQuiz> {
      const quiz = await find.byId(id)
      if (!quiz) throw notFound('Quiz')
      return quiz
    },

    mayManage,
    mayReadAttempts: mayReadEnrolments
  }
}
