import { AppError, unprocessable } from '../../lib/errors.js'
import type { Viewer } from '../courses/index.js'
import type { BulkFields, BulkResult } from './bulk.schemas.js'
import type { ClaimsService } from './claims.service.js'
import type { DecisionsService } from './decisions.service.js'
import type { DraftsService } from './drafts.service.js'
import type { HandingService } from './handing.service.js'

export interface BulkDeps {
  claims: Pick<ClaimsService, 'claim'>
  handing: Pick<HandingService, 'release' | 'reassign'>
  drafts: Pick<DraftsService, 'find'>
  decisions: Pick<DecisionsService, 'decide'>
}

export type BulkService = ReturnType<typeof createBulkService>

type Action = BulkFields['action']
type Option = 'userId' | 'reason' | 'summary'

const options: Record<Action, readonly Option[]> = {
  claim: [],
  release: ['reason'],
  reassign: ['userId', 'reason'],
  request_changes: ['summary'],
  accept: ['summary']
}

/** The same for many reviews: by the rules of the single actions, each for itself. */
export function createBulkService({ claims, handing, drafts, decisions }: BulkDeps) {
  /** What the reviewer has written for one learner is not replaced by what is said to all. */
  async function decide(
    actor: Viewer,
    id: string,
    decision: 'accept' | 'request_changes',
    summary: string | undefined
  ) {
    const isWritten = ((await drafts.find(actor, id))?.summary ?? '').trim() !== ''
    const words = summary === undefined || isWritten ? {} : { summary }
    await decisions.decide(actor, id, { decision, ...words, check: () => {} })
  }

  async function act(actor: Viewer, id: string, { action, userId = '', reason, summary }: BulkFields): Promise<void> {
    if (action === 'claim') await claims.claim(actor, id)
    else if (action === 'release') await handing.release(actor, id, { reason })
    else if (action === 'reassign') await handing.reassign(actor, id, { userId, reason })
    else await decide(actor, id, action, summary)
  }

  return {
    /** One after another: one that fails undoes none of the others. @throws 422 naming what does not go with the action */
    async run(actor: Viewer, fields: BulkFields): Promise<BulkResult[]> {
      requireFitting(fields)
      const results: BulkResult[] = []
      for (const id of fields.reviewIds) {
        try {
          await act(actor, id, fields)
          results.push({ id, ok: true, error: null })
        } catch (error) {
          if (!(error instanceof AppError) || error.statusCode >= 500) throw error // no word about this review
          const { statusCode, code, message, details } = error
          results.push({ id, ok: false, error: { statusCode, code, message, ...(details && { details }) } })
        }
      }
      return results
    }
  }
}

/** @throws 422 USER_REQUIRED, FIELD_NOT_TAKEN */
function requireFitting(fields: BulkFields): void {
  const { action, userId } = fields
  if (action === 'reassign' && userId === undefined) throw unprocessable('USER_REQUIRED', 'userId', 'must say to whom')
  for (const name of ['userId', 'reason', 'summary'] as const) {
    if (fields[name] === undefined || options[action].includes(name)) continue
    throw unprocessable('FIELD_NOT_TAKEN', name, `does not go with ${action}`)
  }
}
