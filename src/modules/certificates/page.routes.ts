import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../lib/errors.js'
import type { Addresses } from './addresses.js'
import { SerialParams } from './certificates.schemas.js'
import type { CertificatesService } from './certificates.service.js'
import { languageOf } from './negotiation.js'
import { certificatePage, pagePolicy, unknownPage } from './page.js'
import { revalidate } from './sharing.js'

/** The page that the code on a certificate leads to. Not a part of the API, and not below `/api`. */
export function pageRoutes(
  certificates: Pick<CertificatesService, 'check'>,
  addresses: Addresses
): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/certificates/:serial',
      { config: { access: 'public' }, schema: { hide: true, params: SerialParams } },
      async (request, reply) => {
        const language = asPage(request, reply)
        const { certificate } = await certificates.check(null, request.params.serial)
        return certificatePage(certificate, { language, addresses })
      }
    )

    // People come here, with what they have typed: they are answered with a page.
    app.setErrorHandler(async (error, request, reply) => {
      const isUnknown = error instanceof AppError && (error.statusCode === 404 || error.code === 'VALIDATION_FAILED')
      if (!isUnknown) throw error
      const language = asPage(request, reply)
      return reply.code(404).send(unknownPage({ language, addresses }))
    })
  }
}

function asPage(request: FastifyRequest, reply: FastifyReply): 'id' | 'en' {
  const language = languageOf(request.headers['accept-language'])
  revalidate(reply)
  reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', pagePolicy)
    .header('content-language', language)
    .header('vary', 'accept-language')
    .header('x-robots-tag', 'noindex')
  return language
}
