import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import type { Addresses } from './addresses.js'
import {
  CertificatePageSchema,
  CertificatesQuerySchema,
  CheckedCertificateSchema,
  CourseParams,
  IssueBody,
  IssuedSchema,
  presentCertificate,
  presentChecked,
  RevokeBody,
  SerialParams
} from './certificates.schemas.js'
import type { CertificatesService } from './certificates.service.js'
import type { IssuingService } from './issuing.service.js'

const tags = ['certificates']

interface Services {
  certificates: CertificatesService
  issuing: Pick<IssuingService, 'issueLate'>
  addresses: Addresses
}

/** For those who give certificates and those who get them. */
export function certificatesRoutes({ certificates, issuing, addresses }: Services): Routes {
  const { withStatus } = certificates
  return (app) => {
    app.get(
      '/courses/:id/certificates',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listCourseCertificates',
          summary: 'The certificates of a course, the newest first',
          description: 'For who manages or reviews the course, or holds `enrolment.read`.',
          tags,
          params: CourseParams,
          querystring: CertificatesQuerySchema,
          response: { 200: Ref(CertificatePageSchema, 'A page of certificates'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await certificates.listOfCourse(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map((row) => presentCertificate(row, addresses)) }
      }
    )

    app.post(
      '/courses/:id/certificates',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'issueCertificates',
          summary: 'Issue certificates to those who have completed the course and have none',
          description:
            'For who manages the course. Whoever completes the course gets theirs by themselves; this is for those who did so before it gave any. Those whose certificate was revoked get a new one when `userIds` names them. Who has one that counts is left out. The learners are told.',
          tags,
          params: CourseParams,
          body: IssueBody,
          response: { 201: Ref(IssuedSchema, 'The new certificates'), ...errorAnswers(403, 404, 409, 422) }
        }
      },
      async (request, reply) => {
        const { userIds } = request.body ?? {}
        const issued = await issuing.issueLate(requirePrincipal(request), request.params.id, userIds)
        const data = issued.certificates.map((row) => presentCertificate(withStatus(row), addresses))
        return reply.code(201).send({ data, hasMore: issued.hasMore })
      }
    )

    app.get(
      '/me/certificates',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listMyCertificates',
          summary: 'My certificates, the newest first',
          tags,
          querystring: CertificatesQuerySchema,
          response: { 200: Ref(CertificatePageSchema, 'A page of certificates') }
        }
      },
      async (request) => {
        const page = await certificates.listOwn(requirePrincipal(request), request.query)
        return { ...page, data: page.data.map((row) => presentCertificate(row, addresses)) }
      }
    )

    app.post(
      '/certificates/:serial/revoke',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'revokeCertificate',
          summary: 'Revoke a certificate, for good',
          description:
            'For who manages its course, and who holds `certificate.manage` in the organisation that issued it. It cannot be undone: issue a new one instead. The learner is told, with the reason.',
          tags,
          params: SerialParams,
          body: RevokeBody,
          response: { 200: Ref(CheckedCertificateSchema, 'The certificate'), ...errorAnswers(403, 404, 409) }
        }
      },
      async (request) => {
        const { serial } = request.params
        const certificate = await certificates.revoke(requirePrincipal(request), serial, request.body.reason)
        return presentChecked({ certificate, showsReason: true }, addresses)
      }
    )
  }
}
