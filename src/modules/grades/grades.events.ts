import type { EventInput } from '../events/index.js'
import { countingPoints } from './gradebook.js'
import type { GradePlace, GradeRow } from './grades.repository.js'
import type { Cause } from './grading.changes.js'

interface Concerned {
  course: { id: string; title: string }
  actorId: string
  /** Who is told: nobody who does not see it, and nobody who has done it themself. */
  userIds: readonly string[]
}

interface Changed {
  /** Whose grades they are, told or not. */
  learnerIds: string[]
}

/** Of what is graded. */
type Item = Pick<GradePlace, 'kind' | 'itemId'> & { title: string }

/** For other systems: what work was worth. */
export function gradeRecorded({
  grade,
  source,
  actorId
}: Pick<Cause, 'source' | 'actorId'> & { grade: GradeRow }): EventInput {
  const { id: gradeId, courseId, kind, itemId, userId: learnerId } = grade
  const data = { courseId, kind, itemId, learnerId, gradeId, source }
  return { type: 'grade_recorded', data, audience: null, actorId, courseId }
}

/** For a learner whose grade was changed by hand. */
export function gradeChanged({
  grade,
  title,
  ...concerned
}: Concerned & { grade: GradeRow; title: string }): EventInput {
  const { id: gradeId, userId: learnerId } = grade
  const isTakenAway = countingPoints(grade) === null
  const data = { ...courseOf(concerned), ...itemOf({ ...grade, title }), gradeId, learnerId, isTakenAway }
  return { type: 'grade_changed', data, ...told(concerned) }
}

/** The same for those of whose grades many may have changed at once. */
export function gradesChanged({ learnerIds, ...concerned }: Concerned & Changed): EventInput {
  return { type: 'grades_changed', data: { ...courseOf(concerned), learnerIds }, ...told(concerned) }
}

/** For learners who may see their grades from now on. */
export function gradesReleased({ item, learnerIds, ...concerned }: Concerned & Changed & { item: Item }): EventInput {
  return { type: 'grade_released', data: { ...courseOf(concerned), ...itemOf(item), learnerIds }, ...told(concerned) }
}

function told({ course, actorId, userIds }: Concerned) {
  return { audience: { userIds }, actorId, courseId: course.id }
}

function courseOf({ course }: Concerned) {
  return { courseId: course.id, courseTitle: course.title }
}

function itemOf({ kind, itemId, title }: Item) {
  return { kind, itemId, itemTitle: title }
}
