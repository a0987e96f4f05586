import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, forbidden, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import type { Audit } from '../audit/index.js'
import type { Lessons } from '../content/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { SeenSubmission } from '../submissions/index.js'
import { countComments, type FoundComment, findComment, insertComment, updateComment } from './comments.repository.js'
import type { Actor, CommentTelling } from './comments.telling.js'
import type { FeedbackAccess } from './feedback.access.js'

export interface CommentsDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  access: FeedbackAccess
  telling: CommentTelling
  courses: Pick<Courses, 'rules'>
  lessons: Pick<Lessons, 'renderMarkdown'>
}

export type CommentsService = ReturnType<typeof createCommentsService>

/** About one submission: a page of threads has all of theirs. */
const maxComments = 1_000

/** Markdown, and the same as HTML. */
export interface CommentText {
  text: string
  html: string
}

interface NewComment {
  actor: Actor
  seen: SeenSubmission
  threadId: string
  words: CommentText
  now: Date
}

/** What people say in the threads of a submission. */
export function createCommentsService(deps: CommentsDeps) {
  const { database, clock, audit, access, telling, courses, lessons } = deps
  /**
   * An upload in it would be seen by those alone who may read a lesson that shows it, and be swept away as unused.
   * @throws 422 UNSAFE_LINK, MARKDOWN_TOO_COMPLEX, FILE_NOT_SHOWN
   */
  function render(text: string): CommentText {
    const { html, fileIds } = lessons.renderMarkdown(text, 'text')
    if (fileIds.length > 0) throw unprocessable('FILE_NOT_SHOWN', 'text', 'cannot show uploads')
    return { text, html }
  }

  /** Under the lock of the submission. @throws 422 TOO_MANY_COMMENTS */
  async function add(
    tx: Tx,
    afterCommit: AfterCommit,
    { actor, seen, threadId, words, now }: NewComment
  ): Promise<string> {
    if ((await countComments(database, tx, seen.submission.id)) >= maxComments) {
      const message = `must not be one more than the ${maxComments} comments on a submission`
      throw unprocessable('TOO_MANY_COMMENTS', 'text', message)
    }
    const id = createId('comment', now.getTime())
    const fresh = { editedAt: null, deletedAt: null, version: 1, createdAt: now }
    await insertComment(database, tx, { id, threadId, authorId: actor.userId, ...words, ...fresh })
    await telling.created(tx, afterCommit, { actor, seen, commentId: id, html: words.html })
    return id
  }

  /** As it is under the lock of the submission. @throws 404; 412 */
  async function lockComment(
    tx: Tx,
    { submission }: SeenSubmission,
    { id, check }: { id: string; check: Precondition }
  ): Promise<FoundComment> {
    await access.lock(tx, submission.id)
    const comment = await findComment(database, tx, id)
    if (!comment) throw notFound('Comment')
    check(comment)
    return comment
  }

  return {
    render,
    add,

    /** For the learner and the reviewers, in open threads and in settled ones. @throws 403; 404; 422 */
    async create(actor: Actor, threadId: string, text: string): Promise<FoundComment> {
      const { thread, ...seen } = await access.requireThread(actor, threadId)
      access.requireWriter(seen)
      const words = render(text)
      return database.transaction(async (tx, afterCommit) => {
        await access.lock(tx, seen.submission.id)
        const id = await add(tx, afterCommit, { actor, seen, threadId: thread.id, words, now: clock.now() })
        const comment = await findComment(database, tx, id)
        if (!comment) throw notFound('Comment')
        return comment
      })
    },

    /** One's own. @throws 403; 404; 409 COMMENT_DELETED; 412; 422 */
    async change(
      actor: Actor,
      id: string,
      { text, check }: { text: string | undefined; check: Precondition }
    ): Promise<FoundComment> {
      const { comment: asRead, ...seen } = await access.requireComment(actor, id)
      access.requireWriter(seen)
      if (asRead.authorId !== actor.userId) throw forbidden('Only who has written a comment changes it')
      const words = text === undefined ? undefined : render(text)
      return database.transaction(async (tx, afterCommit) => {
        const comment = await lockComment(tx, seen, { id, check })
        if (comment.deletedAt) throw conflict('COMMENT_DELETED', 'The comment was deleted')
        if (!words || words.text === comment.text) return comment
        const changes = { ...words, editedAt: clock.now(), version: comment.version + 1 }
        await updateComment(database, tx, { id, ...changes })
        await telling.edited(tx, afterCommit, { actor, seen, commentId: id, html: words.html, before: comment.html })
        return { ...comment, ...changes }
      })
    },

    /**
     * One's own; any for who manages the course, but what others say of their own work. Its place in the thread stays.
     * @throws 403; 404; 412
     */
    async remove(viewer: Viewer, id: string, check: Precondition): Promise<void> {
      const { comment: asRead, ...seen } = await access.requireComment(viewer, id)
      const isOwn = asRead.authorId === viewer.userId
      const mayModerate = !seen.isOwner && courses.rules.mayManage(viewer, seen.course)
      if (!isOwn && !mayModerate) throw forbidden()
      await database.transaction(async (tx) => {
        const comment = await lockComment(tx, seen, { id, check })
        if (comment.deletedAt) return
        // Not its text: what was taken back stays so.
        const before = { author: comment.authorId, thread: comment.threadId }
        const { organizationId } = seen.course
        audit.record(tx, { action: 'comment.delete', resource: { type: 'comment', id }, organizationId, before })
        const changes = { text: '', html: '', deletedAt: clock.now(), version: comment.version + 1 }
        await updateComment(database, tx, { id, ...changes })
      })
    }
  }
}
