import type { Database } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { foldText, searchWords } from '../../lib/text.js'
import {
  deleteSaved,
  insertSaved,
  listSaved,
  lockOneSaved,
  lockSaved,
  type SavedCommentRow,
  updateSaved
} from './saved-comments.repository.js'
import type { SavedCommentFields, SavedCommentPatch, SavedCommentsParams } from './saved-comments.schemas.js'

export type SavedCommentsService = ReturnType<typeof createSavedCommentsService>

/** Of a user. */
const maxSaved = 500
const sort = '-savedComment'

/** What somebody says often, in their own words: nobody else sees it. */
export function createSavedCommentsService({ database, clock }: { database: Database; clock: Clock }) {
  /** Words are looked for here: SQLite folds ASCII alone, and these are few. */
  async function search(userId: string, words: readonly string[], beforeId?: string): Promise<SavedCommentRow[]> {
    const all = await listSaved(database, { userId, limit: maxSaved, beforeId })
    return all.filter(({ title, text }) => {
      const folded = foldText(`${title}\n${text}`)
      return words.every((word) => folded.includes(word))
    })
  }

  return {
    /** The newest first. */
    async list(
      userId: string,
      { limit = defaultPageSize, cursor, total, q = '' }: SavedCommentsParams
    ): Promise<Page<SavedCommentRow>> {
      const words = searchWords(q)
      const beforeId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const rows =
        words.length > 0
          ? await search(userId, words, beforeId)
          : await listSaved(database, { userId, limit: limit + 1, beforeId })
      const page = toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => row })
      return total ? { ...page, total: (await search(userId, words)).length } : page
    },

    /** @throws 422 TOO_MANY_SAVED_COMMENTS */
    async create(userId: string, { title, text }: SavedCommentFields): Promise<SavedCommentRow> {
      const now = clock.now()
      const id = createId('savedComment', now.getTime())
      const saved = { id, userId, title, text, version: 1, createdAt: now, updatedAt: now }
      await database.transaction(async (tx) => {
        if ((await lockSaved(database, tx, userId)) >= maxSaved) {
          const message = `must not be one more than the ${maxSaved} that one may keep`
          throw unprocessable('TOO_MANY_SAVED_COMMENTS', 'text', message)
        }
        await insertSaved(database, tx, saved)
      })
      return saved
    },

    /** @throws 404; 412 */
    async change(
      userId: string,
      id: string,
      { patch, check }: { patch: SavedCommentPatch; check: Precondition }
    ): Promise<SavedCommentRow> {
      return database.transaction(async (tx) => {
        const saved = await lockOneSaved(database, tx, { id, userId })
        if (!saved) throw notFound('Saved comment')
        check(saved)
        const { title = saved.title, text = saved.text } = patch
        if (title === saved.title && text === saved.text) return saved
        const changes = { title, text, version: saved.version + 1, updatedAt: clock.now() }
        await updateSaved(database, tx, { id, ...changes })
        return { ...saved, ...changes }
      })
    },

    /** @throws 404; 412 */
    async remove(userId: string, id: string, check: Precondition): Promise<void> {
      await database.transaction(async (tx) => {
        const saved = await lockOneSaved(database, tx, { id, userId })
        if (!saved) throw notFound('Saved comment')
        check(saved)
        await deleteSaved(database, tx, id)
      })
    }
  }
}
