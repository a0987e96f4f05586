import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import { dateIn } from '../../lib/calendar.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, invalid, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import type { Lessons } from '../content/index.js'
import type { CourseRow, Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Progress } from '../progress/index.js'
import type { PublishedRubric, Rubrics } from '../rubrics/index.js'
import type { ProjectAccess, Sight } from './projects.access.js'
import { changesOf, parseDueAt, requireKept, requireSound, toChecklist, toDeliverables } from './projects.fields.js'
import { pointsWithoutRubric } from './projects.list.service.js'
import { newNumbers } from './projects.numbers.js'
import { type OwnStanding, ownStandingOf } from './projects.own.js'
import {
  findExtendedDueAt,
  hasAttempts,
  insertProjects,
  isLessonInUse,
  lockProject,
  nextPosition,
  type ProjectRow,
  readOrder,
  updateProject,
  writeOrder
} from './projects.repository.js'
import type { ProjectFields, ProjectPatch } from './projects.schemas.js'
import { nextProjectStatus } from './projects.status.js'

export interface ProjectsDeps {
  database: Database
  clock: Clock
  access: ProjectAccess
  courses: Pick<Courses, 'lockPermitted' | 'rules'>
  lessons: Pick<Lessons, 'renderMarkdown'>
  rubrics: Rubrics
  progress: Pick<Progress, 'recheckCourse'>
  events: Pick<Events, 'emit'>
}

/** A project as its viewer may see it. */
export interface ProjectView {
  project: ProjectRow
  rubric: PublishedRubric | null
  /** In hundredths. */
  maxPoints: number
  /** Null for who does not learn here. */
  own: OwnStanding | null
}

export type ProjectsService = ReturnType<typeof createProjectsService>

const atFirst = {
  announcedAt: null,
  ...{ brief: '', briefHtml: '', lessonId: null, deliverables: [], checklist: [], rubricVersionId: null },
  ...{ dueAt: null, lateRule: 'accept', latePercentPerDay: null, lateDays: null, maxAttempts: null },
  ...{ reviewHours: 72, isRequired: true, status: 'draft', version: 1 }
} satisfies Partial<ProjectRow>

/** What decides whether it counts for completing the course, and how much of the pass mark it is. */
const counting = ['status', 'isRequired', 'lessonId', 'rubricVersionId'] as const

export function createProjectsService(deps: ProjectsDeps) {
  const { database, clock, access, courses, lessons, rubrics, progress, events } = deps

  async function view({ project, course, own, hasAccess }: Sight, viewer: Viewer): Promise<ProjectView> {
    const { read } = database
    const { id: projectId, rubricVersionId } = project
    const rubric = rubricVersionId && (await rubrics.versions(read, [rubricVersionId])).get(rubricVersionId)
    const extended =
      hasAccess && project.dueAt && (await findExtendedDueAt(database, read, { projectId, userId: viewer.userId }))
    const { timeZone } = course
    return {
      project,
      rubric: rubric || null,
      maxPoints: rubric ? rubric.maxPoints : pointsWithoutRubric,
      own: hasAccess ? ownStandingOf(project, { own, extended: extended || null, timeZone }) : null
    }
  }

  /** What the fields say without a look at the project. @throws 400; 422 */
  function toColumns(fields: Partial<ProjectFields>) {
    const { title, brief, deliverables, checklist, dueAt, rubricId, rubricVersionId, ...named } = fields
    if (rubricId !== undefined && rubricVersionId !== undefined) {
      throw invalid('rubricId', 'and rubricVersionId must not both be given')
    }
    return {
      ...named,
      ...(title !== undefined && { title: title.trim() }),
      ...(brief !== undefined && { brief, briefHtml: renderBrief(brief) }),
      ...(dueAt !== undefined && { dueAt: dueAt === null ? null : parseDueAt(dueAt) })
    } satisfies Partial<ProjectRow>
  }

  /** With the ids that the project has given out already. @throws 422 */
  function toLists(
    { deliverables, checklist }: Partial<ProjectFields>,
    row: Pick<ProjectRow, 'deliverables' | 'checklist'>
  ) {
    const now = clock.now()
    return {
      ...(deliverables && { deliverables: toDeliverables(deliverables, { known: row.deliverables, now }) }),
      ...(checklist && { checklist: toChecklist(checklist, { known: row.checklist, now }) })
    } satisfies Partial<ProjectRow>
  }

  /** An upload in it would be readable to those alone who read a lesson that shows it. @throws 422 */
  function renderBrief(brief: string): string {
    const { html, fileIds } = lessons.renderMarkdown(brief, 'brief')
    if (fileIds.length === 0) return html
    throw unprocessable('FILE_NOT_SHOWN', 'brief', 'cannot show uploads: put them into a lesson')
  }

  /** The version that is chosen anew; one that the project has stays, whatever has become of its rubric. @throws 422 */
  async function chosenRubric(
    tx: Tx,
    { organizationId }: CourseRow,
    { fields, current }: { fields: Partial<ProjectFields>; current: string | null }
  ): Promise<{ rubricVersionId?: string | null }> {
    const { rubricId, rubricVersionId: versionId } = fields
    if (rubricId !== undefined) {
      return { rubricVersionId: (await rubrics.requireNewest(tx, { rubricId, organizationId, field: 'rubricId' })).id }
    }
    if (versionId === undefined) return {}
    if (versionId !== null && versionId !== current) {
      await rubrics.requireUsable(tx, { versionId, organizationId, field: 'rubricVersionId' })
    }
    return { rubricVersionId: versionId }
  }

  /** @throws 422 UNKNOWN_LESSON */
  async function requireLesson(tx: Tx, courseId: string, lessonId: string | null | undefined): Promise<void> {
    if (lessonId && !(await isLessonInUse(database, tx, { lessonId, courseId }))) {
      throw unprocessable('UNKNOWN_LESSON', 'lessonId', 'must be a lesson of this course that is not archived')
    }
  }

  /** Once learners have handed in. @throws 409 PROJECT_IN_USE */
  async function requireUnused(tx: Tx, project: ProjectRow, changed: Partial<ProjectRow>): Promise<void> {
    const { deliverables, status } = changed
    if (!deliverables && status !== 'draft') return
    if (!(await hasAttempts(database, tx, project.id))) return
    if (deliverables) requireKept(project.deliverables, deliverables)
    if (status === 'draft')
      throw conflict('PROJECT_IN_USE', 'Learners have handed in: it does not become a draft again')
  }

  /** The order of the course with the project at that place; undefined where it stands there. @throws 422 */
  async function orderWith(tx: Tx, { id, courseId, status }: ProjectRow, place: number): Promise<string[] | undefined> {
    if (status === 'archived') throw unprocessable('NO_PLACE', 'position', 'is nothing that an archived project has')
    const ids = await readOrder(database, tx, courseId)
    const others = ids.filter((other) => other !== id)
    const order = others.toSpliced(place, 0, id)
    return order.every((other, i) => other === ids[i]) ? undefined : order
  }

  /** Those who take the course. */
  async function announce(
    tx: Tx,
    afterCommit: AfterCommit,
    { project, course, actor }: { project: ProjectRow; course: CourseRow; actor: Viewer }
  ): Promise<void> {
    const { id: courseId, title: courseTitle, timeZone } = course
    const dueOn = project.dueAt && dateIn(timeZone, project.dueAt)
    await events.emit(tx, afterCommit, {
      type: 'project_published',
      data: { courseId, courseTitle, projectId: project.id, projectTitle: project.title, dueOn },
      audience: { courseId },
      actorId: actor.userId,
      courseId
    })
  }

  async function change(
    actor: Viewer,
    id: string,
    { patch, check }: { patch: ProjectPatch; check: Precondition }
  ): Promise<void> {
    const { project: seen } = await access.requireManaged(actor, id)
    const { position, status: to, ...fields } = patch
    const columns = toColumns(fields)
    await database.transaction(async (tx, afterCommit) => {
      const rule = courses.rules.mayManage
      const course = await courses.lockPermitted(tx, actor, { ref: seen.courseId, rule })
      const project = await lockProject(database, tx, id)
      if (!project) throw notFound('Project')
      check(project)
      const status = nextProjectStatus(project.status, to ?? project.status)
      const rubric = await chosenRubric(tx, course, { fields, current: project.rubricVersionId })
      const changed = changesOf(project, { ...columns, ...toLists(fields, project), ...rubric, status })
      const isBack = project.status === 'archived' && changed.status !== undefined
      const placed = isBack ? { position: await nextPosition(database, tx, course.id) } : {}
      const stamp = { version: project.version + 1, updatedAt: clock.now() }
      const isNews = changed.status === 'published' && course.status === 'published' && project.announcedAt === null
      const told = isNews ? { announcedAt: stamp.updatedAt } : {}
      const saved = { ...project, ...changed, ...placed, ...stamp }
      await requireLesson(tx, course.id, changed.lessonId)
      requireSound(saved)
      await requireUnused(tx, project, changed)
      const order = position === undefined ? undefined : await orderWith(tx, saved, position)
      if (Object.keys(changed).length === 0 && !order) return
      await updateProject(database, tx, { id, changes: { ...changed, ...placed, ...told, ...stamp } })
      if (order) await writeOrder(database, tx, order)
      if (isNews) await announce(tx, afterCommit, { project: saved, course, actor })
      if (counting.some((name) => name in changed)) await progress.recheckCourse(tx, afterCommit, course.id)
    })
  }

  return {
    /** @throws 403 NOT_ENROLLED; 404; 409 LESSON_LOCKED */
    get: async (viewer: Viewer, id: string): Promise<ProjectView> =>
      view(await access.requireReadable(viewer, id), viewer),

    /** A draft, behind all others. @throws 400; 403; 404; 422 */
    async create(actor: Viewer, ref: string, fields: ProjectFields): Promise<ProjectView> {
      const columns = { ...toColumns(fields), ...toLists(fields, atFirst) }
      const id = await database.transaction(async (tx) => {
        const course = await courses.lockPermitted(tx, actor, { ref, rule: courses.rules.mayManage })
        const now = clock.now()
        const [number = ''] = await newNumbers(database, tx, { now, timeZone: course.timeZone, count: 1 })
        const project: ProjectRow = {
          ...{ ...atFirst, ...columns, title: fields.title.trim() },
          ...(await chosenRubric(tx, course, { fields, current: null })),
          ...{ id: createId('project', now.getTime()), number, courseId: course.id },
          position: await nextPosition(database, tx, course.id),
          ...{ createdBy: actor.userId, createdAt: now, updatedAt: now }
        }
        await requireLesson(tx, course.id, project.lessonId)
        requireSound(project)
        await insertProjects(database, tx, [project])
        return project.id
      })
      return view(await access.requireManaged(actor, id), actor)
    },

    /** @throws 400; 403; 404; 409 ILLEGAL_TRANSITION, PROJECT_IN_USE; 412; 422 */
    async change(actor: Viewer, id: string, asked: { patch: ProjectPatch; check: Precondition }): Promise<ProjectView> {
      await change(actor, id, asked)
      return view(await access.requireManaged(actor, id), actor)
    },

    /** Archives; what is archived already stays as it is. @throws 403; 404; 412 */
    remove: (actor: Viewer, id: string, check: Precondition): Promise<void> =>
      change(actor, id, { patch: { status: 'archived' }, check })
  }
}
