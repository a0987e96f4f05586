import type { FastifyPluginAsync } from 'fastify'
import type { AfterCommit, Tx } from '../../db/database.js'
import { type CompletionDeps, createCompletion } from './completion.service.js'
import { enrolmentsRoutes } from './enrolments.routes.js'
import { enrolmentSchemas } from './enrolments.schemas.js'
import { createEnrolmentsService, type EnrolmentsDeps } from './enrolments.service.js'
import { prerequisitesRoutes } from './prerequisites.routes.js'
import { prerequisiteSchemas } from './prerequisites.schemas.js'
import { createPrerequisitesService, type PrerequisitesDeps } from './prerequisites.service.js'

export type EnrolmentsModuleDeps = EnrolmentsDeps & CompletionDeps & PrerequisitesDeps

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
  const { complete }: Enrolments = createCompletion(deps)
  const prerequisites = createPrerequisitesService(deps)
  const routes: FastifyPluginAsync = async (app) => {
    await app.register(enrolmentsRoutes(createEnrolmentsService(deps)))
    await app.register(prerequisitesRoutes(prerequisites))
  }
  return { complete, routes, schemas: [...enrolmentSchemas, ...prerequisiteSchemas] }
}
