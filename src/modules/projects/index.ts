import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Lessons } from '../content/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Progress } from '../progress/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { CopyRubrics, PresentRubricVersion, Rubrics } from '../rubrics/index.js'
import { extensionsRoutes } from './extensions.routes.js'
import { extensionSchemas } from './extensions.schemas.js'
import { createExtensionsService } from './extensions.service.js'
import { type DueTerms, type Lateness, latenessOf } from './lateness.js'
import { createProjectAccess, type SeenProject } from './projects.access.js'
import { projectSchemas } from './projects.answers.js'
import { createCloneProjects } from './projects.clone.js'
import { createProjectList } from './projects.list.service.js'
import type { ProjectRow } from './projects.repository.js'
import { projectsRoutes } from './projects.routes.js'
import { createProjectsService } from './projects.service.js'

export type { DueTerms, Lateness } from './lateness.js'
export type { SeenProject } from './projects.access.js'
export type { CloneProjects, ProjectClone } from './projects.clone.js'
export type { ProjectRow } from './projects.repository.js'

export interface ProjectsModuleDeps {
  database: Database
  clock: Clock
  courses: Courses
  lessons: Lessons
  rubrics: Rubrics & { copy: CopyRubrics; present: PresentRubricVersion }
  reviewers: Pick<Reviewers, 'mayReview'>
  progress: Pick<Progress, 'recheckCourse'>
  events: Pick<Events, 'emit'>
}

/** Who may read which project, and by when it is due. */
export interface Projects {
  /** Staff; learners with access whose lesson is open, or who have handed in. @throws 404; 401; 403 NOT_ENROLLED; 409 LESSON_LOCKED */
  requireReadable(viewer: Viewer | null, projectId: string): Promise<SeenProject>
  /** For who learns here: enrolled with access, the project published, its lesson open. @throws 404; 403 NOT_ENROLLED; 409 LESSON_LOCKED, PROJECT_NOT_OPEN */
  requireLearnable(viewer: Viewer, projectId: string): Promise<SeenProject>
  /** @throws 403; 404 */
  requireManaged(viewer: Viewer, projectId: string): Promise<SeenProject>
  /** As it stays until the commit, for others too who hand in meanwhile. @throws 404; 409 PROJECT_NOT_OPEN */
  lockOpen(tx: Tx, projectId: string): Promise<ProjectRow>
  /** With the extension that the learner may have. */
  termsOf(queries: Queries, asked: { project: ProjectRow; timeZone: string; userId: string }): Promise<DueTerms>
  latenessOf(project: ProjectRow, lateness: { dueAt: Date | null; timeZone: string; at: Date }): Lateness
}

/** What learners build, and by when. */
export function createProjectsModule(deps: ProjectsModuleDeps) {
  const { database, clock, rubrics } = deps
  const access = createProjectAccess(deps)
  const { requireReadable, requireLearnable, requireManaged, lockOpen, termsOf } = access
  const ports: Projects = { requireReadable, requireLearnable, requireManaged, lockOpen, termsOf, latenessOf }
  const projects = createProjectsService({ ...deps, access })
  const list = createProjectList({ ...deps, access })
  const routes: FastifyPluginAsyncTypebox = async (app) => {
    projectsRoutes({ projects, list, presentRubric: rubrics.present })(app)
    extensionsRoutes(createExtensionsService({ ...deps, access }))(app)
  }
  return {
    ...ports,
    cloneProjects: createCloneProjects({ database, clock, copyRubrics: rubrics.copy }),
    routes,
    schemas: [...projectSchemas, ...extensionSchemas]
  }
}
