import type { Database } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import { conflict, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import type { Viewer } from '../courses/index.js'
import type { Files } from '../files/index.js'
import { type LessonRow, nextLessonPosition } from './content-changes.repository.js'
import { toRuleColumns } from './content-changes.schemas.js'
import { type ContentChange, type ContentChanges, changesOf } from './content-changes.service.js'
import type { createLessonAccess } from './lesson-access.service.js'
import { keepText } from './lesson-versions.repository.js'
import {
  insertLesson,
  noteLessonFiles,
  prepareFindLesson,
  type ReadLesson,
  readLesson,
  updateLesson
} from './lessons.repository.js'
import type { LessonFields, LessonPatch, ShownLesson } from './lessons.schemas.js'
import { type RenderedMarkdown, renderMarkdown } from './markdown.js'
import { prepareFindMaterials } from './materials.repository.js'
import { readModule } from './modules.repository.js'
import type { ModulesService } from './modules.service.js'

export interface LessonsDeps {
  database: Database
  access: Pick<ReturnType<typeof createLessonAccess>, 'requireReadable' | 'requireManaged'>
  changes: ContentChanges
  modules: Pick<ModulesService, 'get'>
  files: Pick<Files, 'attach'>
}

export type LessonsService = ReturnType<typeof createLessonsService>

/** What the outline of a course says of a lesson. */
const inTree = [
  ...['title', 'minutes', 'isFree', 'isRequired', 'status', 'moduleId'],
  ...['releaseKind', 'releaseAt', 'releaseNumber', 'releaseLessonId']
]
/** What decides whether it counts for the progress. */
const counting = ['isRequired', 'status', 'moduleId']

export function createLessonsService({ database, access, changes, modules, files }: LessonsDeps) {
  const find = prepareFindLesson(database)
  const findMaterials = prepareFindMaterials(database)

  async function requireLesson(id: string): Promise<ReadLesson> {
    const lesson = await find(id)
    if (!lesson) throw notFound('Lesson')
    return lesson
  }

  /** The lesson first: materials that are newer than its version are harmless, older ones would be overwritten. */
  async function show(id: string, { isManager }: { isManager: boolean }): Promise<ShownLesson> {
    const lesson = await requireLesson(id)
    return { lesson, materials: await findMaterials.ofLesson(id), isManager }
  }

  /** @throws 422 UNKNOWN_FILE naming `content` */
  async function attach({ tx, actor, course }: ContentChange, { fileIds }: RenderedMarkdown): Promise<void> {
    const { id: courseId, organizationId } = course
    await files.attach(tx, actor, { fileIds, courseId, organizationId, field: 'content' })
  }

  /** @throws 422 */
  async function save(
    change: ContentChange,
    lesson: ReadLesson,
    { changed, text }: { changed: Partial<ReadLesson>; text: RenderedMarkdown | undefined }
  ): Promise<void> {
    const { tx, now, actor } = change
    const { id } = lesson
    const { title = lesson.title, content = lesson.content, moduleId = lesson.moduleId } = changed
    const isIn = (names: readonly string[]) => names.some((name) => name in changed)
    const isBack = lesson.status === 'archived' && changed.status !== undefined
    const isPlaced = isBack || isIn(['moduleId'])
    if (changed.moduleId !== undefined) await requireTarget(change, changed.moduleId)
    const version = lesson.version + 1
    const written = {
      ...changed,
      ...(isPlaced && { position: await nextLessonPosition(database, tx, moduleId) }),
      ...(text && { contentHtml: text.html, contentText: text.text }),
      ...{ version, updatedAt: now }
    }
    if (isIn(inTree)) await change.raise()
    if (isIn(['title', 'content'])) {
      const saved = { lessonId: id, number: version, title, content, savedBy: actor.userId, savedAt: now }
      await keepText(database, tx, { former: lesson, text: saved })
    }
    await updateLesson(database, tx, { id, changes: written })
    if (text) {
      await attach(change, text)
      await noteLessonFiles(database, tx, id)
    }
    if (isPlaced) await changes.requireLimits(change)
    if (isPlaced || isIn(['releaseKind', 'releaseLessonId'])) {
      const field = isBack ? 'status' : changed.moduleId === undefined ? 'release' : 'moduleId'
      await changes.requireOpenable(change, { awaited: changed.releaseLessonId, field })
    }
    if (isIn(counting)) change.recheck()
  }

  /** @throws 422 UNKNOWN_MODULE */
  async function requireTarget({ tx, course }: ContentChange, id: string): Promise<void> {
    const module = await readModule(database, tx, { id, courseId: course.id })
    if (!module || module.status === 'archived') {
      throw unprocessable('UNKNOWN_MODULE', 'moduleId', 'must be a module of the same course that is not archived')
    }
  }

  async function change(
    actor: Viewer,
    id: string,
    { wanted, check }: { wanted: Partial<ReadLesson>; check: Precondition }
  ): Promise<void> {
    const { courseId } = await access.requireManaged(actor, id)
    const rendered = wanted.content === undefined ? undefined : renderMarkdown(wanted.content, 'content')
    await changes.run(actor, courseId, async (change) => {
      const lesson = await readLesson(database, change.tx, { id, courseId })
      if (!lesson) throw notFound('Lesson')
      check(lesson)
      const changed = changesOf(lesson, wanted)
      const text = changed.content === undefined ? undefined : rendered
      if (Object.keys(changed).length > 0) await save(change, lesson, { changed, text })
    })
  }

  return {
    show,

    /** With its materials. @throws 404; 401; 403 NOT_ENROLLED; 409 LESSON_LOCKED */
    async get(viewer: Viewer | null, id: string): Promise<ShownLesson> {
      return show(id, await access.requireReadable(viewer, id))
    },

    /** A draft, the last of its module. @throws 400; 403; 404; 409 MODULE_ARCHIVED; 422 */
    async create(actor: Viewer, moduleId: string, fields: LessonFields): Promise<ShownLesson> {
      const { courseId } = await modules.get(actor, moduleId)
      const { title, content = '', isFree = false, isRequired = true, minutes = null, release } = fields
      const rule = toRuleColumns(release ?? { kind: 'immediately' })
      const text = renderMarkdown(content, 'content')
      const id = await changes.run(actor, courseId, async (change) => {
        const { tx, now } = change
        const module = await readModule(database, tx, { id: moduleId, courseId })
        if (module?.status === 'archived') throw conflict('MODULE_ARCHIVED', 'An archived module takes no lessons')
        await change.raise()
        const row: LessonRow = {
          ...{ id: createId('lesson', now.getTime()), courseId, moduleId, title: title.trim(), content, isFree },
          ...{ isRequired, minutes, status: 'draft', position: await nextLessonPosition(database, tx, moduleId) },
          ...{ contentHtml: text.html, contentText: text.text, ...rule },
          ...{ version: 1, createdBy: actor.userId, createdAt: now, updatedAt: now }
        }
        await insertLesson(database, tx, row)
        await attach(change, text)
        await noteLessonFiles(database, tx, row.id)
        await changes.requireLimits(change)
        await changes.requireOpenable(change, { awaited: rule.releaseLessonId, field: 'release' })
        return row.id
      })
      return show(id, { isManager: true })
    },

    /** Nobody is told. @throws 400; 403; 404; 412; 422 */
    async change(
      actor: Viewer,
      id: string,
      { patch, check }: { patch: LessonPatch; check: Precondition }
    ): Promise<ShownLesson> {
      const { release, title, ...named } = patch
      const wanted = {
        ...named,
        ...(title !== undefined && { title: title.trim() }),
        ...(release && toRuleColumns(release))
      }
      await change(actor, id, { wanted, check })
      return show(id, { isManager: true })
    },

    /** Archives; what is archived already stays as it is. @throws 403; 404; 412 */
    async remove(actor: Viewer, id: string, check: Precondition): Promise<void> {
      await change(actor, id, { wanted: { status: 'archived' }, check })
    }
  }
}
