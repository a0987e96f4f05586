import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyReply } from 'fastify'
import Type from 'typebox'
import { errorAnswers } from '../../http/schemas.js'
import { AppError, invalid } from '../../lib/errors.js'
import { askingPage, endedPage, pagePolicy } from './unsubscribe.page.js'
import type { Opened, Unsubscribe } from './unsubscribe.service.js'

const tags = ['deliveries']
const form = 'application/x-www-form-urlencoded'
const maxBytes = 4_096

const TokenParams = Type.Object({
  token: Type.String({ minLength: 1, maxLength: 100, description: 'Of the `List-Unsubscribe` header of a mail' })
})
const OneClick = Type.Object(
  { 'List-Unsubscribe': Type.Literal('One-Click') },
  { examples: [{ 'List-Unsubscribe': 'One-Click' }] }
)
const page = (description: string) => ({ description, content: { 'text/html': { schema: Type.String() } } })

export function unsubscribeRoutes(unsubscribe: Unsubscribe): FastifyPluginAsyncTypebox {
  return async (app) => {
    takeOneClicks(app)

    app.get(
      '/unsubscribe/:token',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'askToUnsubscribe',
          summary: 'The page that the link at the end of a mail leads to',
          description: 'It asks, in the language of the user, and changes nothing.',
          tags,
          params: TokenParams,
          response: { 200: page('A page with a button'), ...errorAnswers(404) }
        }
      },
      async ({ params }, reply) => asPage(reply, await unsubscribe.look(params.token), askingPage)
    )

    app.post(
      '/unsubscribe/:token',
      {
        // It comes from a mail program or its server. The token says it all, and a cookie nothing.
        config: { access: 'public', fromAnywhere: true },
        bodyLimit: maxBytes,
        // The body is read by `takeOneClicks`; its schema is for the contract.
        validatorCompiler: ({ httpPart, schema }) =>
          httpPart === 'body' ? () => true : app.validatorCompiler!({ httpPart, schema } as never),
        schema: {
          operationId: 'unsubscribe',
          summary: 'End mails of a kind by one click (RFC 8058)',
          description:
            'Without signing in, from anywhere: the link is in the mail. The form may come as `multipart/form-data`, too.',
          tags,
          params: TokenParams,
          body: { content: { [form]: { schema: OneClick } } },
          response: { 200: page('It is done, in a sentence'), ...errorAnswers(404) }
        }
      },
      async ({ params, body }, reply) => {
        if (!body) throw invalid('List-Unsubscribe', 'must be One-Click')
        return asPage(reply, await unsubscribe.end(params.token), endedPage)
      }
    )
  }
}

/** The one field of a form, in either form of forms; the parsed body is whether it is there. */
function takeOneClicks(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(form, { parseAs: 'string', bodyLimit: maxBytes }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body)).get('List-Unsubscribe') === 'One-Click')
  )
  app.addContentTypeParser('multipart/form-data', { parseAs: 'string', bodyLimit: maxBytes }, (_request, body, done) =>
    done(null, /name="?List-Unsubscribe"?(?:;[^\r\n]*)?\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\r?\n/i.test(String(body)))
  )
  app.setErrorHandler((error: Error) => {
    const isOfOtherType = 'code' in error && error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE'
    throw isOfOtherType ? new AppError(415, 'UNSUPPORTED_MEDIA_TYPE', `Send the form as ${form}`) : error
  })
}

function asPage(reply: FastifyReply, opened: Opened, write: (opened: Opened) => string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', pagePolicy)
    .header('content-language', opened.language)
    .header('cache-control', 'no-store')
    .header('x-robots-tag', 'noindex')
    .send(write(opened))
}
