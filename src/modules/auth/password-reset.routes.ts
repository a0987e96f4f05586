import type { Routes } from '../../http/routes.js'
import { Empty, NoContent } from '../../http/schemas.js'
import { ForgotBody, ResetBody } from './auth.schemas.js'
import type { PasswordReset } from './password-reset.service.js'

const tags = ['auth']

export function passwordResetRoutes(passwordReset: PasswordReset): Routes {
  return (app) => {
    app.post(
      '/auth/forgot-password',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'forgotPassword',
          summary: 'Ask for a link that sets a new password',
          tags,
          body: ForgotBody,
          response: {
            202: Empty('If the account exists and has an address, a mail is on its way')
          }
        }
      },
      async (request, reply) => {
        const { body } = request
        passwordReset.request('username' in body ? body.username : body.email)
        return reply.code(202).send()
      }
    )

    app.post(
      '/auth/reset-password',
      {
        config: { access: 'public', audited: true },
        schema: {
          operationId: 'resetPassword',
          summary: 'Set a new password by the link; all sessions end',
          tags,
          body: ResetBody,
          response: { 204: NoContent }
        }
      },
      async (request, reply) => {
        await passwordReset.complete(request.body)
        return reply.code(204).send()
      }
    )
  }
}
