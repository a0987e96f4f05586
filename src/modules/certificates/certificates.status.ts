import { conflict } from '../../lib/errors.js'
import type { CertificateRow } from './certificates.repository.js'

export const certificateStatuses = ['valid', 'expired', 'revoked'] as const
export type CertificateStatus = (typeof certificateStatuses)[number]

/** By the clock: an expired one needs nobody to say so. What was revoked stays so. */
export function statusAt(
  { revokedAt, expiresAt }: Pick<CertificateRow, 'revokedAt' | 'expiresAt'>,
  now: Date
): CertificateStatus {
  if (revokedAt) return 'revoked'
  return expiresAt && expiresAt <= now ? 'expired' : 'valid'
}

/** The only move that there is; an expired one can be revoked, too. @throws 409 ILLEGAL_TRANSITION */
export function revoked(
  certificate: CertificateRow,
  { reason, actorId, now }: { reason: string; actorId: string; now: Date }
): CertificateRow {
  if (certificate.revokedAt) throw conflict('ILLEGAL_TRANSITION', 'This certificate is revoked already')
  return { ...certificate, revokedAt: now, revokedBy: actorId, revokedReason: reason }
}
