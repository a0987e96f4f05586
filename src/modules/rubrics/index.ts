import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database, Queries } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Organizations } from '../organizations/index.js'
import { createCopyRubrics } from './copies.service.js'
import { createPublishedRubrics, type PublishedRubric } from './published.js'
import { rubricsRoutes } from './rubrics.routes.js'
import { presentVersion, rubricSchemas } from './rubrics.schemas.js'
import { createRubricsService } from './rubrics.service.js'
import { versionsRoutes } from './versions.routes.js'
import { createVersionsService } from './versions.service.js'

export type { CopyRubrics } from './copies.service.js'
export type { PublishedRubric } from './published.js'
export type PresentRubricVersion = typeof presentVersion

export interface RubricsModuleDeps {
  database: Database
  clock: Clock
  organizations: Pick<Organizations, 'require'>
}

export interface Rubrics {
  /** @throws 422 UNKNOWN_RUBRIC naming `field`: no published version of a rubric in use of the organisation */
  requireUsable(
    queries: Queries,
    wanted: { versionId: string; organizationId: string; field: string }
  ): Promise<PublishedRubric>
  /** The newest version of a rubric. @throws as `requireUsable` */
  requireNewest(
    queries: Queries,
    wanted: { rubricId: string; organizationId: string; field: string }
  ): Promise<PublishedRubric>
  /** Those that there are, by their ids; what never changes of them is kept in memory. */
  versions(queries: Queries, versionIds: readonly string[]): Promise<Map<string, PublishedRubric>>
}

/** How work is judged: criteria with their levels, in versions that never change once they are published. */
export function createRubricsModule(base: RubricsModuleDeps) {
  const lookup: Rubrics = createPublishedRubrics(base.database)
  const rubrics = createRubricsService(base)
  const routes: FastifyPluginAsyncTypebox = async (app) => {
    rubricsRoutes(rubrics)(app)
    versionsRoutes(createVersionsService({ ...base, rubrics }))(app)
  }
  return { ...lookup, copy: createCopyRubrics(base), present: presentVersion, routes, schemas: rubricSchemas }
}
