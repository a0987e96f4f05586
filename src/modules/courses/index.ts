import type { FastifyPluginAsync } from 'fastify'
import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Notifications } from '../notifications/index.js'
import type { Organizations } from '../organizations/index.js'
import { type CourseLookup, createCourseLookup } from './courses.lookup.js'
import { coursesRoutes } from './courses.routes.js'
import { courseSchemas } from './courses.schemas.js'
import { createCoursesService } from './courses.service.js'
import { enrolmentsRoutes } from './enrolments.routes.js'
import { enrolmentSchemas } from './enrolments.schemas.js'
import { createEnrolmentsService } from './enrolments.service.js'

export { mayEnrolOthers, mayManage, mayReadEnrolments, type Viewer } from './courses.access.js'
export type { CourseRule } from './courses.lookup.js'
export type { CourseRow, FoundCourse } from './courses.repository.js'

/** What other modules know of courses: one of them, for who may see it or do something with it. */
export type Courses = CourseLookup

export interface CoursesModuleDeps {
  database: Database
  clock: Clock
  organizations: Pick<Organizations, 'require'>
  notifications: Pick<Notifications, 'notify'>
}

export type CoursesModule = ReturnType<typeof createCoursesModule>

/** Courses and who takes them. */
export function createCoursesModule({ database, clock, organizations, notifications }: CoursesModuleDeps) {
  const lookup = createCourseLookup(database)
  const courses = createCoursesService({ database, clock, lookup, organizations, notifications })
  const enrolments = createEnrolmentsService({ database, clock, lookup, notifications })

  const routes: FastifyPluginAsync = async (app) => {
    await app.register(coursesRoutes(courses))
    await app.register(enrolmentsRoutes(enrolments))
  }

  return { ...lookup, routes, schemas: [...courseSchemas, ...enrolmentSchemas] }
}
