import type { Database } from '../../db/database.js'
import type { AppError } from '../../lib/errors.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Lessons } from '../content/index.js'
import type { Viewer } from '../courses/index.js'
import { hasHandedIn, type ProjectAccess } from './projects.access.js'
import {
  countProjects,
  type FoundHead,
  listProjects,
  type ProjectHead,
  type ProjectsRequest
} from './projects.list.repository.js'
import { type OwnStanding, ownStandingOf } from './projects.own.js'
import type { ProjectsParams } from './projects.schemas.js'

/** In hundredths: of what is judged without a rubric. */
export const pointsWithoutRubric = 10_000

/** Why a learner may not read it yet, as its lesson says it. */
export interface ProjectLock {
  reason: string
  opensAt: string | null
  lessonId: string | null
}

export interface ListedProject {
  project: ProjectHead
  maxPoints: number
  own: OwnStanding | null
  lock: ProjectLock | null
}

export interface ProjectListDeps {
  database: Database
  access: Pick<ProjectAccess, 'requireCourse'>
  lessons: Pick<Lessons, 'refusals'>
}

export type ProjectList = ReturnType<typeof createProjectList>

const sort = 'position'

/** The projects of a course in their order, for who works on it and who learns in it. */
export function createProjectList({ database, access, lessons }: ProjectListDeps) {
  /** Of those that their viewer reads as a learner. Few queries, however many they are. */
  async function locksOf(viewer: Viewer, rows: readonly FoundHead[]): Promise<Map<string, ProjectLock>> {
    const behind = rows.filter(({ own }) => !hasHandedIn(own)).flatMap(({ project }) => project.lessonId ?? [])
    const refusals = behind.length === 0 ? [] : await lessons.refusals(viewer, behind)
    return new Map([...refusals].map(([lessonId, refusal]) => [lessonId, toLock(refusal)]))
  }

  /** @throws 400; 403 NOT_ENROLLED; 404 */
  return async (viewer: Viewer, ref: string, query: ProjectsParams): Promise<Page<ListedProject>> => {
    const { course, isManager, isStaff, hasAccess } = await access.requireCourse(viewer, ref)
    const { limit = defaultPageSize, cursor, status, total } = query
    const request: ProjectsRequest = {
      ...{ courseId: course.id, viewerId: viewer.userId, status },
      for: isManager ? 'managers' : isStaff ? 'staff' : 'learners'
    }
    const after = cursor === undefined ? undefined : decodePosition(cursor)
    const rows = await listProjects(database, request, { limit: limit + 1, after })
    const locks = isStaff ? new Map<string, ProjectLock>() : await locksOf(viewer, rows)
    const present = ({ project, maxPoints, own, extended }: FoundHead): ListedProject => ({
      project,
      maxPoints: maxPoints ?? pointsWithoutRubric,
      own: hasAccess ? ownStandingOf(project, { own, extended, timeZone: course.timeZone }) : null,
      lock: (!hasHandedIn(own) && locks.get(project.lessonId ?? '')) || null
    })
    const page = toPage(rows, limit, { sort, key: ({ project }) => [project.position, project.id], present })
    return total ? { ...page, total: await countProjects(database, request) } : page
  }
}

function toLock({ details = {} }: AppError): ProjectLock {
  const first = (name: string) => details[name]?.[0] ?? null
  return { reason: first('reason') ?? 'date', opensAt: first('opensAt'), lessonId: first('lessonId') }
}

/** @throws 400 naming `cursor` */
function decodePosition(cursor: string): { position: number; id: string } {
  const [position, id] = decodeCursor(cursor, sort, ['number', 'string'])
  return { position: Number(position), id: String(id) }
}
