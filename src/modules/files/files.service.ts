import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { AppError, forbidden, notFound } from '../../lib/errors.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Audit } from '../audit/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { ByteStore } from './byte-store.js'
import type { FileLink, FileLinks, LinkProof } from './file-links.js'
import { countFiles, deleteFile, type FileRow, listFiles, prepareFindFile } from './files.repository.js'
import type { FilesParams } from './files.schemas.js'

export interface FilesDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Pick<Courses, 'requirePermitted' | 'requireManaged' | 'rules'>
  store: Pick<ByteStore, 'remove'>
  links: FileLinks
  /** Whether the viewer may read it as a part of a course: who works on the course, and who may read a lesson that shows it. */
  mayRead: (viewer: Viewer | null, fileId: string) => Promise<boolean>
  onError: (error: unknown) => void
}

const sort = '-createdAt'

export type FilesService = ReturnType<typeof createFilesService>

export function createFilesService(deps: FilesDeps) {
  const { database, clock, audit, courses, store, links, mayRead, onError } = deps
  const { mayReadEnrolments } = courses.rules
  const find = prepareFindFile(database)

  const isReadable = async (viewer: Viewer | null, file: FileRow): Promise<boolean> =>
    (viewer !== null && file.uploadedBy === viewer.userId) || (await mayRead(viewer, file.id))

  async function get(viewer: Viewer | null, id: string): Promise<FileRow> {
    const file = await find(id)
    if (!file || !(await isReadable(viewer, file))) throw notFound('File')
    return file
  }

  return {
    /** @throws 404 for who may not read it */
    get,

    /** For its bytes: a link lets everybody read who has it. @throws 403 LINK_NOT_VALID; 404 */
    async open(
      viewer: Viewer | null,
      id: string,
      proof: LinkProof | undefined
    ): Promise<{ file: FileRow; byLink: boolean }> {
      const byLink = proof !== undefined && links.isValid(id, proof, clock.now())
      const file = await find(id)
      if (file && (byLink || (await isReadable(viewer, file)))) return { file, byLink }
      // Said of every file alike, there or not.
      if (proof !== undefined && !byLink)
        throw new AppError(403, 'LINK_NOT_VALID', 'This link has expired, or is not whole')
      throw notFound('File')
    },

    /** @throws 404 for who may not read it */
    async link(viewer: Viewer, id: string): Promise<FileLink> {
      const file = await get(viewer, id)
      return links.create(file.id, clock.now())
    },

    /** The library of a course, for who works on it, or else what one has uploaded. @throws 403; 404 */
    async list(
      viewer: Viewer,
      { limit = defaultPageSize, cursor, courseId, total }: FilesParams
    ): Promise<Page<FileRow>> {
      const request =
        courseId === undefined
          ? { uploadedBy: viewer.userId }
          : { courseId: (await courses.requirePermitted(viewer, { ref: courseId, rule: mayReadEnrolments })).id }
      const beforeId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const rows = await listFiles(database, request, { limit: limit + 1, beforeId })
      const page = toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => row })
      return total ? { ...page, total: await countFiles(database, request) } : page
    },

    /** One's own, or one of a course that one manages. @throws 403; 404; 409 FILE_IN_USE */
    async remove(viewer: Viewer, id: string): Promise<void> {
      const file = await get(viewer, id)
      if (file.uploadedBy !== viewer.userId) {
        if (file.courseId === null) throw forbidden()
        await courses.requireManaged(viewer, file.courseId)
      }
      await database.transaction(async (tx, afterCommit) => {
        if (!(await deleteFile(database, tx, id))) throw notFound('File')
        const { name, size, uploadedBy, courseId, organizationId } = file
        const before = { name, size, uploadedBy, course: courseId }
        audit.record(tx, { action: 'file.delete', resource: { type: 'file', id }, organizationId, before })
        // If we are cut off before it, the sweep finds bytes without a row.
        afterCommit(() => void store.remove(id).catch(onError))
      })
    }
  }
}
