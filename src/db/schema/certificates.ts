import { sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccessTables } from './access.js'
import type { AccountTables } from './accounts.js'
import type { CourseTables } from './courses.js'

/** Proof of what learners have completed. */
export function defineCertificates(
  c: Columns,
  { users, organizations, courses }: AccountTables & AccessTables & CourseTables
) {
  const organizationOf = () =>
    c
      .text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'restrict' })

  /** Whether a course gives certificates, and which; a course without a row gives none. */
  const certificateSettings = c.table(
    'certificate_settings',
    {
      courseId: c
        .text('course_id')
        .primaryKey()
        .references(() => courses.id, { onDelete: 'restrict' }),
      isEnabled: c.bool('is_enabled').notNull(),
      title: c.text('title').notNull(),
      /** What its holder has shown, in words. */
      description: c.text('description').notNull(),
      /** Null: for ever. */
      validMonths: c.int('valid_months'),
      version: c.int('version').notNull(),
      updatedBy: c.text('updated_by').references(() => users.id, { onDelete: 'set null' }),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [
      c.index('certificate_settings_updated_by').on(t.updatedBy),
      c.check('certificate_settings_months', sql`${t.validMonths} is null or ${t.validMonths} between 1 and 1200`)
    ]
  )

  /** Ed25519. A retired one signs no more, and still proves what it has signed. */
  const issuerKeys = c.table(
    'issuer_keys',
    {
      /** The thumbprint of the public key (RFC 7638). */
      id: c.text('id').primaryKey(),
      organizationId: c
        .text('organization_id')
        .notNull()
        .references(() => organizations.id, { onDelete: 'cascade' }),
      publicJwk: c.json<{ kty: 'OKP'; crv: 'Ed25519'; x: string }>()('public_jwk').notNull(),
      /** PKCS #8, base64url. It never leaves the server. */
      privateKey: c.text('private_key').notNull(),
      createdAt: c.time('created_at').notNull(),
      retiredAt: c.time('retired_at')
    },
    (t) => [
      c.index('issuer_keys_organization').on(t.organizationId, t.createdAt),
      c.uniqueIndex('issuer_keys_one_active').on(t.organizationId).where(sql`${t.retiredAt} is null`)
    ]
  )

  const certificates = c.table(
    'certificates',
    {
      id: c.text('id').primaryKey(),
      /** For people, and not to be guessed. */
      serial: c.text('serial').notNull().unique(),
      organizationId: organizationOf(),
      courseId: c
        .text('course_id')
        .notNull()
        .references(() => courses.id, { onDelete: 'restrict' }),
      userId: c
        .text('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'restrict' }),
      keyId: c
        .text('key_id')
        .notNull()
        .references(() => issuerKeys.id, { onDelete: 'restrict' }),
      issuedAt: c.time('issued_at').notNull(),
      expiresAt: c.time('expires_at'),
      revokedAt: c.time('revoked_at'),
      revokedBy: c.text('revoked_by').references(() => users.id, { onDelete: 'set null' }),
      revokedReason: c.text('revoked_reason'),
      /** As they were when it was issued. */
      recipientName: c.text('recipient_name').notNull(),
      courseTitle: c.text('course_title').notNull(),
      issuerName: c.text('issuer_name').notNull(),
      title: c.text('title').notNull(),
      /** The Open Badges 3.0 credential, as a signed JWT. */
      credential: c.text('credential').notNull()
    },
    (t) => [
      c.uniqueIndex('certificates_once').on(t.courseId, t.userId).where(sql`${t.revokedAt} is null`),
      c.index('certificates_course').on(t.courseId, t.id),
      // What was issued last, and in a time, on the whole platform.
      c.index('certificates_issued_at').on(t.issuedAt, t.id).where(sql`${t.revokedAt} is null`),
      c.index('certificates_user').on(t.userId, t.id),
      c.index('certificates_organization').on(t.organizationId),
      c.index('certificates_revoked').on(t.organizationId, t.revokedAt).where(sql`${t.revokedAt} is not null`),
      c.index('certificates_key').on(t.keyId),
      c.index('certificates_revoked_by').on(t.revokedBy)
    ]
  )

  return { certificateSettings, issuerKeys, certificates }
}

export type CertificateTables = ReturnType<typeof defineCertificates>
