import type { Database } from '../../db/database.js'
import { notFound } from '../../lib/errors.js'
import type { Courses, FoundCourse, Viewer } from '../courses/index.js'
import type { ProjectRow } from '../projects/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { SubmissionRow } from './moves.repository.js'
import { prepareFindFileHolders, prepareFindSubmission } from './submissions.lookup.repository.js'

/** A submission, and what its viewer is to it. */
export interface SeenSubmission {
  submission: SubmissionRow
  project: ProjectRow
  course: FoundCourse
  isOwner: boolean
  isReviewer: boolean
  isStaff: boolean
}

export interface LookupDeps {
  database: Database
  courses: Courses
  reviewers: Pick<Reviewers, 'mayReview'>
}

export type SubmissionLookup = ReturnType<typeof createSubmissionLookup>

/** Who sees which submission, and the files that were handed in. */
export function createSubmissionLookup({ database, courses, reviewers }: LookupDeps) {
  const { mayReadEnrolments } = courses.rules
  const find = prepareFindSubmission(database)
  const findFileHolders = prepareFindFileHolders(database)

  return {
    /**
     * Its learner, even when they have lost access to the course: it is their work. The reviewers of the course and its
     * staff.
     * @throws 404
     */
    async requireSeen(viewer: Viewer, submissionId: string): Promise<SeenSubmission> {
      const found = await find(submissionId)
      if (!found) throw notFound('Submission')
      const isOwner = found.submission.userId === viewer.userId
      // Whether they see the course decides nothing here.
      const course = await courses.requirePermitted(viewer, { ref: found.submission.courseId, rule: () => true })
      const isReviewer = await reviewers.mayReview(viewer, course)
      const isStaff = isReviewer || mayReadEnrolments(viewer, course)
      if (!isOwner && !isStaff) throw notFound('Submission')
      return { ...found, course, isOwner, isReviewer, isStaff }
    },

    /** Its learner, the reviewers and the staff of the course of an attempt that holds it. */
    async mayReadFile(viewer: Viewer | null, fileId: string): Promise<boolean> {
      if (!viewer) return false
      for (const { userId, courseId, ...owned } of await findFileHolders(fileId)) {
        const course = { id: courseId, ...owned }
        if (userId === viewer.userId || mayReadEnrolments(viewer, course)) return true
        if (await reviewers.mayReview(viewer, course)) return true
      }
      return false
    }
  }
}
