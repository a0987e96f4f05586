import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { NotificationContent, Notifications } from '../notifications/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { SeenSubmission } from '../submissions/index.js'
import { mentionsIn } from './mentions.js'
import { type Candidate, findCandidates, listParticipants } from './people.repository.js'

export interface CommentTellingDeps {
  database: Database
  courses: Pick<Courses, 'rules'>
  reviewers: Pick<Reviewers, 'reviewersOf'>
  notifications: Pick<Notifications, 'notify'>
}

export type Actor = Viewer & { username: string }
export type CommentTelling = ReturnType<typeof createCommentTelling>

/** Who is told of a comment: only those who may see it, each once, and never its author. */
export function createCommentTelling({ database, courses, reviewers, notifications }: CommentTellingDeps) {
  /** What is said of others would tell who there is: they are not told, and nobody is told that they are not. */
  async function seersOf(tx: Tx, { submission, course }: SeenSubmission, candidates: readonly Candidate[]) {
    const reviewing = new Set(await reviewers.reviewersOf(tx, course.id))
    return candidates.filter(
      ({ id, grants }) =>
        id === submission.userId || reviewing.has(id) || courses.rules.mayReadEnrolments({ userId: id, grants }, course)
    )
  }

  async function tell(
    tx: Tx,
    afterCommit: AfterCommit,
    { type, title, message, to, actor, seen }: Telling & { actor: Actor; seen: SeenSubmission }
  ): Promise<void> {
    const userIds = to.filter((id) => id !== actor.userId)
    if (userIds.length === 0) return
    const link = `/app/submissions/${seen.submission.id}`
    const content: NotificationContent = { type, title, message, link, createdBy: actor.userId }
    await notifications.notify(tx, afterCommit, content, { userIds })
  }

  const mentionOf = (actor: Actor, { project }: SeenSubmission, to: string[]): Telling => {
    const message = `${actor.username} mentioned you in a comment about “${project.title}”.`
    return { type: 'comment_mention', title: 'You were mentioned', message, to }
  }

  return {
    /** Last in the transaction: whom the new comment names, and the learner and the reviewers who have taken part. */
    async created(
      tx: Tx,
      afterCommit: AfterCommit,
      { actor, seen, html }: { actor: Actor; seen: SeenSubmission; html: string }
    ): Promise<void> {
      const { submission, project, course } = seen
      const mentions = mentionsIn(html)
      const participants = [submission.userId, ...(await listParticipants(database, tx, submission.id))]
      const asked = { usernameKeys: mentions.flat(), organizationId: course.organizationId }
      const candidates = await findCandidates(database, tx, { ids: participants, ...asked })
      const told = await seersOf(tx, seen, candidates)
      const named = namedBy(mentions, told)
      await tell(tx, afterCommit, { ...mentionOf(actor, seen, [...named]), actor, seen })
      const others = told.filter(({ id }) => !named.has(id) && participants.includes(id)).map(({ id }) => id)
      const message = `${actor.username} commented on “${project.title}”.`
      await tell(tx, afterCommit, { type: 'comment_created', title: 'New comment', message, to: others, actor, seen })
    },

    /** Last in the transaction: whom the comment names now and did not before. */
    async edited(
      tx: Tx,
      afterCommit: AfterCommit,
      { actor, seen, html, before }: { actor: Actor; seen: SeenSubmission; html: string; before: string }
    ): Promise<void> {
      const [mentions, known] = [mentionsIn(html), mentionsIn(before)]
      const usernameKeys = [...mentions, ...known].flat()
      if (mentions.length === 0) return
      const { organizationId } = seen.course
      const candidates = await findCandidates(database, tx, { ids: [], usernameKeys, organizationId })
      const told = await seersOf(tx, seen, candidates)
      const namedBefore = namedBy(known, told)
      const added = [...namedBy(mentions, told)].filter((id) => !namedBefore.has(id))
      await tell(tx, afterCommit, { ...mentionOf(actor, seen, added), actor, seen })
    }
  }
}

interface Telling {
  type: string
  title: string
  message: string
  to: string[]
}

/** Of the readings of a mention the longest that somebody has as their name. */
function namedBy(mentions: readonly string[][], people: readonly Candidate[]): Set<string> {
  const byKey = new Map(people.map(({ usernameKey, id }) => [usernameKey, id]))
  return new Set(mentions.flatMap((readings) => readings.map((key) => byKey.get(key)).find(Boolean) ?? []))
}
