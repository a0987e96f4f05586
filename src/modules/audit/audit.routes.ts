import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { requirePrincipal } from '../../http/principal.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { AuditPageSchema, AuditQuery, presentEntry } from './audit.schemas.js'
import type { Reading } from './reading.service.js'

export function auditRoutes(reading: Reading): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/audit-log',
      {
        config: { access: 'audit.read', audited: true },
        schema: {
          operationId: 'listAuditLog',
          summary: 'Who did what; the newest first',
          description:
            'Who holds `audit.read` on the whole platform sees all entries, others those of the organisations where they ' +
            'hold it. Nothing changes or deletes an entry. Reading is recorded, too.',
          tags: ['audit'],
          querystring: AuditQuery,
          response: { 200: Ref(AuditPageSchema, 'A page of entries'), ...errorAnswers(404) }
        }
      },
      async (request) => {
        const page = await reading.list(requirePrincipal(request), request.query)
        return { ...page, data: page.data.map(presentEntry) }
      }
    )
  }
}
