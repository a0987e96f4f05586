import type { Outline, OutlineLesson } from './queries.js'

export function lessonsOf({ modules }: Pick<Outline, 'modules'>): OutlineLesson[] {
  return modules.flatMap(({ lessons }) => lessons)
}

/** The lesson to go on with: a required one before one that is not, and behind `after` before those ahead of it. */
export function nextLesson(outline: Pick<Outline, 'modules'>, after?: string): OutlineLesson | undefined {
  const lessons = lessonsOf(outline)
  const at = lessons.findIndex(({ id }) => id === after)
  const ordered = [...lessons.slice(at + 1), ...lessons.slice(0, Math.max(at, 0))]
  const open = ordered.filter(({ completedAt, lock }) => completedAt === null && lock === null)
  return open.find(({ isRequired }) => isRequired) ?? open[0]
}

/** As the API will tell it once the lesson is completed. */
export function withCompleted(outline: Outline, lessonId: string, completedAt: string): Outline {
  const isNew = (lesson: OutlineLesson) => lesson.id === lessonId && lesson.completedAt === null
  const counts = lessonsOf(outline).some((lesson) => isNew(lesson) && lesson.isRequired)
  return {
    ...outline,
    modules: outline.modules.map((module) => ({
      ...module,
      lessons: module.lessons.map((lesson) => (isNew(lesson) ? { ...lesson, completedAt } : lesson))
    })),
    progress: outline.progress && counts ? oneMore(outline.progress) : outline.progress
  }
}

function oneMore({ completed, required }: NonNullable<Outline['progress']>): NonNullable<Outline['progress']> {
  const now = Math.min(completed + 1, required)
  return { completed: now, required, percent: required > 0 ? Math.floor((100 * now) / required) : null }
}
