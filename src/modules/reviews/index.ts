import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { Job } from '../../jobs/scheduler.js'
import { type Clock, minuteMs } from '../../lib/clock.js'
import type { Lessons } from '../content/index.js'
import type { Courses } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Grades } from '../grades/index.js'
import type { Progress } from '../progress/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { Rubrics } from '../rubrics/index.js'
import type { Submissions } from '../submissions/index.js'
import { bulkRoutes } from './bulk.routes.js'
import { BulkResultSchema } from './bulk.schemas.js'
import { createBulkService } from './bulk.service.js'
import { claimsRoutes } from './claims.routes.js'
import { createClaimsService } from './claims.service.js'
import { createCourseAccess } from './courses.access.js'
import { decisionsRoutes } from './decisions.routes.js'
import { createDecisionsService } from './decisions.service.js'
import { ReviewDetailSchema } from './detail.schemas.js'
import { createDetailService } from './detail.service.js'
import { ReviewDraftSchema } from './drafts.schemas.js'
import { createDraftsService } from './drafts.service.js'
import { createClaimsExpiry } from './expiry.service.js'
import { createHandingService } from './handing.service.js'
import { queueRoutes } from './queue.routes.js'
import { queueSchemas } from './queue.schemas.js'
import { createQueueService } from './queue.service.js'
import { createRequestAccess } from './requests.access.js'
import { createRequestsService } from './requests.service.js'
import { createSecondReviewRule } from './second-review.rule.js'
import { SecondReviewSchema } from './second-review.schemas.js'
import { createSecondReviewsService } from './second-review.service.js'
import { ReviewStatisticsSchema } from './statistics.schemas.js'
import { createStatisticsService } from './statistics.service.js'
import { submissionReviewsRoutes } from './submission-reviews.routes.js'
import { ReviewPageSchema, ReviewSchema } from './submission-reviews.schemas.js'
import { createSubmissionReviewsService } from './submission-reviews.service.js'
import { createWarningsService } from './warnings.service.js'

export interface ReviewsModuleDeps {
  database: Database
  clock: Clock
  courses: Courses
  reviewers: Reviewers
  rubrics: Pick<Rubrics, 'versions'>
  lessons: Pick<Lessons, 'renderMarkdown'>
  submissions: Pick<Submissions, 'requireSeen' | 'lock' | 'move'>
  grades: Pick<Grades, 'record' | 'showsPoints'>
  progress: Pick<Progress, 'recheckLearner'>
  events: Pick<Events, 'emit'>
  /** How many reviews somebody may hold at a time; 0: as many as they like. */
  claimsMax: number
}

export type ReviewRequestRow = Tables['reviewRequests']['$inferSelect']

/** What waits for a review. */
export interface ReviewQueue {
  /** For a new attempt (round 1), or a second look at it (round 2): it is meant for the reviewer with the least to do. */
  enqueue(
    tx: Tx,
    asked: {
      attempt: { id: string; submissionId: string; projectId: string; courseId: string; userId: string }
      round: number
      /** Hours within which the review is to be there. */
      reviewHours: number
      /** Of the second round: nobody who has decided the first. */
      except?: readonly string[]
    }
  ): Promise<ReviewRequestRow>
  /**
   * What waits of the submission; false when nothing waits. A claim whose time is over is released first, and with
   * `isForced` (its learner is gone) every claim: then the submission is `submitted`.
   * @throws 409 UNDER_REVIEW while somebody reviews it, or when it waits for a second review
   */
  cancel(tx: Tx, submissionId: string, options?: { isForced?: boolean }): Promise<boolean>
  /** What the user holds, in one course or in all, goes back to the queue. */
  releaseAll(tx: Tx, held: { userId: string; courseId?: string }): Promise<void>
}

export function createReviewsModule(deps: ReviewsModuleDeps) {
  const access = createRequestAccess(deps)
  const drafts = createDraftsService({ ...deps, access })
  const decisions = createDecisionsService({ ...deps, access, drafts })
  const requests = createRequestsService(deps)
  const { enqueue, cancel, releaseAll } = requests
  const port: ReviewQueue = { enqueue, cancel, releaseAll }
  const secondReview = createSecondReviewRule(deps)
  const secondReviews = createSecondReviewsService({ ...deps, queue: port })
  const courses = createCourseAccess(deps)
  const queue = createQueueService({ ...deps, courses })
  const details = createDetailService({ ...deps, access, drafts })
  const statistics = createStatisticsService({ ...deps, courses })
  const expiry = createClaimsExpiry({ ...deps, requests })
  const claims = createClaimsService({ ...deps, access, queue, requests, expiry, secondReview })
  const handing = createHandingService({ ...deps, access, requests, secondReview })
  const { clock } = deps
  const routes: FastifyPluginAsyncTypebox = async (app) => {
    queueRoutes({ clock, queue, details, statistics })(app)
    claimsRoutes({ clock, claims, handing })(app)
    bulkRoutes(createBulkService({ claims, handing, drafts, decisions }))(app)
    decisionsRoutes({ drafts, decisions, secondReviews })(app)
    submissionReviewsRoutes(createSubmissionReviewsService(deps))(app)
  }
  const warnings = createWarningsService(deps)
  const jobs: Job[] = [
    { name: 'expire-claims', everyMs: minuteMs, run: () => expiry.endAll() },
    { name: 'warn-late-reviews', everyMs: 5 * minuteMs, run: () => warnings.warnAll() }
  ]
  const schemas = [
    ...queueSchemas,
    ReviewDetailSchema,
    ReviewStatisticsSchema,
    ReviewDraftSchema,
    ReviewSchema,
    ReviewPageSchema,
    SecondReviewSchema,
    BulkResultSchema
  ]
  return { ...port, routes, schemas, jobs }
}
