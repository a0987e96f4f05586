import Type, { type Static } from 'typebox'
import { DateTime, Id, Nullable } from '../../http/schemas.js'
import type { ReviewStatistics } from './statistics.service.js'

export const StatisticsQuery = Type.Object({
  courseId: Id('course'),
  from: Type.Optional(DateTime({ description: 'Of what was decided. Thirty days before `to` when absent' })),
  to: Type.Optional(DateTime({ description: 'Now when absent; at most 366 days after `from`' }))
})
export type StatisticsParams = Static<typeof StatisticsQuery>

const Count = (description: string) => Type.Integer({ minimum: 0, description })
const Hours = (description: string) => Nullable(Type.Number({ minimum: 0, description }))

const figures = {
  waiting: Count('Nobody reviews it yet. Of a reviewer: what is meant for them'),
  claimed: Count('Somebody reviews it'),
  overdue: Count('Of what is open: its target time is over'),
  dueSoon: Count('Of what is open: the last quarter of its target time has begun'),
  decided: Count('In the period'),
  medianHours: Hours('From handing in to the decision, with two decimals; null when nothing was decided'),
  p90Hours: Hours('What nine of ten took at most'),
  withinTargetPercent: Nullable(
    Type.Integer({ minimum: 0, maximum: 100, description: 'Of what was decided: in its target time. Rounded down' })
  )
}

const figuresExample = {
  ...{ waiting: 4, claimed: 1, overdue: 0, dueSoon: 2 },
  ...{ decided: 30, medianHours: 26.5, p90Hours: 61.25, withinTargetPercent: 96 }
}

export const ReviewStatisticsSchema = Type.Object(
  {
    from: DateTime(),
    to: DateTime(),
    total: Type.Object(figures),
    reviewers: Type.Array(
      Type.Object({
        user: Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) }),
        ...figures
      })
    ),
    cohorts: Type.Array(Type.Object({ cohort: Type.Object({ id: Id('cohort'), name: Type.String() }), ...figures })),
    projects: Type.Array(
      Type.Object({
        project: Type.Object({ id: Id('project'), number: Type.String(), title: Type.String() }),
        ...figures
      })
    )
  },
  {
    $id: 'ReviewStatistics',
    description: 'What is open in a course now, and how long what was decided took; of each who and what has any of it',
    examples: [
      {
        from: '2026-10-21T08:00:00.000Z',
        to: '2026-11-20T08:00:00.000Z',
        total: figuresExample,
        reviewers: [
          {
            user: { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'pak.budi', fullName: 'Budi Santoso' },
            ...figuresExample
          }
        ],
        cohorts: [{ cohort: { id: 'coh_01jd3w8q2k0000abcdefghjkmn', name: 'Angkatan 1' }, ...figuresExample }],
        projects: [
          {
            project: { id: 'prj_01jd3w8q2k0000abcdefghjkmn', number: 'PRJ-202611-0001', title: 'Robot pengikut garis' },
            ...figuresExample
          }
        ]
      }
    ]
  }
)

export function presentStatistics(statistics: ReviewStatistics): Static<typeof ReviewStatisticsSchema> {
  return {
    from: statistics.from.toISOString(),
    to: statistics.to.toISOString(),
    total: statistics.total,
    reviewers: statistics.reviewers.map(({ reviewer, figures }) => ({ user: reviewer, ...figures })),
    cohorts: statistics.cohorts.map(({ cohort, figures }) => ({ cohort, ...figures })),
    projects: statistics.projects.map(({ project, figures }) => ({ project, ...figures }))
  }
}
