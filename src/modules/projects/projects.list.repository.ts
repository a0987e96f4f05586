import { and, asc, eq, getTableColumns, gt, isNull, ne, or, type SQL } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { type OwnSubmission, ownColumns, type ProjectRow, type ProjectStatus } from './projects.repository.js'

/** What a list reads of a project: not its texts. */
export type ProjectHead = Omit<ProjectRow, 'brief' | 'briefHtml' | 'deliverables' | 'checklist'>

export interface FoundHead {
  project: ProjectHead
  /** Of its rubric, in hundredths. */
  maxPoints: number | null
  /** Of the viewer. */
  own: OwnSubmission | null
  extended: Date | null
}

export interface ProjectsRequest {
  courseId: string
  viewerId: string
  /** What others than managers never see, and learners see only what is published. */
  for: 'managers' | 'staff' | 'learners'
  status: ProjectStatus | undefined
}

/** In their order; what comes after `after`, if there is that. */
export async function listProjects(
  { read, tables }: Database,
  request: ProjectsRequest,
  { limit, after }: { limit: number; after: { position: number; id: string } | undefined }
): Promise<FoundHead[]> {
  const { projects, rubricVersions, submissions, projectExtensions, lessons, modules } = tables
  const { brief, briefHtml, deliverables, checklist, ...project } = getTableColumns(projects)
  return read
    .select({
      project,
      maxPoints: rubricVersions.maxPoints,
      own: ownColumns(tables),
      extended: projectExtensions.dueAt
    })
    .from(projects)
    .leftJoin(lessons, eq(lessons.id, projects.lessonId))
    .leftJoin(modules, eq(modules.id, lessons.moduleId))
    .leftJoin(rubricVersions, eq(rubricVersions.id, projects.rubricVersionId))
    .leftJoin(submissions, and(eq(submissions.projectId, projects.id), eq(submissions.userId, request.viewerId)))
    .leftJoin(
      projectExtensions,
      and(eq(projectExtensions.projectId, projects.id), eq(projectExtensions.userId, request.viewerId))
    )
    .where(and(isAsked(tables, request), after && isAfter(projects, after)))
    .orderBy(asc(projects.position), asc(projects.id))
    .limit(limit)
}

export async function countProjects({ read, tables }: Database, request: ProjectsRequest): Promise<number> {
  const { projects, lessons, modules } = tables
  const counted = read
    .select({ id: projects.id })
    .from(projects)
    .leftJoin(lessons, eq(lessons.id, projects.lessonId))
    .leftJoin(modules, eq(modules.id, lessons.moduleId))
    .where(isAsked(tables, request))
  return read.$count(counted.as('counted'))
}

/** What belongs to a lesson that is withdrawn is withdrawn with it. */
function isAsked({ projects, lessons, modules }: Tables, request: ProjectsRequest): SQL | undefined {
  const isShown = or(isNull(projects.lessonId), and(eq(lessons.status, 'published'), eq(modules.status, 'published')))
  return and(
    eq(projects.courseId, request.courseId),
    request.status && eq(projects.status, request.status),
    request.for === 'staff' ? ne(projects.status, 'draft') : undefined,
    request.for === 'learners' ? and(eq(projects.status, 'published'), isShown) : undefined
  )
}

function isAfter(projects: Tables['projects'], { position, id }: { position: number; id: string }): SQL | undefined {
  return or(gt(projects.position, position), and(eq(projects.position, position), gt(projects.id, id)))
}
