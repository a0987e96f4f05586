import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Audit } from '../audit/index.js'
import type { Events } from '../events/index.js'
import type { Organizations } from '../organizations/index.js'
import { createDrafts, type Drafts } from './courses.drafts.service.js'
import { type CourseLookup, createCourseLookup } from './courses.lookup.js'
import { coursesRoutes } from './courses.routes.js'
import { courseSchemas, presentCourse } from './courses.schemas.js'
import { createCoursesService, type OnTermsChanged } from './courses.service.js'

export type { Viewer } from './courses.access.js'
export type { CourseRule } from './courses.lookup.js'
export type { CourseRow, FoundCourse } from './courses.repository.js'
export type { VisibleCourses } from './courses.visibility.repository.js'

/** What other modules know of courses: those that somebody may see or do something with. */
export type Courses = CourseLookup
export type CopyCourse = Drafts['copy']
export type PresentCourse = typeof presentCourse

export interface CoursesModuleDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  organizations: Pick<Organizations, 'require'>
  events: Pick<Events, 'emit'>
  /** Whoever keeps the enrolments: the number of places or the end of the course has changed. */
  onTermsChanged: OnTermsChanged
}

export type CoursesModule = ReturnType<typeof createCoursesModule>

/** The catalogue. */
export function createCoursesModule(deps: CoursesModuleDeps) {
  const lookup = createCourseLookup(deps.database, deps.clock)
  const drafts = createDrafts(deps)
  const courses = createCoursesService({ ...deps, lookup, drafts })
  return {
    ...lookup,
    copy: drafts.copy,
    present: presentCourse,
    routes: coursesRoutes(courses),
    schemas: courseSchemas
  }
}
