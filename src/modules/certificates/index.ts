import type { FastifyPluginAsync } from 'fastify'
import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Courses } from '../courses/index.js'
import type { Notifications } from '../notifications/index.js'
import type { Organizations } from '../organizations/index.js'
import type { Rubrics } from '../rubrics/index.js'

export interface CertificatesModuleDeps {
  database: Database
  clock: Clock
  /** Where people and other systems reach us: it stands in what is signed. */
  serverUrl: string
  courses: Courses
  organizations: Pick<Organizations, 'require'>
  rubrics: Pick<Rubrics, 'versions'>
  notifications: Pick<Notifications, 'notify'>
}

export interface Certificates {
  /** To learners who have completed the course, once each, if it gives any; each is told. Last in the transaction. */
  issue(tx: Tx, afterCommit: AfterCommit, learners: { courseId: string; userIds: readonly string[] }): Promise<void>
}

export function createCertificatesModule(_deps: CertificatesModuleDeps) {
  const routes: FastifyPluginAsync = async () => {}
  const certificates: Certificates = { issue: async () => {} }
  return { ...certificates, routes, schemas: [] }
}
