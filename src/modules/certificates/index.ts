import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Audit } from '../audit/index.js'
import type { Courses } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Organizations } from '../organizations/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { Rubrics } from '../rubrics/index.js'
import { createAddresses } from './addresses.js'
import { createRequireStaff } from './certificates.access.js'
import { certificatesRoutes } from './certificates.routes.js'
import { certificateSchemas } from './certificates.schemas.js'
import { createCertificatesService } from './certificates.service.js'
import { checkRoutes } from './check.routes.js'
import { issuersRoutes } from './issuers.routes.js'
import { issuerSchemas } from './issuers.schemas.js'
import { createIssuingService, type IssuingService } from './issuing.service.js'
import { createKeysService } from './keys.service.js'
import { pageRoutes } from './page.routes.js'
import { createPrinter } from './printing.js'
import { settingsRoutes } from './settings.routes.js'
import { SettingsSchema } from './settings.schemas.js'
import { createSettingsService } from './settings.service.js'

export interface CertificatesModuleDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  /** Where people and other systems reach us: it stands in what is signed. */
  serverUrl: string
  courses: Courses
  organizations: Pick<Organizations, 'require'>
  reviewers: Pick<Reviewers, 'mayReview'>
  rubrics: Pick<Rubrics, 'versions'>
  events: Pick<Events, 'emit'>
}

/** What other modules do with certificates. */
export type Certificates = Pick<IssuingService, 'issue'>

/** Proof of what learners have completed: given once, signed, and checked by anybody. */
export function createCertificatesModule(deps: CertificatesModuleDeps) {
  const addresses = createAddresses(deps.serverUrl)
  const requireStaff = createRequireStaff(deps)
  const keys = createKeysService(deps)
  const issuing = createIssuingService({ ...deps, addresses, keys })
  const certificates = createCertificatesService({ ...deps, requireStaff })
  const settings = createSettingsService({ ...deps, requireStaff })

  const routes: FastifyPluginAsyncTypebox = async (app) => {
    settingsRoutes(settings)(app)
    certificatesRoutes({ certificates, issuing, addresses })(app)
    await app.register(checkRoutes({ certificates, print: createPrinter(addresses), addresses }))
    await app.register(issuersRoutes(keys, addresses))
  }
  return {
    issue: issuing.issue,
    routes,
    /** Beside the API, for people. */
    pages: pageRoutes(certificates, addresses),
    schemas: [SettingsSchema, ...certificateSchemas, ...issuerSchemas]
  }
}
