import type { Database, Tx } from '../../db/database.js'
import { forbidden } from '../../lib/errors.js'
import type { Reviewers } from '../reviewers/index.js'
import type { RequestRow } from './requests.repository.js'
import { findDeciders } from './second-review.repository.js'

export interface SecondReviewRuleDeps {
  database: Database
  reviewers: Pick<Reviewers, 'reviewersOf'>
}

/** A second review is somebody else's look: who decided the first takes it only where there is nobody else. */
export function createSecondReviewRule({ database, reviewers }: SecondReviewRuleDeps) {
  /** Whether the user is kept from the request. */
  async function isKeptFrom(
    tx: Tx,
    { round, attemptId, courseId, userId }: Pick<RequestRow, 'round' | 'attemptId' | 'courseId' | 'userId'>,
    reviewerId: string
  ): Promise<boolean> {
    if (round === 1) return false
    const deciders = await findDeciders(database, tx, attemptId)
    if (!deciders.includes(reviewerId)) return false
    const others = await reviewers.reviewersOf(tx, courseId)
    return others.some((id) => id !== userId && !deciders.includes(id))
  }

  return {
    /** @throws 403 FIRST_REVIEWER */
    async requireAnother(tx: Tx, request: RequestRow, reviewerId: string): Promise<void> {
      if (await isKeptFrom(tx, request, reviewerId)) {
        throw forbidden('You have reviewed it: the second review is somebody else’s', 'FIRST_REVIEWER')
      }
    }
  }
}

export type SecondReviewRule = ReturnType<typeof createSecondReviewRule>
