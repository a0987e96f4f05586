import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Job } from '../../jobs/scheduler.js'
import type { Clock } from '../../lib/clock.js'
import type { AppError } from '../../lib/errors.js'
import type { CopyCourse, Courses, PresentCourse, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Files } from '../files/index.js'
import type { CloneProjects } from '../projects/index.js'
import type { CloneQuizzes } from '../quizzes/index.js'
import { cloneRoutes } from './clone.routes.js'
import { createCloneService } from './clone.service.js'
import { ReleaseSchema } from './content-changes.schemas.js'
import { createContentChanges } from './content-changes.service.js'
import { createLessonAccess, type LessonPlace } from './lesson-access.service.js'
import { lessonVersionsRoutes } from './lesson-versions.routes.js'
import { lessonVersionSchemas } from './lesson-versions.schemas.js'
import { createLessonVersionsService } from './lesson-versions.service.js'
import { lessonsRoutes } from './lessons.routes.js'
import { LessonSchema } from './lessons.schemas.js'
import { createLessonsService } from './lessons.service.js'
import { type RenderedMarkdown, renderMarkdown } from './markdown.js'
import { markdownPreviewRoutes, markdownPreviewSchemas } from './markdown-preview.routes.js'
import { materialsRoutes } from './materials.routes.js'
import { MaterialSchema } from './materials.schemas.js'
import { createMaterialsService } from './materials.service.js'
import { modulesRoutes } from './modules.routes.js'
import { ModuleSchema } from './modules.schemas.js'
import { createModulesService } from './modules.service.js'
import { orderRoutes } from './order.routes.js'
import { createOrderService } from './order.service.js'
import { outlineRoutes } from './outline.routes.js'
import { outlineSchemas } from './outline.schemas.js'
import { createOutlineService } from './outline.service.js'
import { publishCheckRoutes, publishCheckSchemas } from './publish-check.routes.js'
import { createPublishCheckService } from './publish-check.service.js'
import { createPublishedTree, type PublishedTree } from './published-tree.service.js'
import { releaseExceptionsRoutes } from './release-exceptions.routes.js'
import { releaseExceptionSchemas } from './release-exceptions.schemas.js'
import { createReleaseExceptionsService } from './release-exceptions.service.js'
import { createReleaseJob } from './release-job.service.js'

export type { LessonPlace } from './lesson-access.service.js'
export type { RenderedMarkdown } from './markdown.js'
export type { PublishedLesson, PublishedTree } from './published-tree.service.js'

export interface ContentModuleDeps {
  database: Database
  clock: Clock
  courses: Courses & { copy: CopyCourse; present: PresentCourse }
  files: Files
  cloneQuizzes: CloneQuizzes
  cloneProjects: CloneProjects
  events: Pick<Events, 'emit'>
  /** After what is required has changed: completes the enrolments that lack nothing now. */
  recheckProgress: (tx: Tx, afterCommit: AfterCommit, courseId: string) => Promise<void>
}

/** Who may read which lesson now: the one place that decides it. */
export interface Lessons {
  /** @throws 404; 401; 403 NOT_ENROLLED; 409 LESSON_LOCKED */
  requireReadable(
    viewer: Viewer | null,
    lessonId: string
  ): Promise<LessonPlace & { isStaff: boolean; isManager: boolean }>
  /** For who learns here: enrolled, with access, and the lesson is open. @throws 404; 403 NOT_ENROLLED; 409 LESSON_LOCKED */
  requireLearnable(viewer: Viewer, lessonId: string): Promise<LessonPlace>
  /** What that would throw for each of the lessons, where it would. */
  refusals(viewer: Viewer, lessonIds: readonly string[]): Promise<Map<string, AppError>>
  /** @throws 404; 403 */
  requireManaged(viewer: Viewer, lessonId: string): Promise<LessonPlace>
  /** Those of the lessons that the viewer may read now. */
  readableLessons(viewer: Viewer | null, lessonIds: readonly string[]): Promise<Set<string>>
  /** As it was committed last: inside a transaction it does not see what that has changed. */
  publishedTree(courseId: string): Promise<PublishedTree>
  mayReadFile(viewer: Viewer | null, fileId: string): Promise<boolean>
  /** @throws 422 UNSAFE_LINK, MARKDOWN_TOO_COMPLEX naming `field` and the line */
  renderMarkdown(source: string, field: string): RenderedMarkdown
}

const authoringSchemas = [ReleaseSchema, ModuleSchema, MaterialSchema, LessonSchema, ...lessonVersionSchemas]

/** What courses consist of: it is written here, and read when it is open. */
export function createContentModule({
  recheckProgress,
  cloneQuizzes,
  cloneProjects,
  files,
  ...deps
}: ContentModuleDeps) {
  const { database, clock, courses, events } = deps
  const { trees, publishedTree } = createPublishedTree(database)
  const access = createLessonAccess({ database, clock, courses })
  const lessons: Lessons = { ...access, publishedTree, renderMarkdown }
  const changes = createContentChanges({ database, clock, courses, recheckProgress })
  const modules = createModulesService({ database, clock, courses, changes, events })
  const written = createLessonsService({ database, access, changes, modules, files })
  const materials = createMaterialsService({ database, access, changes, lessons: written, files })
  const versions = createLessonVersionsService({ database, access, lessons: written })
  const outlines = createOutlineService({ database, clock, courses, trees })
  const order = createOrderService({ database, clock, courses, recheckProgress })
  const clones = createCloneService({ database, clock, courses, files, cloneQuizzes, cloneProjects })
  const exceptions = createReleaseExceptionsService({ database, clock, courses, events })
  const checks = createPublishCheckService({ database, courses })
  const releases = createReleaseJob({ database, clock, events })
  const routes: FastifyPluginAsyncTypebox = async (app) => {
    modulesRoutes(modules)(app)
    lessonsRoutes(written)(app)
    lessonVersionsRoutes(versions)(app)
    materialsRoutes(materials)(app)
    outlineRoutes(outlines)(app)
    releaseExceptionsRoutes(exceptions)(app)
    orderRoutes({ order, outlines })(app)
    markdownPreviewRoutes()(app)
    publishCheckRoutes(checks)(app)
    cloneRoutes({ clones, presentCourse: courses.present })(app)
  }
  return {
    ...lessons,
    routes,
    schemas: [
      ...authoringSchemas,
      ...outlineSchemas,
      ...releaseExceptionSchemas,
      ...markdownPreviewSchemas,
      ...publishCheckSchemas
    ] as { $id?: string }[],
    jobs: [releases] as Job[]
  }
}
