import Type, { type Static } from 'typebox'
import { DateTime, Id, listQuery, Nullable, OneOf, PageOf, searchQuery } from '../../http/schemas.js'
import { type LearnerSort, learnerSorts } from './learners.repository.js'
import type { Learner } from './learners.service.js'
import { numbersOf } from './percent.js'
import { enrolmentStatuses, progressNumbers } from './progress.schemas.js'

export const LearnersQuery = Type.Object({
  ...listQuery,
  ...searchQuery,
  status: Type.Optional(OneOf(enrolmentStatuses, { description: 'Of the enrolment; all when absent' })),
  cohortId: Type.Optional(Id('cohort')),
  sort: Type.Optional(OneOf(Object.keys(learnerSorts) as LearnerSort[], { default: 'name' }))
})
export type LearnersParams = Static<typeof LearnersQuery>

export const LearnerProgressSchema = Type.Object(
  {
    user: Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) }),
    enrolmentStatus: OneOf(enrolmentStatuses),
    cohortName: Nullable(Type.String()),
    ...progressNumbers,
    lastActivityAt: Nullable(DateTime({ description: 'In the lessons of the course; null when there was none' }))
  },
  {
    $id: 'LearnerProgress',
    examples: [
      {
        user: { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'sari', fullName: 'Sari Dewi' },
        enrolmentStatus: 'active',
        cohortName: 'Angkatan 1',
        completed: 9,
        required: 10,
        percent: 90,
        lastActivityAt: '2026-11-20T08:00:00.000Z'
      }
    ]
  }
)

export const LearnerProgressPageSchema = PageOf(LearnerProgressSchema, 'LearnerProgressPage')

export const learnerSchemas = [LearnerProgressSchema, LearnerProgressPageSchema]

export function presentLearner(learner: Learner): Static<typeof LearnerProgressSchema> {
  const { userId, username, fullName, status, cohortName, course, lastActivityAt } = learner
  return {
    user: { id: userId, username, fullName },
    enrolmentStatus: status,
    cohortName,
    ...numbersOf(course),
    lastActivityAt: lastActivityAt?.toISOString() ?? null
  }
}
