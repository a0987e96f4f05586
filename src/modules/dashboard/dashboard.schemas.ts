import Type, { type Static } from 'typebox'
import { DateTime, Id, listQuery, Nullable, OneOf } from '../../http/schemas.js'
import type { Summary, TopCourses, Trend } from './dashboard.service.js'
import { intervals, maxPoints } from './intervals.js'
import { metrics, orders } from './kinds.js'
import { scopeKinds } from './scope.js'

const placeQuery = {
  organizationId: Type.Optional(Id('organization', { description: 'Only what is of its courses' }))
}

const Day = (description: string) =>
  Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', maxLength: 10, examples: ['2026-11-01'], description })

export const SummaryQuery = Type.Object(placeQuery)

export const TrendQuery = Type.Object({
  ...placeQuery,
  metric: OneOf(metrics, {
    description:
      'Learners who were active, who got in, who completed; attempts that were handed in; the median of the hours to a decision'
  }),
  interval: Type.Optional(OneOf(intervals, { default: 'day', description: 'Weeks begin on Monday' })),
  from: Type.Optional(
    Day('A day of the first interval. When absent: thirty days, twelve weeks or twelve months are shown')
  ),
  to: Type.Optional(Day(`A day of the last interval; today when absent. At most ${maxPoints} intervals`))
})
export type TrendParams = Static<typeof TrendQuery>

export const TopCoursesQuery = Type.Object({
  ...placeQuery,
  by: OneOf(orders, { description: 'The most first' }),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 10, description: 'How many at most' }))
})
export type TopCoursesParams = Static<typeof TopCoursesQuery>

export const RecentQuery = Type.Object({ ...placeQuery, ...listQuery })
export type RecentParams = Static<typeof RecentQuery>

const Count = (description: string) => Type.Integer({ minimum: 0, description })
const Hours = (description: string) => Nullable(Type.Number({ minimum: 0, description }))
const computedAt = DateTime({ description: 'When it was counted: an answer is kept for a minute at most' })
const exampleTime = '2026-11-20T08:00:00.000Z'

export const DashboardSummarySchema = Type.Object(
  {
    scope: OneOf(scopeKinds, {
      description: 'All courses, all of one’s organisations, or those that one mentors or reviews'
    }),
    organizationId: Nullable(Id('organization', { description: 'The one that was asked for' })),
    activeLearners7Days: Count('Learners who opened or went on with a lesson, took a quiz or handed in, in 7 days'),
    activeLearners30Days: Count('The same in 30 days'),
    learnersEnrolled: Count('Learners with an active enrolment'),
    coursesPublished: Count('Courses that are open now'),
    completions30Days: Count('Courses that learners completed in 30 days'),
    submissionsWaiting: Count('Handed in, and nobody reviews it yet'),
    submissionsInReview: Count('Somebody reviews it'),
    submissionsOverdue: Count('Of both: the target time of the review is over'),
    oldestWaitingSince: Nullable(DateTime({ description: 'Since when the one that waits longest waits' })),
    reviewsDecided30Days: Count('In 30 days'),
    reviewMedianHours: Hours('From handing in to the decision, of those; two decimals. Null when there are none'),
    reviewP90Hours: Hours('What nine of ten of those took at most'),
    certificatesIssued: Count('Certificates that hold'),
    certificatesIssued30Days: Count('Those of 30 days'),
    computedAt
  },
  {
    $id: 'DashboardSummary',
    description: 'The courses that one looks after, in figures',
    examples: [
      {
        ...{ scope: 'organization', organizationId: null, activeLearners7Days: 120, activeLearners30Days: 310 },
        ...{ learnersEnrolled: 420, coursesPublished: 12, completions30Days: 38, submissionsWaiting: 14 },
        ...{ submissionsInReview: 3, submissionsOverdue: 2, oldestWaitingSince: '2026-11-17T02:10:00.000Z' },
        ...{ reviewsDecided30Days: 96, reviewMedianHours: 26.5, reviewP90Hours: 61.25 },
        ...{ certificatesIssued: 240, certificatesIssued30Days: 31, computedAt: exampleTime }
      }
    ]
  }
)

export const DashboardTrendSchema = Type.Object(
  {
    metric: OneOf(metrics),
    interval: OneOf(intervals),
    timeZone: Type.String({ description: 'The caller’s, in whose calendar the intervals are' }),
    points: Type.Array(
      Type.Object({
        at: DateTime({ description: 'When the interval begins' }),
        date: Type.String({ description: 'Its first day there' }),
        value: Nullable(Type.Number({ minimum: 0, description: 'Null of `review_hours` where nothing was decided' }))
      })
    ),
    computedAt
  },
  {
    $id: 'DashboardTrend',
    description: 'One figure over time, a point for each interval, the earliest first',
    examples: [
      {
        ...{ metric: 'enrolments', interval: 'day', timeZone: 'Asia/Jakarta' },
        points: [
          { at: '2026-11-18T17:00:00.000Z', date: '2026-11-19', value: 7 },
          { at: '2026-11-19T17:00:00.000Z', date: '2026-11-20', value: 0 }
        ],
        computedAt: exampleTime
      }
    ]
  }
)

export const TopCoursesSchema = Type.Object(
  {
    by: OneOf(orders),
    data: Type.Array(
      Type.Object({
        course: Type.Object({
          id: Id('course'),
          slug: Type.String(),
          title: Type.String(),
          status: OneOf(['draft', 'published', 'archived'])
        }),
        activeLearners: Count('In 30 days'),
        enrolments: Count('Who got in in 30 days'),
        completions: Count('In 30 days'),
        learnersEnrolled: Count('With an active enrolment'),
        learnersCompleted: Count('At any time'),
        completionPercent: Nullable(
          Type.Integer({
            minimum: 0,
            maximum: 100,
            description: 'Who completed it, of all who ever got in. Rounded down; null when nobody did'
          })
        )
      })
    ),
    computedAt
  },
  {
    $id: 'DashboardTopCourses',
    description: 'The courses with the most, the first first; those without any are not in it',
    examples: [
      {
        by: 'active_learners',
        data: [
          {
            course: {
              ...{ id: 'crs_01jd3w8q2k0000abcdefghjkmn', slug: 'robotika-dasar' },
              ...{ title: 'Robotika Dasar', status: 'published' }
            },
            ...{ activeLearners: 58, enrolments: 12, completions: 4 },
            ...{ learnersEnrolled: 71, learnersCompleted: 40, completionPercent: 33 }
          }
        ],
        computedAt: exampleTime
      }
    ]
  }
)

export function presentSummary(summary: Summary): Static<typeof DashboardSummarySchema> {
  const { scope, organizationId, active, enrolled, published, open, decided, certificates, computedAt } = summary
  return {
    scope,
    organizationId,
    activeLearners7Days: active.week,
    activeLearners30Days: active.month,
    learnersEnrolled: enrolled.learners,
    coursesPublished: published,
    completions30Days: enrolled.completions,
    submissionsWaiting: open.waiting,
    submissionsInReview: open.open - open.waiting,
    submissionsOverdue: open.overdue,
    oldestWaitingSince: open.oldestAt?.toISOString() ?? null,
    reviewsDecided30Days: decided.decided,
    reviewMedianHours: decided.median,
    reviewP90Hours: decided.p90,
    certificatesIssued: certificates.issued,
    certificatesIssued30Days: certificates.new,
    computedAt: computedAt.toISOString()
  }
}

export function presentTrend({ points, computedAt, ...trend }: Trend): Static<typeof DashboardTrendSchema> {
  return {
    ...trend,
    points: points.map(({ at, ...point }) => ({ at: at.toISOString(), ...point })),
    computedAt: computedAt.toISOString()
  }
}

export function presentTopCourses({ by, courses, computedAt }: TopCourses): Static<typeof TopCoursesSchema> {
  return {
    by,
    data: courses.map(({ learners, completed, ...row }) => ({
      ...row,
      learnersEnrolled: learners,
      learnersCompleted: completed
    })),
    computedAt: computedAt.toISOString()
  }
}
