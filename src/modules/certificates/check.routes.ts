import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { contentDisposition } from '../../http/content-disposition.js'
import { isFreshBy } from '../../http/etag.js'
import { Empty, errorAnswers, Ref } from '../../http/schemas.js'
import { forPdf } from '../../http/send-file.js'
import type { Addresses } from './addresses.js'
import { CheckedCertificateSchema, EnvelopeSchema, presentChecked, SerialParams } from './certificates.schemas.js'
import type { CertificatesService } from './certificates.service.js'
import { envelopeOf } from './credential.js'
import { asksForCredential, credentialType } from './negotiation.js'
import { type Printer, pdfLayout } from './printing.js'
import { revalidate, shareWithAll } from './sharing.js'

const tags = ['certificates']
const compactJwt = 'application/vc+jwt'
const unchanged = Empty('Unchanged since the tag of `If-None-Match`')

interface Services {
  certificates: Pick<CertificatesService, 'check'>
  print: Printer
  addresses: Addresses
}

/** For anybody who holds a certificate in their hand. */
export function checkRoutes({ certificates, print, addresses }: Services): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.addHook('onRequest', shareWithAll)

    app.get(
      '/certificates/:serial',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'checkCertificate',
          summary: 'Whether a certificate is valid, and what it says',
          description: `Anybody may call it who has the serial. With \`Accept: ${credentialType}\` it answers with the signed credential in its envelope.`,
          tags,
          params: SerialParams,
          response: {
            200: {
              description: 'The certificate',
              content: {
                'application/json': { schema: Ref(CheckedCertificateSchema) },
                [credentialType]: { schema: Ref(EnvelopeSchema) }
              }
            },
            304: unchanged,
            ...errorAnswers(404)
          } as Record<number, unknown>
        }
      },
      async (request, reply) => {
        const checked = await certificates.check(request.principal, request.params.serial)
        const { serial, status, credential } = checked.certificate
        reply.header('vary', 'accept, cookie')
        revalidate(reply)
        const isEnvelope = asksForCredential(request.headers.accept)
        const form = isEnvelope ? 'envelope' : checked.showsReason ? 'whole' : 'public'
        if (isFreshBy(request, reply, `${serial}-${status}-${form}`)) return reply.code(304).send()
        if (isEnvelope) return reply.type(credentialType).send(envelopeOf(credential))
        return reply.type('application/json; charset=utf-8').send(presentChecked(checked, addresses))
      }
    )

    app.get(
      '/certificates/:serial/credential',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'getCredential',
          summary: 'The signed credential of Open Badges 3.0, as a compact JWT',
          description:
            'Anybody may call it who has the serial. It can be kept, and verified without us by the key that its header names; whether it was revoked since, the list says that it names.',
          tags,
          params: SerialParams,
          response: {
            200: { description: 'The credential', content: { [compactJwt]: { schema: Type.String() } } },
            ...errorAnswers(404)
          } as Record<number, unknown>
        }
      },
      async (request, reply) => {
        const { certificate } = await certificates.check(null, request.params.serial)
        revalidate(reply)
        return reply.type(compactJwt).send(certificate.credential)
      }
    )

    app.get(
      '/certificates/:serial/pdf',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'printCertificate',
          summary: 'The certificate on paper: A4, with a code that leads to its check',
          description: 'Anybody may call it who has the serial. The same certificate gives the same bytes.',
          tags,
          params: SerialParams,
          response: {
            200: { description: 'The document', content: { 'application/pdf': { schema: Type.String() } } },
            304: unchanged,
            ...errorAnswers(404)
          } as Record<number, unknown>
        }
      },
      async (request, reply) => {
        const { certificate } = await certificates.check(null, request.params.serial)
        const { serial, revokedAt } = certificate
        revalidate(reply)
        const tag = `${serial}-${pdfLayout}${revokedAt ? '-revoked' : ''}`
        if (isFreshBy(request, reply, tag)) return reply.code(304).send()
        return reply
          .headers(forPdf)
          .header('content-disposition', contentDisposition('inline', `${serial}.pdf`))
          .type('application/pdf')
          .send(await print(certificate))
      }
    )
  }
}
