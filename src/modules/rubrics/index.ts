import type { FastifyPluginAsync } from 'fastify'
import type { Database, Queries } from '../../db/database.js'
import type { Criterion } from '../../db/schema/projects.js'
import type { Clock } from '../../lib/clock.js'
import type { Organizations } from '../organizations/index.js'

export interface RubricsModuleDeps {
  database: Database
  clock: Clock
  organizations: Pick<Organizations, 'require'>
}

/** A published version of a rubric: it never changes. Points are in hundredths. */
export interface PublishedRubric {
  id: string
  rubricId: string
  title: string
  number: number
  maxPoints: number
  criteria: Criterion[]
}

export interface Rubrics {
  /** @throws 422 UNKNOWN_RUBRIC naming `field`: no published version of a rubric of the organisation */
  requireUsable(
    queries: Queries,
    wanted: { versionId: string; organizationId: string; field: string }
  ): Promise<PublishedRubric>
  /** Those that there are, by their ids; kept in memory, because they never change. */
  versions(queries: Queries, versionIds: readonly string[]): Promise<Map<string, PublishedRubric>>
}

const notBuilt = async (): Promise<never> => {
  throw new Error('not built yet')
}

export function createRubricsModule(_deps: RubricsModuleDeps) {
  const routes: FastifyPluginAsync = async () => {}
  const rubrics: Rubrics = { requireUsable: notBuilt, versions: notBuilt }
  return { ...rubrics, routes, schemas: [] }
}
