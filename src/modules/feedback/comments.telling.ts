import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { SeenSubmission } from '../submissions/index.js'
import { mentionsIn } from './mentions.js'
import { type Candidate, findCandidates, listParticipants } from './people.repository.js'

export interface CommentTellingDeps {
  database: Database
  courses: Pick<Courses, 'rules'>
  reviewers: Pick<Reviewers, 'reviewersOf'>
  events: Pick<Events, 'emit'>
}

export type Actor = Viewer & { username: string }
export type CommentTelling = ReturnType<typeof createCommentTelling>

/** Who is told of a comment: only those who may see it, each once, and never its author. */
export function createCommentTelling({ database, courses, reviewers, events }: CommentTellingDeps) {
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
    type: 'comment_created' | 'comment_mention',
    { commentId, actor, seen, to }: Said & { to: readonly string[] }
  ): Promise<void> {
    const { submission, project, course } = seen
    const what = { projectId: project.id, projectTitle: project.title, submissionId: submission.id, commentId }
    const who = { learnerId: submission.userId, authorUsername: actor.username }
    await events.emit(tx, afterCommit, {
      type,
      data: { courseId: course.id, courseTitle: course.title, ...what, ...who },
      audience: { userIds: to.filter((id) => id !== actor.userId) },
      actorId: actor.userId,
      courseId: course.id
    })
  }

  return {
    /** Whom the new comment names, and the learner and the reviewers who have taken part. */
    async created(tx: Tx, afterCommit: AfterCommit, said: Said & { html: string }): Promise<void> {
      const { seen, html } = said
      const { submission, course } = seen
      const mentions = mentionsIn(html)
      const participants = [submission.userId, ...(await listParticipants(database, tx, submission.id))]
      const asked = { usernameKeys: mentions.flat(), organizationId: course.organizationId }
      const candidates = await findCandidates(database, tx, { ids: participants, ...asked })
      const told = await seersOf(tx, seen, candidates)
      const named = namedBy(mentions, told)
      if (named.size > 0) await tell(tx, afterCommit, 'comment_mention', { ...said, to: [...named] })
      const others = told.filter(({ id }) => !named.has(id) && participants.includes(id)).map(({ id }) => id)
      await tell(tx, afterCommit, 'comment_created', { ...said, to: others })
    },

    /** Whom the comment names now and did not before. */
    async edited(tx: Tx, afterCommit: AfterCommit, said: Said & { html: string; before: string }): Promise<void> {
      const { seen, html, before } = said
      const [mentions, known] = [mentionsIn(html), mentionsIn(before)]
      const usernameKeys = [...mentions, ...known].flat()
      if (mentions.length === 0) return
      const { organizationId } = seen.course
      const candidates = await findCandidates(database, tx, { ids: [], usernameKeys, organizationId })
      const told = await seersOf(tx, seen, candidates)
      const namedBefore = namedBy(known, told)
      const added = [...namedBy(mentions, told)].filter((id) => !namedBefore.has(id))
      if (added.length > 0) await tell(tx, afterCommit, 'comment_mention', { ...said, to: added })
    }
  }
}

interface Said {
  actor: Actor
  seen: SeenSubmission
  commentId: string
}

/** Of the readings of a mention the longest that somebody has as their name. */
function namedBy(mentions: readonly string[][], people: readonly Candidate[]): Set<string> {
  const byKey = new Map(people.map(({ usernameKey, id }) => [usernameKey, id]))
  return new Set(mentions.flatMap((readings) => readings.map((key) => byKey.get(key)).find(Boolean) ?? []))
}
