import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, line, listQuery, Nullable, OneOf, PageOf, Ref } from '../../http/schemas.js'
import type { Addresses } from './addresses.js'
import type { CertificateListRow, FoundCertificate } from './certificates.repository.js'
import type { WithStatus } from './certificates.service.js'
import { certificateStatuses } from './certificates.status.js'

const maxReason = 500

const Status = OneOf(certificateStatuses, { description: 'By the clock: an expired one needs nobody to say so' })

export const CourseParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 120, description: 'The id or the slug of the course' })
})
export const SerialParams = Type.Object({
  serial: Type.String({
    minLength: 1,
    maxLength: 60,
    description: 'As it stands on the certificate; the case and the dashes do not matter'
  })
})

export const CertificatesQuerySchema = Type.Object({ ...listQuery, status: Type.Optional(Status) })

export const RevokeBody = Body(
  {
    reason: Type.String({
      minLength: 1,
      maxLength: maxReason,
      pattern: line,
      description: 'For the learner, and who works on the course; others see that it is revoked, and not why'
    })
  },
  { examples: [{ reason: 'Diterbitkan dengan nama yang salah.' }] }
)

export const IssueBody = Nullable(
  Body(
    {
      userIds: Type.Optional(
        Type.Array(Id('user'), {
          minItems: 1,
          maxItems: 100,
          description: 'Who have completed the course; also those whose last certificate was revoked'
        })
      )
    },
    { examples: [{ userIds: ['usr_01jd3w8q2k0000abcdefghjkmn'] }] }
  )
)

const shared = {
  serial: Type.String(),
  status: Status,
  title: Type.String(),
  courseTitle: Type.String(),
  recipientName: Type.String({ description: 'As it was when the certificate was issued' }),
  issuedAt: DateTime(),
  expiresAt: Nullable(DateTime({ description: 'Null: it does not expire' })),
  revokedAt: Nullable(DateTime()),
  revokedReason: Nullable(
    Type.String({ description: 'For its holder and who works on the course; null for all others' })
  ),
  url: Type.String({ description: 'The page that shows it to people' })
}

const example = {
  serial: 'NK-2026-7K3M-ZP2V-9QXA-4HRT',
  status: 'valid' as const,
  title: 'Dasar Robotika',
  courseTitle: 'Merakit robot',
  recipientName: 'Sari Dewi',
  issuedAt: '2026-11-20T08:00:00.000Z',
  expiresAt: '2028-11-20T08:00:00.000Z',
  revokedAt: null,
  revokedReason: null,
  url: 'https://naik-kelas.id/certificates/NK-2026-7K3M-ZP2V-9QXA-4HRT'
}

/** One of a list, for its holder and for who works on the course. */
export const CertificateSchema = Type.Object(
  { id: Id('certificate'), courseId: Id('course'), userId: Id('user'), ...shared },
  {
    $id: 'Certificate',
    examples: [
      {
        id: 'crt_01jd3w8q2k0000abcdefghjkmn',
        courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
        userId: 'usr_01jd3w8q2k0000abcdefghjkmn',
        ...example
      }
    ]
  }
)
export const CertificatePageSchema = PageOf(CertificateSchema, 'CertificatePage')

export const IssuedSchema = Type.Object(
  {
    data: Type.Array(Ref(CertificateSchema), { description: 'The new ones' }),
    hasMore: Type.Boolean({ description: 'Whether there are others who wait: at most 500 are issued at once' })
  },
  { $id: 'IssuedCertificates', examples: [{ data: [], hasMore: false }] }
)

/** What anybody sees who has the serial. */
export const CheckedCertificateSchema = Type.Object(
  {
    ...shared,
    issuer: Type.Object({
      id: Type.String({ description: 'The address of its profile' }),
      name: Type.String()
    }),
    credential: Type.String({ description: 'The signed credential of Open Badges 3.0, a compact JWT' })
  },
  {
    $id: 'CheckedCertificate',
    examples: [
      {
        ...example,
        issuer: { id: 'https://naik-kelas.id/api/issuers/org_01jd3w8q2k0000abcdefghjkmn', name: 'SMA Satu' },
        credential: 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJodHRwczovLy4uLiJ9.c2lnbmF0dXJl'
      }
    ]
  }
)

export const EnvelopeSchema = Type.Object(
  { '@context': Type.String(), id: Type.String(), type: Type.String() },
  {
    $id: 'EnvelopedCredential',
    description: 'An `EnvelopedVerifiableCredential` (VC Data Model 2.0): the signed JWT as a data address',
    examples: [
      {
        '@context': 'https://www.w3.org/ns/credentials/v2',
        id: 'data:application/vc+jwt,eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJodHRwczovLy4uLiJ9.c2lnbmF0dXJl',
        type: 'EnvelopedVerifiableCredential'
      }
    ]
  }
)

export const certificateSchemas = [
  CertificateSchema,
  CertificatePageSchema,
  IssuedSchema,
  CheckedCertificateSchema,
  EnvelopeSchema
]

export function presentCertificate(
  row: WithStatus<CertificateListRow>,
  addresses: Addresses
): Static<typeof CertificateSchema> {
  const { id, courseId, userId } = row
  return { id, courseId, userId, ...presentShared(row, addresses), revokedReason: row.revokedReason }
}

export function presentChecked(
  { certificate, showsReason }: { certificate: WithStatus<FoundCertificate>; showsReason: boolean },
  addresses: Addresses
): Static<typeof CheckedCertificateSchema> {
  return {
    ...presentShared(certificate, addresses),
    revokedReason: showsReason ? certificate.revokedReason : null,
    issuer: { id: addresses.issuer(certificate.organizationId), name: certificate.issuerName },
    credential: certificate.credential
  }
}

function presentShared(row: WithStatus<CertificateListRow>, addresses: Addresses) {
  const { serial, status, title, courseTitle, recipientName, issuedAt, expiresAt, revokedAt } = row
  return {
    ...{ serial, status, title, courseTitle, recipientName },
    issuedAt: issuedAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    url: addresses.page(serial)
  }
}
