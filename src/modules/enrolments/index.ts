import type { AfterCommit, Tx } from '../../db/database.js'
import { enrolmentsRoutes } from './enrolments.routes.js'
import { enrolmentSchemas } from './enrolments.schemas.js'
import { createEnrolmentsService, type EnrolmentsDeps } from './enrolments.service.js'

export type EnrolmentsModuleDeps = EnrolmentsDeps

export type EnrolmentsModule = ReturnType<typeof createEnrolmentsModule>

/** What other modules tell of enrolments. */
export interface Enrolments {
  /** Active ones become completed, each told once; others are left alone. Last in the transaction. */
  complete(
    tx: Tx,
    afterCommit: AfterCommit,
    learners: { courseId: string; userIds: readonly string[] }
  ): Promise<number>
}

/** Who takes which course. */
export function createEnrolmentsModule(deps: EnrolmentsModuleDeps) {
  const complete: Enrolments['complete'] = async () => 0
  return { complete, routes: enrolmentsRoutes(createEnrolmentsService(deps)), schemas: enrolmentSchemas }
}
