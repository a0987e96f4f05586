import type { Database } from '../../db/database.js'
import { forbidden, notFound } from '../../lib/errors.js'
import type { Viewer } from '../courses/index.js'
import type { PublishedRubric, Rubrics } from '../rubrics/index.js'
import { findDetail, type RequestDetail } from './detail.repository.js'
import type { ReviewRow } from './drafts.repository.js'
import type { DraftsService } from './drafts.service.js'
import type { RequestAccess } from './requests.access.js'

export interface DetailDeps {
  database: Database
  access: Pick<RequestAccess, 'requireSeen'>
  drafts: Pick<DraftsService, 'find'>
  rubrics: Pick<Rubrics, 'versions'>
}

export interface ReviewDetail extends RequestDetail {
  /** Null: it is judged without one. */
  rubric: PublishedRubric | null
  /** The viewer's own. */
  draft: ReviewRow | undefined
}

export type DetailService = ReturnType<typeof createDetailService>

/** All that somebody needs to review an attempt. */
export function createDetailService({ database, access, drafts, rubrics }: DetailDeps) {
  return {
    /** For the reviewers and the staff of its course, of others' work. @throws 403 OWN_WORK; 404 */
    async get(viewer: Viewer, id: string): Promise<ReviewDetail> {
      const { request } = await access.requireSeen(viewer, id)
      if (request.userId === viewer.userId) throw forbidden('Somebody else reviews your work', 'OWN_WORK')
      const detail = await findDetail(database, { id, viewerId: viewer.userId })
      if (!detail) throw notFound('Review')
      const { rubricVersionId } = detail.attempt
      const versions = rubricVersionId ? await rubrics.versions(database.read, [rubricVersionId]) : undefined
      const rubric = (rubricVersionId && versions?.get(rubricVersionId)) || null
      return { ...detail, rubric, draft: await drafts.find(viewer, id) }
    }
  }
}
