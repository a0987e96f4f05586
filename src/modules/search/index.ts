import type { FastifyPluginAsync } from 'fastify'
import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Lessons } from '../content/index.js'
import type { Courses } from '../courses/index.js'

export interface SearchModuleDeps {
  database: Database
  clock: Clock
  courses: Courses
  lessons: Pick<Lessons, 'readableLessons'>
}

export function createSearchModule(_deps: SearchModuleDeps) {
  const routes: FastifyPluginAsync = async () => undefined
  return { routes, schemas: [] as { $id?: string }[] }
}
