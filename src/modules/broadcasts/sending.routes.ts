import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { requirePrincipal } from '../../http/principal.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { invalid } from '../../lib/errors.js'
import { audienceOf } from './audience.schemas.js'
import { SendBody, SentSchema } from './sending.schemas.js'
import type { Sending } from './sending.service.js'

export function sendingRoutes(sending: Sending): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/notifications',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'sendNotification',
          summary: 'Write to users, a course, a role, an organisation or all',
          description:
            'Needs `notification.send` where the audience is: on the platform for `all`. The mentor of a course may write to its learners.',
          tags: ['notifications'],
          body: SendBody,
          response: { 201: Ref(SentSchema, 'Sent'), ...errorAnswers(403, 422) }
        }
      },
      async (request, reply) => {
        const audience = audienceOf(request.body)
        if (!audience) throw invalid('body', 'must name one audience: userIds, courseId, role, organizationId or all')
        const { type, title, message, link = null } = request.body
        reply.code(201)
        return sending.send(requirePrincipal(request), { data: { type, title, message, link }, audience })
      }
    )
  }
}
