import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import {
  DashboardSummarySchema,
  DashboardTrendSchema,
  presentSummary,
  presentTopCourses,
  presentTrend,
  RecentQuery,
  SummaryQuery,
  TopCoursesQuery,
  TopCoursesSchema,
  TrendQuery
} from './dashboard.schemas.js'
import type { DashboardService } from './dashboard.service.js'
import { ActivityPageSchema, presentActivityPage } from './recent.schemas.js'

const tags = ['dashboard']
const readers =
  'For staff: of all courses of the organisations where one may change them or see who is enrolled, and of those that one mentors or reviews. What one may not see is not counted.'

export function dashboardRoutes(dashboard: DashboardService): Routes {
  return (app) => {
    app.get(
      '/dashboard/summary',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getDashboardSummary',
          summary: 'The courses that one looks after, in figures',
          description: readers,
          tags,
          querystring: SummaryQuery,
          response: { 200: Ref(DashboardSummarySchema, 'The figures'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const { organizationId } = request.query
        return presentSummary(await dashboard.summary(requirePrincipal(request), organizationId))
      }
    )

    app.get(
      '/dashboard/trend',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getDashboardTrend',
          summary: 'One figure over time',
          description: `${readers} Days, weeks and months are those of the caller’s time zone; the first and the last are shown whole.`,
          tags,
          querystring: TrendQuery,
          response: { 200: Ref(DashboardTrendSchema, 'A point for each interval'), ...errorAnswers(403, 404, 422) }
        }
      },
      async (request) => {
        const { userId, grants, profile } = requirePrincipal(request)
        const viewer = { userId, grants, timeZone: profile.timeZone }
        return presentTrend(await dashboard.trend(viewer, request.query))
      }
    )

    app.get(
      '/dashboard/top-courses',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listDashboardTopCourses',
          summary: 'The courses with the most active learners, enrolments or completions of 30 days',
          description: readers,
          tags,
          querystring: TopCoursesQuery,
          response: { 200: Ref(TopCoursesSchema, 'The courses'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => presentTopCourses(await dashboard.topCourses(requirePrincipal(request), request.query))
    )

    app.get(
      '/dashboard/recent-activity',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listDashboardActivity',
          summary: 'What happened last, the newest first',
          description: `${readers} Who got into a course, completed it or holds its certificate is told to those who may see who is enrolled.`,
          tags,
          querystring: RecentQuery,
          response: { 200: Ref(ActivityPageSchema, 'A page of what happened'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => presentActivityPage(await dashboard.recentActivity(requirePrincipal(request), request.query))
    )
  }
}
