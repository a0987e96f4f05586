import { fromHundredths } from '../../lib/points.js'
import type { NotificationContent } from '../notifications/index.js'
import type { GradeRow } from './grades.repository.js'

interface Concerned {
  course: { id: string; title: string }
  /** Of what is graded. */
  title: string
  actorId: string
}

/** For a learner whose grade was changed by hand. */
export function changedNotice({
  course,
  title,
  grade,
  actorId
}: Concerned & { grade: Pick<GradeRow, 'setPoints' | 'earnedPoints' | 'maxPoints'> }): NotificationContent {
  const points = grade.setPoints ?? grade.earnedPoints
  const now =
    points === null ? 'was taken away' : `is ${fromHundredths(points)} of ${fromHundredths(grade.maxPoints)} now`
  const message = `Your grade for “${title}” in “${course.title}” ${now}.`
  return { type: 'grade.changed', title: 'Grade changed', message, ...linkedTo(course), createdBy: actorId }
}

/** The same for one of whose grades many may have changed at once. */
export function gradesChangedNotice({ course, actorId }: Omit<Concerned, 'title'>): NotificationContent {
  const message = `Grades of yours in “${course.title}” have changed.`
  return { type: 'grade.changed', title: 'Grades changed', message, ...linkedTo(course), createdBy: actorId }
}

/** For learners who may see their grades from now on. */
export function releasedNotice({ course, title, actorId }: Concerned): NotificationContent {
  const message = `Your grade for “${title}” in “${course.title}” is there.`
  return { type: 'grade.released', title: 'Grade released', message, ...linkedTo(course), createdBy: actorId }
}

function linkedTo({ id }: { id: string }) {
  return { link: `/app/courses/${id}/grades` }
}
