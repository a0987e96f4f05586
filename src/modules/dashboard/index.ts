import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { dashboardRoutes } from './dashboard.routes.js'
import { DashboardSummarySchema, DashboardTrendSchema, TopCoursesSchema } from './dashboard.schemas.js'
import { createDashboardService, type DashboardDeps } from './dashboard.service.js'
import { ActivityPageSchema, ActivitySchema } from './recent.schemas.js'

/** Figures of the courses that somebody looks after. It only reads. */
export function createDashboardModule(deps: DashboardDeps) {
  const dashboard = createDashboardService(deps)
  const routes: FastifyPluginAsyncTypebox = async (app) => dashboardRoutes(dashboard)(app)
  const schemas = [DashboardSummarySchema, DashboardTrendSchema, TopCoursesSchema, ActivitySchema, ActivityPageSchema]
  return { routes, schemas }
}
