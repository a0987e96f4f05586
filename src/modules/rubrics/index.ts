import type { FastifyPluginAsync } from 'fastify'
import type { Database, Queries } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Organizations } from '../organizations/index.js'
import { createPublishedRubrics, type PublishedRubric } from './published.js'

export type { PublishedRubric } from './published.js'

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
  /** Those that there are, by their ids; what never changes of them is kept in memory. */
  versions(queries: Queries, versionIds: readonly string[]): Promise<Map<string, PublishedRubric>>
}

export function createRubricsModule({ database }: RubricsModuleDeps) {
  const routes: FastifyPluginAsync = async () => {}
  const rubrics: Rubrics = createPublishedRubrics(database)
  return { ...rubrics, routes, schemas: [] }
}
