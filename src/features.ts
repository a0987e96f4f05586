import { join } from 'node:path'
import type { FastifyPluginAsync } from 'fastify'
import type { SseStreams } from './http/sse.js'
import type { Job } from './jobs/scheduler.js'
import type { Worker } from './lib/worker.js'
import { createAuthModule, createPasswordHasher, createPasswords, createSessions } from './modules/auth/index.js'
import { createBroadcastsModule } from './modules/broadcasts/index.js'
import { createCertificatesModule } from './modules/certificates/index.js'
import { createCohortsModule } from './modules/cohorts/index.js'
import { createContentModule } from './modules/content/index.js'
import { createCoursesModule } from './modules/courses/index.js'
import { createDashboardModule } from './modules/dashboard/index.js'
import { createEnrolmentsModule } from './modules/enrolments/index.js'
import { createFeedbackModule } from './modules/feedback/index.js'
import { createFilesModule } from './modules/files/index.js'
import { createGradesModule } from './modules/grades/index.js'
import { createOrganizationsModule } from './modules/organizations/index.js'
import { createProgressModule } from './modules/progress/index.js'
import { createProjectsModule } from './modules/projects/index.js'
import { createQuizzesModule } from './modules/quizzes/index.js'
import { createReviewersModule } from './modules/reviewers/index.js'
import { createReviewsModule } from './modules/reviews/index.js'
import { createRolesModule } from './modules/roles/index.js'
import { createRubricsModule } from './modules/rubrics/index.js'
import { createSearchModule } from './modules/search/index.js'
import { createSubmissionsModule } from './modules/submissions/index.js'
import { createUsersModule } from './modules/users/index.js'
import { createTelling, type TellingDeps } from './telling.js'

export interface FeaturesDeps extends TellingDeps {
  /** Whether people reach us over HTTPS. */
  https: boolean
}

/** A part of the product, as the server takes it in. */
interface Feature {
  routes: FastifyPluginAsync
  schemas: readonly unknown[]
  jobs?: readonly Job[]
  worker?: Worker
}

export type Features = Awaited<ReturnType<typeof createFeatures>>

/** What the product does: every module, and what each is handed of the others. */
export async function createFeatures(deps: FeaturesDeps) {
  const { config, database, clock, https, serverUrl, onError } = deps
  const { audit, notifications, preferences, mails, webhooks, events } = await createTelling(deps, {
    // Made below, and called only when a request has come or something is due.
    courses: {
      requireVisibleHead: (...asked) => courses.requireVisibleHead(...asked),
      visibleTo: (...asked) => courses.visibleTo(...asked)
    },
    organizations: { require: (...asked) => organizations.require(...asked) }
  })
  const base = { database, clock, audit }
  const sessions = createSessions({ ...base, limits: config.sessions, https, notifications })
  const passwords = createPasswords({ ...base, hasher: createPasswordHasher() })
  const roles = createRolesModule({ ...base, events })
  const organizations = createOrganizationsModule({ ...base, roles, events })
  const users = createUsersModule({
    ...base,
    roles,
    organizations,
    sessions,
    passwords,
    newUsers: config.newUsers,
    onTimeZoneChanged: preferences.retime,
    // Made below, and called only when a request has come.
    onRemoved: async (tx, afterCommit, userId) => {
      await enrolments.withdraw(tx, afterCommit, userId)
      await cohorts.leaveAll(tx, userId)
      await reviewers.leaveAll(tx, userId)
      await reviews.releaseAll(tx, { userId })
      await submissions.withdrawAll(tx, userId)
    }
  })
  const courses = createCoursesModule({
    ...base,
    organizations,
    events,
    // Made below, too.
    onTermsChanged: (...change) => enrolments.applyTerms(...change)
  })
  const enrolments = createEnrolmentsModule({
    ...base,
    courses,
    events,
    // Made below, too.
    cohorts: {
      lockByName: (...asked) => cohorts.lockByName(...asked),
      place: (...placed) => cohorts.place(...placed)
    },
    percentsOf: (...learners) => progress.percentsOf(...learners),
    onCompleted: (...completed) => certificates.issue(...completed)
  })
  const cohorts = createCohortsModule({
    ...base,
    courses,
    events,
    // Made below, too.
    grades: { record: (...recorded) => grades.record(...recorded) },
    progress: { recheckLearner: (...learner) => progress.recheckLearner(...learner) }
  })
  const broadcasts = createBroadcastsModule({ ...base, events, roles, cohorts, onError })
  const files = await createFilesModule({
    ...base,
    organizations,
    courses,
    folder: join(config.dataDir, 'files'),
    limits: config.files,
    onError
  })
  const content = createContentModule({
    ...base,
    courses,
    files,
    events,
    cloneQuizzes: (...clone) => quizzes.cloneQuizzes(...clone),
    cloneProjects: (...clone) => projects.cloneProjects(...clone),
    recheckProgress: (...change) => progress.recheckCourse(...change)
  })
  const progress = createProgressModule({
    ...base,
    courses,
    enrolments,
    lessons: content,
    passedOf: (...learners) => grades.passedOf(...learners),
    // Made below, too.
    reviewers: { mayReview: (...asked) => reviewers.mayReview(...asked) }
  })
  const reviewers = createReviewersModule({
    ...base,
    courses,
    events,
    onLeft: (tx, left) => reviews.releaseAll(tx, left)
  })
  const grades = createGradesModule({ ...base, courses, reviewers, progress, events })
  const quizzes = createQuizzesModule({ ...base, courses, lessons: content, progress, grades, events })
  const rubrics = createRubricsModule({ ...base, organizations })
  const projects = createProjectsModule({
    ...base,
    courses,
    lessons: content,
    rubrics,
    reviewers,
    progress,
    events
  })
  const submissions = createSubmissionsModule({
    ...base,
    courses,
    lessons: content,
    projects,
    reviewers,
    rubrics,
    files,
    // Made below, and called only when a request has come.
    queue: {
      enqueue: (...asked) => reviews.enqueue(...asked),
      cancel: (...asked) => reviews.cancel(...asked)
    },
    carryThreads: (...carried) => feedback.carryThreads(...carried),
    events
  })
  const feedback = createFeedbackModule({
    ...base,
    courses,
    submissions,
    reviewers,
    rubrics,
    grades,
    lessons: content,
    events
  })
  const reviews = createReviewsModule({
    ...base,
    courses,
    reviewers,
    rubrics,
    lessons: content,
    submissions,
    grades,
    progress,
    events,
    claimsMax: config.reviewClaimsMax
  })
  const certificates = createCertificatesModule({
    ...base,
    serverUrl,
    courses,
    organizations,
    reviewers,
    rubrics,
    events
  })
  const search = createSearchModule({ ...base, courses, lessons: content })
  const dashboard = createDashboardModule({ ...base, organizations, reviewers })
  const auth = createAuthModule({
    ...base,
    users,
    roles,
    organizations,
    sessions,
    passwords,
    allowRegistration: config.allowRegistration,
    mails,
    onError
  })

  /** As a part of a lesson, or of an attempt. */
  const mayReadFile = async (...asked: Parameters<typeof content.mayReadFile>): Promise<boolean> =>
    (await content.mayReadFile(...asked)) || (await submissions.mayReadFile(...asked))

  /** In the order of the contract. */
  const inOrder = (streams: SseStreams): Feature[] => [
    auth,
    users,
    roles,
    organizations,
    courses,
    enrolments,
    cohorts,
    content,
    { ...files, routes: files.routes({ mayRead: mayReadFile }) },
    progress,
    quizzes,
    rubrics,
    projects,
    reviewers,
    submissions,
    feedback,
    reviews,
    grades,
    certificates,
    dashboard,
    search,
    events,
    { ...notifications, routes: notifications.routes(streams) },
    preferences,
    broadcasts,
    mails,
    webhooks,
    audit
  ]
  return {
    events,
    notifications,
    sessions,
    passwords,
    roles,
    organizations,
    users,
    courses,
    auth,
    progress,
    certificates,
    audit,
    inOrder
  }
}
