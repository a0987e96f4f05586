import { join } from 'node:path'
import type { FastifyPluginAsync } from 'fastify'
import type { Config } from './config.js'
import type { Database } from './db/database.js'
import type { SseStreams } from './http/sse.js'
import type { Mail } from './integrations/mail/index.js'
import type { Job } from './jobs/scheduler.js'
import type { Clock } from './lib/clock.js'
import type { Worker } from './lib/worker.js'
import { createAuditModule } from './modules/audit/index.js'
import { createAuthModule, createPasswordHasher, createPasswords, createSessions } from './modules/auth/index.js'
import { createBroadcastsModule } from './modules/broadcasts/index.js'
import { createCertificatesModule } from './modules/certificates/index.js'
import { createCohortsModule } from './modules/cohorts/index.js'
import { createContentModule } from './modules/content/index.js'
import { createCoursesModule } from './modules/courses/index.js'
import { createEnrolmentsModule } from './modules/enrolments/index.js'
import { createEventsModule, eventCatalogue } from './modules/events/index.js'
import { createFeedbackModule } from './modules/feedback/index.js'
import { createFilesModule } from './modules/files/index.js'
import { createGradesModule } from './modules/grades/index.js'
import { createMailsModule } from './modules/mails/index.js'
import { createNotificationsModule } from './modules/notifications/index.js'
import { createOrganizationsModule } from './modules/organizations/index.js'
import { createPreferencesModule } from './modules/preferences/index.js'
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
import { createWebhooksModule } from './modules/webhooks/index.js'

export interface FeaturesDeps {
  config: Config
  database: Database
  clock: Clock
  /** Whether people reach us over HTTPS. */
  https: boolean
  serverUrl: string
  sendMail: (mail: Mail) => Promise<void>
  onError: (error: unknown) => void
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
export async function createFeatures({ config, database, clock, https, serverUrl, sendMail, onError }: FeaturesDeps) {
  const base = { database, clock }
  const notifications = await createNotificationsModule({
    ...base,
    pollMs: config.streams.pollMs,
    waits: config.streams,
    onError
  })
  const audit = createAuditModule(base)
  const preferences = createPreferencesModule({
    ...base,
    catalogue: eventCatalogue,
    // Made below, and called only when something is due.
    deliverHeld: (...held) => events.deliverHeld(...held),
    queueDigest: (...digest) => mails.queueDigest(...digest)
  })
  const mails = createMailsModule({ ...base, sendMail, serverUrl, onError })
  const webhooks = createWebhooksModule({
    ...base,
    catalogue: eventCatalogue,
    // Made below, too.
    emit: (...happened) => events.emit(...happened),
    onError
  })
  const events = createEventsModule({ ...base, notifications, preferences, mails, webhooks, onError })
  const broadcasts = createBroadcastsModule({ ...base, events, onError })
  const sessions = createSessions({ ...base, limits: config.sessions, https, notifications })
  const passwords = createPasswords({ ...base, hasher: createPasswordHasher() })
  const roles = createRolesModule({ ...base, notifications })
  const organizations = createOrganizationsModule({ ...base, roles, notifications })
  const users = createUsersModule({
    ...base,
    roles,
    organizations,
    sessions,
    passwords,
    // Made below, and called only when a request has come.
    onRemoved: async (tx, userId) => {
      const tell = await enrolments.withdraw(tx, userId)
      await cohorts.leaveAll(tx, userId)
      await reviewers.leaveAll(tx, userId)
      await reviews.releaseAll(tx, { userId })
      await submissions.withdrawAll(tx, userId)
      return tell
    }
  })
  const courses = createCoursesModule({
    ...base,
    organizations,
    notifications,
    // Made below, too.
    onTermsChanged: (...change) => enrolments.applyTerms(...change)
  })
  const enrolments = createEnrolmentsModule({
    ...base,
    courses,
    notifications,
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
    notifications,
    // Made below, too.
    grades: { record: (...recorded) => grades.record(...recorded) },
    progress: { recheckLearner: (...learner) => progress.recheckLearner(...learner) }
  })
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
    notifications,
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
    notifications,
    onLeft: (tx, left) => reviews.releaseAll(tx, left)
  })
  const grades = createGradesModule({ ...base, courses, reviewers, progress, notifications })
  const quizzes = createQuizzesModule({ ...base, courses, lessons: content, progress, grades, notifications })
  const rubrics = createRubricsModule({ ...base, organizations })
  const projects = createProjectsModule({
    ...base,
    courses,
    lessons: content,
    rubrics,
    reviewers,
    progress,
    notifications
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
    notifications
  })
  const feedback = createFeedbackModule({
    ...base,
    courses,
    submissions,
    reviewers,
    rubrics,
    grades,
    lessons: content,
    notifications
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
    notifications,
    claimsMax: config.reviewClaimsMax
  })
  const certificates = createCertificatesModule({
    ...base,
    serverUrl,
    courses,
    organizations,
    reviewers,
    rubrics,
    notifications
  })
  const search = createSearchModule({ ...base, courses, lessons: content })
  const auth = createAuthModule({
    ...base,
    users,
    roles,
    organizations,
    sessions,
    passwords,
    allowRegistration: config.allowRegistration,
    sendMail,
    linkTo: (path) => `${serverUrl}${path}`,
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
    inOrder
  }
}
