import type { NotificationContent } from '../notifications/index.js'
import { countingPoints } from './gradebook.js'
import type { GradeRow } from './grades.repository.js'

interface Concerned {
  course: { id: string; title: string }
  /** Of what is graded. */
  title: string
  actorId: string
}

/** For a learner whose grade was changed by hand. No notice says points: they are read where nobody else looks on. */
export function changedNotice({
  course,
  title,
  grade,
  actorId
}: Concerned & { grade: Pick<GradeRow, 'setPoints' | 'earnedPoints'> }): NotificationContent {
  const what = countingPoints(grade) === null ? 'taken away' : 'changed'
  const message = `Your grade for “${title}” in “${course.title}” was ${what}.`
  return { type: 'grade_changed', title: 'Grade changed', message, ...linkedTo(course), createdBy: actorId }
}

/** The same for one of whose grades many may have changed at once. */
export function gradesChangedNotice({ course, actorId }: Omit<Concerned, 'title'>): NotificationContent {
  const message = `Grades of yours in “${course.title}” have changed.`
  return { type: 'grade_changed', title: 'Grades changed', message, ...linkedTo(course), createdBy: actorId }
}

/** For learners who may see their grades from now on. */
export function releasedNotice({ course, title, actorId }: Concerned): NotificationContent {
  const message = `Your grade for “${title}” in “${course.title}” is there.`
  return { type: 'grade_released', title: 'Grade released', message, ...linkedTo(course), createdBy: actorId }
}

function linkedTo({ id }: { id: string }) {
  return { link: `/app/courses/${id}/grades` }
}
