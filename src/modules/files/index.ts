import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '../../db/database.js'
import { type Clock, hourMs } from '../../lib/clock.js'
import type { Audit } from '../audit/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Organizations } from '../organizations/index.js'
import { createByteStore } from './byte-store.js'
import { createFileLinks, type FileLink } from './file-links.js'
import { requireLinkSecret } from './files.repository.js'
import { filesRoutes, uploadRoutes } from './files.routes.js'
import { fileSchemas } from './files.schemas.js'
import { createFilesService } from './files.service.js'
import { createLibrary, type Library } from './library.service.js'
import { createQuota, type FileLimits } from './quota.js'
import { createSweep } from './sweep.service.js'
import { createUploadsService } from './uploads.service.js'

export type { FileLink } from './file-links.js'
export type { FileFacts } from './library.service.js'

export interface FilesModuleDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  organizations: Pick<Organizations, 'require'>
  courses: Pick<Courses, 'requirePermitted' | 'requireManaged' | 'rules'>
  /** Where the bytes lie. */
  folder: string
  limits: FileLimits
  onError: (error: unknown) => void
}

/** What other modules ask of files. */
export type Files = Library

/** Who may read a file as a part of a course. */
export interface FileReading {
  mayRead: (viewer: Viewer | null, fileId: string) => Promise<boolean>
}

/** Uploads: their bytes on the disk, what is known of them, and who may read them. */
export async function createFilesModule({ database, clock, audit, organizations, courses, ...deps }: FilesModuleDeps) {
  const { folder, limits, onError } = deps
  const store = createByteStore(folder)
  const links = createFileLinks(await requireLinkSecret(database))
  const quota = createQuota(database, limits)
  const { maxBytes } = limits
  const uploads = createUploadsService({ database, clock, organizations, store, quota, maxBytes, onError })
  const library = createLibrary({ database, clock, store, quota })

  const routes =
    ({ mayRead }: FileReading): FastifyPluginAsyncTypebox =>
    async (app) => {
      const files = createFilesService({ database, clock, audit, courses, store, links, mayRead, onError })
      await app.register(uploadRoutes(uploads))
      filesRoutes(files, store)(app)
    }

  return {
    ...library,
    /** A link that needs no session, for a mail: up to seven days. Whether they may read it, the caller has asked. */
    link: (fileId: string, validMs: number): FileLink => links.create(fileId, clock.now(), validMs),
    routes,
    schemas: fileSchemas,
    jobs: [{ name: 'sweep-files', everyMs: hourMs, run: createSweep({ database, clock, store }) }]
  }
}
