import type { AfterCommit, Database, Queries, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import type { Viewer } from '../courses/index.js'
import type { ByteStore } from './byte-store.js'
import { type FileRow, findFiles, insertFiles, lockFiles, updateFiles } from './files.repository.js'
import type { Quota } from './quota.js'

export interface LibraryDeps {
  database: Database
  clock: Clock
  store: Pick<ByteStore, 'duplicate'>
  quota: Pick<Quota, 'requireRoom'>
}

export type FileFacts = Pick<FileRow, 'id' | 'name' | 'contentType' | 'size'>

/** Of a course there may be thousands: more at once would fill the queue that all other reading from the disk stands in. */
const copiesAtOnce = 8

export type Library = ReturnType<typeof createLibrary>

/** The files of courses, for the modules that use them. A file is in the library of one course. */
export function createLibrary({ database, clock, store, quota }: LibraryDeps) {
  /** On the account of the organisation, of locked files. @throws 422 QUOTA_EXCEEDED */
  async function charge(
    tx: Tx,
    files: readonly FileRow[],
    { organizationId, courseId, field }: { organizationId: string; courseId: string | null; field: string }
  ): Promise<void> {
    if (files.length === 0) return
    const moved = files.filter((file) => file.organizationId !== organizationId)
    if (moved.length > 0) await quota.requireRoom(tx, { organizationId, bytes: sizeOf(moved), field })
    const changes = { courseId, organizationId, attachedAt: clock.now() }
    await updateFiles(database, tx, { ids: files.map(({ id }) => id), changes })
  }

  return {
    /**
     * Puts files into the library of the course, and on the account of its organisation.
     * @throws 422 UNKNOWN_FILE naming `field` when one is neither of this course nor an unused upload of the actor; 422
     * QUOTA_EXCEEDED
     */
    async attach(
      tx: Tx,
      actor: Viewer,
      {
        fileIds,
        courseId,
        organizationId,
        field
      }: { fileIds: readonly string[]; courseId: string; organizationId: string; field: string }
    ): Promise<void> {
      const ids = [...new Set(fileIds)]
      if (ids.length === 0) return
      const files = await lockFiles(database, tx, ids)
      const added = files.filter((file) => file.courseId !== courseId)
      const areTheirs = added.every((file) => file.courseId === null && file.uploadedBy === actor.userId)
      if (files.length < ids.length || !areTheirs) {
        throw unprocessable('UNKNOWN_FILE', field, 'must name files of this course, or unused ones that you uploaded')
      }
      await charge(tx, added, { organizationId, courseId, field })
    },

    /**
     * Keeps uploads of the actor from the sweep, on the account of the organisation, and puts them into no library: who
     * reads what a learner prepares, or has handed in, the library does not decide.
     * @throws 422 UNKNOWN_FILE naming `field`; 422 QUOTA_EXCEEDED
     */
    async keep(
      tx: Tx,
      actor: Viewer,
      { fileIds, organizationId, field }: { fileIds: readonly string[]; organizationId: string; field: string }
    ): Promise<void> {
      const ids = [...new Set(fileIds)]
      if (ids.length === 0) return
      const files = await lockFiles(database, tx, ids)
      if (files.length < ids.length || files.some(({ uploadedBy }) => uploadedBy !== actor.userId)) {
        throw unprocessable('UNKNOWN_FILE', field, 'must name files that you uploaded')
      }
      const unused = files.filter(({ attachedAt }) => attachedAt === null)
      await charge(tx, unused, { organizationId, courseId: null, field })
    },

    /**
     * New files with the same bytes in the library of another course; old id -> new id. The bytes come before the rows:
     * if the transaction fails they have none, and the sweep takes them.
     * @throws 422 QUOTA_EXCEEDED naming `files`
     */
    async copy(
      tx: Tx,
      _afterCommit: AfterCommit,
      {
        fileIds,
        courseId,
        organizationId,
        actorId
      }: { fileIds: readonly string[]; courseId: string; organizationId: string; actorId: string }
    ): Promise<Map<string, string>> {
      const files = await findFiles(database, tx, [...new Set(fileIds)])
      if (files.length === 0) return new Map()
      await quota.requireRoom(tx, { organizationId, bytes: sizeOf(files), field: 'files' })
      const now = clock.now()
      const copies = files.map((file) => ({ from: file.id, row: { ...file, id: createId('file', now.getTime()) } }))
      for (let i = 0; i < copies.length; i += copiesAtOnce) {
        await Promise.all(copies.slice(i, i + copiesAtOnce).map(({ from, row }) => store.duplicate(from, row.id)))
      }
      const changes = { courseId, organizationId, uploadedBy: actorId, attachedAt: now, createdAt: now }
      await insertFiles(
        database,
        tx,
        copies.map(({ row }) => ({ ...row, ...changes }))
      )
      return new Map(copies.map(({ from, row }) => [from, row.id]))
    },

    /** What there is to say of each; those that there are not are left out. */
    async describe(queries: Queries, fileIds: readonly string[]): Promise<Map<string, FileFacts>> {
      const files = await findFiles(database, queries, [...new Set(fileIds)])
      return new Map(files.map(({ id, name, contentType, size }) => [id, { id, name, contentType, size }]))
    }
  }
}

function sizeOf(files: readonly FileRow[]): number {
  return files.reduce((bytes, { size }) => bytes + size, 0)
}
