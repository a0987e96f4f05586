import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { MailPageSchema, MailParams, MailSchema, MailsQuery, presentMail, presentSummary } from './mails.schemas.js'
import type { MailsService } from './mails.service.js'

const tags = ['deliveries']

export function mailsRoutes(mails: MailsService): Routes {
  return (app) => {
    app.get(
      '/mails',
      {
        config: { access: 'delivery.manage' },
        schema: {
          operationId: 'listMails',
          summary: 'Mails and what became of them, the newest first',
          tags,
          querystring: MailsQuery,
          response: { 200: Ref(MailPageSchema, 'A page of mails') }
        }
      },
      async ({ query }) => {
        const page = await mails.list(query)
        return { ...page, data: page.data.map(presentSummary) }
      }
    )

    app.get(
      '/mails/:id',
      {
        config: { access: 'delivery.manage', audited: true },
        schema: {
          operationId: 'getMail',
          summary: 'One mail, with what it says',
          description:
            'Needs `delivery.manage`. What holds a secret, such as the link for a new password, is shown only where it is kept because there is no mail server, to who holds every permission on the platform; that is recorded.',
          tags,
          params: MailParams,
          response: { 200: Ref(MailSchema, 'The mail'), ...errorAnswers(404) }
        }
      },
      async (request) => presentMail(await mails.get(requirePrincipal(request), request.params.id))
    )

    app.post(
      '/mails/:id/send',
      {
        config: { access: 'delivery.manage' },
        schema: {
          operationId: 'sendMail',
          summary: 'Send a mail that was not sent',
          description:
            'One that is `dead`, `kept` or `unknown`; it counts its tries anew. Who has got one that is `unknown` gets it twice.',
          tags,
          params: MailParams,
          response: { 200: Ref(MailSchema, 'The mail, queued'), ...errorAnswers(404, 409) }
        }
      },
      async ({ params }) => presentMail(await mails.sendAgain(params.id))
    )
  }
}
