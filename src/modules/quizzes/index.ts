import type { FastifyPluginAsync } from 'fastify'
import type { Database } from '../../db/database.js'
import type { Job } from '../../jobs/scheduler.js'
import type { Clock } from '../../lib/clock.js'
import type { Lessons } from '../content/index.js'
import type { Courses } from '../courses/index.js'
import type { Notifications } from '../notifications/index.js'
import type { Progress } from '../progress/index.js'

export interface QuizzesModuleDeps {
  database: Database
  clock: Clock
  courses: Courses
  lessons: Lessons
  progress: Pick<Progress, 'completeLesson'>
  notifications: Pick<Notifications, 'notify'>
}

export function createQuizzesModule(_deps: QuizzesModuleDeps) {
  const routes: FastifyPluginAsync = async () => undefined
  return { routes, schemas: [] as { $id?: string }[], jobs: [] as Job[] }
}
