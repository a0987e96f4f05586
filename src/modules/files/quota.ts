import type { Database, Queries, Tx } from '../../db/database.js'
import { notFound, unprocessable } from '../../lib/errors.js'
import { countUnattached, lockQuota } from './files.repository.js'

export interface FileLimits {
  /** Of one file. */
  maxBytes: number
  /** Of all files of an organisation. */
  quotaBytes: number
}

/** What an upload may stay unused: a day's work on a course, and no way to fill the disk. */
const maxUnattached = 50
const maxUnattachedBytes = 104_857_600

export type Quota = ReturnType<typeof createQuota>

export function createQuota(database: Database, { maxBytes, quotaBytes }: FileLimits) {
  return {
    /** Nobody else adds to the files of the organisation until the commit. @throws 404; 422 QUOTA_EXCEEDED */
    async requireRoom(
      tx: Tx,
      { organizationId, bytes, field }: { organizationId: string; bytes: number; field: string }
    ): Promise<void> {
      const used = await lockQuota(database, tx, organizationId)
      if (used === undefined) throw notFound('Organisation')
      if (used + bytes > quotaBytes) {
        const left = Math.max(0, quotaBytes - used)
        throw unprocessable('QUOTA_EXCEEDED', field, `needs ${bytes} bytes, and the organisation has ${left} left`)
      }
    },

    /** Whether the user may upload so much more before they use what they have uploaded. @throws 422 TOO_MANY_UNATTACHED */
    async requireFewUnattached(queries: Queries, userId: string, bytes: number): Promise<void> {
      const unused = await countUnattached(database, queries, userId)
      if (unused.files >= maxUnattached || unused.bytes + bytes > Math.max(maxUnattachedBytes, maxBytes)) {
        const message = 'is one too many: use the files that you have uploaded in a lesson, or delete them'
        throw unprocessable('TOO_MANY_UNATTACHED', 'file', message)
      }
    }
  }
}
