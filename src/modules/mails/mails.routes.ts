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
        config: { access: 'delivery.manage' },
        schema: {
          operationId: 'getMail',
          summary: 'One mail, with what it says',
          tags,
          params: MailParams,
          response: { 200: Ref(MailSchema, 'The mail'), ...errorAnswers(404) }
        }
      },
      async ({ params }) => presentMail(await mails.get(params.id))
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
