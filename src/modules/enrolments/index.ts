import { enrolmentsRoutes } from './enrolments.routes.js'
import { enrolmentSchemas } from './enrolments.schemas.js'
import { createEnrolmentsService, type EnrolmentsDeps } from './enrolments.service.js'

export type EnrolmentsModuleDeps = EnrolmentsDeps

export type EnrolmentsModule = ReturnType<typeof createEnrolmentsModule>

/** Who takes which course. */
export function createEnrolmentsModule(deps: EnrolmentsModuleDeps) {
  return { routes: enrolmentsRoutes(createEnrolmentsService(deps)), schemas: enrolmentSchemas }
}
