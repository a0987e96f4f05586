import type { Database } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import { AppError, invalid, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import type { Viewer } from '../courses/index.js'
import type { Files } from '../files/index.js'
import { type ContentChange, type ContentChanges, changesOf } from './content-changes.service.js'
import type { LessonPlace } from './lesson-access.service.js'
import { noteLessonFiles, readLesson, touchLessons } from './lessons.repository.js'
import type { ShownLesson } from './lessons.schemas.js'
import type { LessonsDeps, LessonsService } from './lessons.service.js'
import { renderMarkdown } from './markdown.js'
import {
  deleteMaterial,
  insertMaterial,
  type MaterialRow,
  prepareFindMaterials,
  readMaterials,
  type ShownMaterial,
  updateMaterial,
  writeMaterialOrder
} from './materials.repository.js'
import { fieldsOfKind, isSecureAddress, type MaterialFields, type MaterialPatch } from './materials.schemas.js'

export interface MaterialsDeps {
  database: Database
  access: LessonsDeps['access']
  changes: ContentChanges
  lessons: Pick<LessonsService, 'show'>
  files: Pick<Files, 'attach' | 'describe'>
}

export type MaterialsService = ReturnType<typeof createMaterialsService>

/** What a material is made of; the rest is null. */
type Parts = Partial<Pick<MaterialRow, 'body' | 'bodyHtml' | 'url' | 'fileId'>>

/** Of a lesson. */
const maxMaterials = 50

export function createMaterialsService({ database, access, changes, lessons, files }: MaterialsDeps) {
  const find = prepareFindMaterials(database)

  async function requireFound(id: string): Promise<ShownMaterial> {
    const material = await find.one(id)
    if (!material) throw notFound('Material')
    return material
  }

  /** A material that is not for the viewer to see is not there, whatever is said of its lesson. */
  async function requireSeen<T>(id: string, see: (lessonId: string) => Promise<T>): Promise<T> {
    const { lessonId } = await requireFound(id)
    try {
      return await see(lessonId)
    } catch (error) {
      throw error instanceof AppError && error.statusCode === 404 ? notFound('Material') : error
    }
  }

  /** What a lesson shows is changed with the lesson. @throws 403; 404 */
  function changeIn<T>(
    actor: Viewer,
    { id, courseId }: Pick<LessonPlace, 'id' | 'courseId'>,
    body: (change: ContentChange, materials: MaterialRow[]) => Promise<T>
  ): Promise<T> {
    return changes.run(actor, courseId, async (change) => body(change, await readMaterials(database, change.tx, id)))
  }

  /** Once something of the lesson has changed. */
  async function note({ tx, now }: ContentChange, lessonId: string): Promise<void> {
    await noteLessonFiles(database, tx, lessonId)
    await touchLessons(database, tx, { ids: [lessonId], updatedAt: now })
  }

  function requireIn(materials: readonly MaterialRow[], id: string): MaterialRow {
    const material = materials.find((each) => each.id === id)
    if (!material) throw notFound('Material')
    return material
  }

  /** @throws 422 UNKNOWN_FILE, QUOTA_EXCEEDED, NOT_A_VIDEO */
  async function attach(
    { tx, actor, course }: ContentChange,
    { kind, fileId, shown }: { kind: MaterialRow['kind']; fileId: string | null | undefined; shown: readonly string[] }
  ): Promise<void> {
    const place = { courseId: course.id, organizationId: course.organizationId }
    await files.attach(tx, actor, { ...place, fileIds: shown, field: 'body' })
    if (!fileId) return
    await files.attach(tx, actor, { ...place, fileIds: [fileId], field: 'fileId' })
    const facts = (await files.describe(tx, [fileId])).get(fileId)
    if (kind === 'video' && !facts?.contentType.startsWith('video/')) {
      throw unprocessable('NOT_A_VIDEO', 'fileId', 'must be a video')
    }
  }

  return {
    /** @throws 404; 401; 403 NOT_ENROLLED; 409 LESSON_LOCKED */
    async get(viewer: Viewer | null, id: string): Promise<{ material: ShownMaterial; isManager: boolean }> {
      const { isManager } = await requireSeen(id, (lessonId) => access.requireReadable(viewer, lessonId))
      return { material: await requireFound(id), isManager }
    },

    /** The last of the lesson. @throws 400; 403; 404; 422 */
    async create(actor: Viewer, lessonId: string, fields: MaterialFields): Promise<ShownMaterial> {
      const { kind, title, ...named } = fields
      const place = await access.requireManaged(actor, lessonId)
      const { parts, shown } = partsOf(kind, named)
      if (kind === 'video' && !parts.url && !parts.fileId) throw invalid('url', 'or fileId is required')
      const id = await changeIn(actor, place, async (change, materials) => {
        const { tx, now } = change
        if (materials.length >= maxMaterials) {
          throw unprocessable('TOO_MANY', 'materials', `of a lesson must not be more than ${maxMaterials}`)
        }
        await attach(change, { kind, fileId: parts.fileId, shown })
        const position = (materials.at(-1)?.position ?? -1) + 1
        const row: MaterialRow = {
          ...{ id: createId('material', now.getTime()), lessonId, position, kind, title: title.trim() },
          ...{ body: null, bodyHtml: null, url: null, fileId: null, ...parts },
          ...{ version: 1, createdAt: now, updatedAt: now }
        }
        await insertMaterial(database, tx, row)
        await note(change, lessonId)
        return row.id
      })
      return requireFound(id)
    },

    /** @throws 400; 403; 404; 412; 422 */
    async change(
      actor: Viewer,
      id: string,
      { patch: { title, ...named }, check }: { patch: MaterialPatch; check: Precondition }
    ): Promise<ShownMaterial> {
      const place = await requireSeen(id, (lessonId) => access.requireManaged(actor, lessonId))
      const { kind } = await requireFound(id)
      const { parts, shown } = partsOf(kind, named)
      const wanted = { ...parts, ...(title !== undefined && { title: title.trim() }) }
      await changeIn(actor, place, async (change, materials) => {
        const material = requireIn(materials, id)
        check(material)
        const changed = changesOf(material, wanted)
        if (Object.keys(changed).length === 0) return
        await attach(change, { kind, fileId: changed.fileId, shown })
        const stamp = { version: material.version + 1, updatedAt: change.now }
        await updateMaterial(database, change.tx, { id, changes: { ...changed, ...stamp } })
        await note(change, place.id)
      })
      return requireFound(id)
    },

    /** For good. @throws 403; 404; 412 */
    async remove(actor: Viewer, id: string, check: Precondition): Promise<void> {
      const place = await requireSeen(id, (lessonId) => access.requireManaged(actor, lessonId))
      await changeIn(actor, place, async (change, materials) => {
        check(requireIn(materials, id))
        await deleteMaterial(database, change.tx, id)
        await note(change, place.id)
      })
    },

    /** All materials of the lesson, whose version `check` is about. @throws 403; 404; 412; 422 ORDER_INCOMPLETE */
    async order(
      actor: Viewer,
      lessonId: string,
      { ids, check }: { ids: readonly string[]; check: Precondition }
    ): Promise<ShownLesson> {
      const place = await access.requireManaged(actor, lessonId)
      await changeIn(actor, place, async (change, materials) => {
        const lesson = await readLesson(database, change.tx, place)
        if (!lesson) throw notFound('Lesson')
        check(lesson)
        const isSame = ids.length === materials.length && materials.every(({ id }) => ids.includes(id))
        if (!isSame) throw unprocessable('ORDER_INCOMPLETE', 'ids', 'must be all materials of the lesson, each once')
        if (materials.every(({ id }, i) => ids[i] === id)) return
        await writeMaterialOrder(database, change.tx, ids)
        await note(change, lessonId)
      })
      return lessons.show(lessonId, { isManager: true })
    }
  }
}

/**
 * What the named fields make of a material of that kind, and the files that its text shows.
 * @throws 400 naming `url` or `fileId`; 422 FIELD_OF_OTHER_KIND, UNSAFE_LINK
 */
function partsOf(kind: MaterialRow['kind'], named: Omit<MaterialPatch, 'title'>): { parts: Parts; shown: string[] } {
  const { body, url, fileId } = named
  for (const name of Object.keys(named)) {
    if (!fieldsOfKind[kind].includes(name)) throw unprocessable('FIELD_OF_OTHER_KIND', name, `is no field of a ${kind}`)
  }
  if (body !== undefined) {
    const { html, fileIds } = renderMarkdown(body, 'body')
    return { parts: { body, bodyHtml: html }, shown: fileIds }
  }
  if (url !== undefined && fileId !== undefined) throw invalid('fileId', 'must not be given with url')
  if (url !== undefined) {
    if (kind === 'video' && !isSecureAddress(url)) throw invalid('url', 'must be an https address')
    return { parts: { url, fileId: null }, shown: [] }
  }
  return { parts: fileId === undefined ? {} : { fileId, url: null }, shown: [] }
}
