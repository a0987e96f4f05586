import type { Database } from '../../db/database.js'
import type { FileForm } from '../../http/file-form.js'
import type { Clock } from '../../lib/clock.js'
import { notFound, tooManyRequests, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import type { Viewer } from '../courses/index.js'
import type { Organizations } from '../organizations/index.js'
import type { ByteStore } from './byte-store.js'
import { contentTypeOf } from './content-type.js'
import { cleanFileName } from './file-name.js'
import { type FileRow, insertFiles } from './files.repository.js'
import type { Quota } from './quota.js'

export interface UploadsDeps {
  database: Database
  clock: Clock
  organizations: Pick<Organizations, 'require'>
  store: ByteStore
  quota: Quota
  maxBytes: number
  onError: (error: unknown) => void
}

/** As many as a browser has connections: bytes that are still arriving are on nobody's account. */
const maxAtOnce = 6

export type UploadsService = ReturnType<typeof createUploadsService>

export function createUploadsService({ database, clock, organizations, store, quota, ...deps }: UploadsDeps) {
  const underWay = new Map<string, number>()

  async function inTurn<T>(userId: string, work: () => Promise<T>): Promise<T> {
    const others = underWay.get(userId) ?? 0
    if (others >= maxAtOnce) throw tooManyRequests(5, `Not more than ${maxAtOnce} uploads at once`)
    underWay.set(userId, others + 1)
    try {
      return await work()
    } finally {
      const left = (underWay.get(userId) ?? 1) - 1
      if (left > 0) underWay.set(userId, left)
      else underWay.delete(userId)
    }
  }

  /** First the bytes, under a name of their own and safe on the disk, then the row: a row always has its bytes. */
  async function take(actor: Viewer, organizationId: string, form: FileForm): Promise<FileRow> {
    const name = cleanFileName(form.name)
    const now = clock.now()
    const id = createId('file', now.getTime())
    let isWritten = false
    try {
      const { size, sha256 } = await store.receive(id, form.bytes, deps.maxBytes)
      if (size === 0) throw unprocessable('EMPTY_FILE', 'file', 'must not be empty')
      const contentType = await contentTypeOf(store, { id, name, declaredType: form.declaredType })
      await store.keep(id)
      const row = { id, organizationId, name, contentType, size, sha256, uploadedBy: actor.userId }
      return await database.transaction(async (tx) => {
        await quota.requireRoom(tx, { organizationId, bytes: size, field: 'file' })
        await quota.requireFewUnattached(tx, actor.userId, size)
        const file = { ...row, courseId: null, attachedAt: null, createdAt: now }
        await insertFiles(database, tx, [file])
        isWritten = true
        return file
      })
    } catch (error) {
      // A commit that failed may have happened all the same: then the sweep decides, who can see whether there is a row.
      if (!isWritten) await store.remove(id).catch(deps.onError)
      throw error
    }
  }

  return {
    /**
     * Takes what the form brings, in pieces. Nothing of it is left when it fails.
     * @throws 404; 413; 415 FILE_TYPE_MISMATCH, FILE_TYPE_NOT_ALLOWED; 422 UNSAFE_FILE_NAME, QUOTA_EXCEEDED,
     * TOO_MANY_UNATTACHED, EMPTY_FILE; 429; 503 STORAGE_FULL
     */
    async upload(actor: Viewer, form: FileForm): Promise<FileRow> {
      const { id } = await organizations.require(database.read, form.fields.organizationId)
      if (!isIn(actor, id)) throw notFound('Organisation')
      await quota.requireFewUnattached(database.read, actor.userId, 0)
      return inTurn(actor.userId, () => take(actor, id, form))
    }
  }
}

/** A member of the organisation, or who holds something on the whole platform. */
function isIn({ grants }: Viewer, organizationId: string): boolean {
  return grants.some((grant) => grant.organizationId === null || grant.organizationId === organizationId)
}
