import type { Database } from '../../db/database.js'
import type { HandedIn } from '../../db/schema/submissions.js'
import type { Clock } from '../../lib/clock.js'
import { type AppError, forbidden, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Viewer } from '../courses/index.js'
import { type FoundComment, listComments } from './comments.repository.js'
import type { CommentsService } from './comments.service.js'
import type { Actor } from './comments.telling.js'
import type { FeedbackAccess } from './feedback.access.js'
import { linesOf } from './lines.js'
import {
  countThreads,
  type FoundThread,
  findItems,
  findThread,
  insertThread,
  listThreads,
  updateThread
} from './threads.repository.js'
import type { ThreadFields, ThreadsParams } from './threads.schemas.js'
import { nextThreadStatus, statusOf, type ThreadMove } from './threads.status.js'

export interface ThreadsDeps {
  database: Database
  clock: Clock
  access: FeedbackAccess
  comments: Pick<CommentsService, 'render' | 'add'>
}

/** What a thread is to be about. */
interface Place {
  attemptNumber: number
  deliverableId: string | undefined
  line: number | undefined
}

/** A thread with all that was said in it. */
export type WholeThread = FoundThread & { comments: FoundComment[] }
export type ThreadsService = ReturnType<typeof createThreadsService>

const sort = 'thread'

/** What is discussed about the attempts of a submission, and whether it is settled. */
export function createThreadsService({ database, clock, access, comments }: ThreadsDeps) {
  async function withComments(threads: readonly FoundThread[]): Promise<WholeThread[]> {
    if (threads.length === 0) return []
    const whole = new Map(threads.map((thread): [string, WholeThread] => [thread.id, { ...thread, comments: [] }]))
    for (const comment of await listComments(database, [...whole.keys()])) {
      whole.get(comment.threadId)?.comments.push(comment)
    }
    return [...whole.values()]
  }

  /** As it is now. @throws 404 */
  async function readWhole(id: string): Promise<WholeThread> {
    const thread = await findThread(database, database.read, id)
    const [whole] = thread ? await withComments([thread]) : []
    if (!whole) throw notFound('Thread')
    return whole
  }

  /** @throws 422 UNKNOWN_ATTEMPT, UNKNOWN_DELIVERABLE, UNKNOWN_LINE */
  async function requirePlace(
    submissionId: string,
    { attemptNumber: number, deliverableId, line }: Place
  ): Promise<void> {
    const items = await findItems(database, { submissionId, number })
    if (!items) throw unprocessable('UNKNOWN_ATTEMPT', 'attemptNumber', 'is not an attempt of this submission')
    const item = items.find((each) => each.deliverableId === deliverableId)
    if (deliverableId !== undefined && !item) {
      throw unprocessable('UNKNOWN_DELIVERABLE', 'deliverableId', 'was not handed in with this attempt')
    }
    if (line !== undefined && !hasLine(item, line)) throw unknownLine()
  }

  return {
    /** In the order of their making, each with its comments. @throws 404 */
    async list(
      viewer: Viewer,
      submissionId: string,
      { limit = defaultPageSize, cursor, total, status, attemptNumber }: ThreadsParams
    ): Promise<Page<WholeThread>> {
      await access.requireSeen(viewer, submissionId)
      const request = { submissionId, status, attemptNumber }
      const afterId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const rows = await listThreads(database, request, { limit: limit + 1, afterId })
      const { data, nextCursor } = toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => row })
      const page = { data: await withComments(data), nextCursor }
      return total ? { ...page, total: await countThreads(database, request) } : page
    },

    /** @throws 404 */
    async get(viewer: Viewer, id: string): Promise<WholeThread> {
      const { thread } = await access.requireThread(viewer, id)
      const [whole] = await withComments([thread])
      return whole ?? { ...thread, comments: [] }
    },

    /** With its first comment, on the newest attempt when none is named. @throws 403; 404; 422 */
    async create(actor: Actor, submissionId: string, { text, ...place }: ThreadFields): Promise<WholeThread> {
      const seen = await access.requireSeen(actor, submissionId)
      access.requireWriter(seen)
      const { attemptNumber = seen.submission.attempts, deliverableId, line } = place
      await requirePlace(submissionId, { attemptNumber, deliverableId, line })
      const words = comments.render(text)
      const now = clock.now()
      const id = createId('thread', now.getTime())
      await database.transaction(async (tx, afterCommit) => {
        const { attempts } = await access.lock(tx, submissionId)
        await insertThread(database, tx, {
          ...{ id, submissionId, attemptNumber, deliverableId: deliverableId ?? null, line: line ?? null },
          // What is open is about all attempts up to the newest, also when it is begun on an old one.
          ...{ carriedTo: attempts, resolvedAt: null, resolvedBy: null, createdBy: actor.userId, createdAt: now }
        })
        await comments.add(tx, afterCommit, { actor, seen, threadId: id, words, now })
      })
      return readWhole(id)
    },

    /**
     * For the reviewers, of others’ work, and for who began it. What is opened again is about the newest attempt, too.
     * @throws 403; 404; 409
     */
    async move(viewer: Viewer, id: string, move: ThreadMove): Promise<WholeThread> {
      const { thread: asRead, submission, isReviewer, isOwner } = await access.requireThread(viewer, id)
      // Who learns here and reviews, too, is a learner of their own work.
      if ((!isReviewer || isOwner) && asRead.createdBy !== viewer.userId) {
        throw forbidden('The reviewers of the course settle a thread, and whoever began it')
      }
      await database.transaction(async (tx) => {
        const { attempts } = await access.lock(tx, submission.id)
        const thread = await findThread(database, tx, id)
        if (!thread) throw notFound('Thread')
        const isOpen = nextThreadStatus(move, statusOf(thread)) === 'open'
        const settled = isOpen
          ? { resolvedAt: null, resolvedBy: null, carriedTo: attempts }
          : { resolvedAt: clock.now(), resolvedBy: viewer.userId }
        await updateThread(database, tx, { ...thread, ...settled })
      })
      return readWhole(id)
    }
  }
}

function hasLine(item: HandedIn | undefined, line: number): boolean {
  return item?.kind === 'text' && line <= linesOf(item.text).length
}

function unknownLine(): AppError {
  return unprocessable('UNKNOWN_LINE', 'line', 'is not a line of the text of this deliverable')
}
