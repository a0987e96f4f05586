import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '../../db/database.js'
import type { Job } from '../../jobs/scheduler.js'
import { type Clock, minuteMs } from '../../lib/clock.js'
import type { Audit } from '../audit/index.js'
import type { Courses } from '../courses/index.js'
import type { Events } from '../events/index.js'
import { type Completion, createCompletion, type OnCompleted } from './completion.service.js'
import { enrolmentsRoutes } from './enrolments.routes.js'
import { enrolmentSchemas } from './enrolments.schemas.js'
import { createEnrolmentsService } from './enrolments.service.js'
import { createTelling } from './enrolments.telling.js'
import { enrolmentsCsvRoutes } from './enrolments-csv.routes.js'
import { ImportReportSchema } from './enrolments-csv.schemas.js'
import { createEnrolmentsCsvService, type EnrolmentsCsvDeps } from './enrolments-csv.service.js'
import { createEntry } from './entry.service.js'
import { createExpiryService, type ExpiryService } from './expiry.service.js'
import { invitesRoutes } from './invites.routes.js'
import { inviteSchemas } from './invites.schemas.js'
import { createInvitesService } from './invites.service.js'
import { prerequisitesRoutes } from './prerequisites.routes.js'
import { prerequisiteSchemas } from './prerequisites.schemas.js'
import { createPrerequisitesService } from './prerequisites.service.js'
import { createRequestsService } from './requests.service.js'
import { createWaitingList } from './waiting-list.service.js'
import { createWithdrawal, type Withdrawal } from './withdrawal.service.js'

export interface EnrolmentsModuleDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Courses
  events: Pick<Events, 'emit'>
  cohorts: EnrolmentsCsvDeps['cohorts']
  percentsOf: EnrolmentsCsvDeps['percentsOf']
  onCompleted: OnCompleted
}

export type EnrolmentsModule = ReturnType<typeof createEnrolmentsModule>

/** What other modules tell of enrolments. */
export type Enrolments = Completion & Withdrawal & Pick<ExpiryService, 'applyTerms'>

/** Who takes which course: how one gets in, stays, and leaves. */
export function createEnrolmentsModule(deps: EnrolmentsModuleDeps) {
  const telling = createTelling(deps.events)
  const waitingList = createWaitingList({ ...deps, telling })
  const prerequisites = createPrerequisitesService(deps)
  const base = { ...deps, prerequisites, waitingList, telling }
  const withEntry = { ...base, entry: createEntry(base) }
  const enrolments = createEnrolmentsService(withEntry)
  const requests = createRequestsService(withEntry)
  const invites = createInvitesService(withEntry)
  const expiry = createExpiryService(base)

  const routes: FastifyPluginAsyncTypebox = async (app) => {
    enrolmentsRoutes({ enrolments, requests, invites, expiry })(app)
    await app.register(enrolmentsCsvRoutes(createEnrolmentsCsvService(withEntry)))
    invitesRoutes(invites)(app)
    prerequisitesRoutes(prerequisites)(app)
  }
  const jobs: Job[] = [{ name: 'expire-enrolments', everyMs: minuteMs, run: expiry.endAllOver }]
  return {
    ...createCompletion(base),
    ...createWithdrawal(base),
    applyTerms: expiry.applyTerms,
    routes,
    schemas: [...enrolmentSchemas, ImportReportSchema, ...inviteSchemas, ...prerequisiteSchemas],
    jobs
  }
}
