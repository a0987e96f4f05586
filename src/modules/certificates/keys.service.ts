import type { Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { forbidden, notFound } from '../../lib/errors.js'
import { holds } from '../../lib/permissions.js'
import type { Audit } from '../audit/index.js'
import type { Viewer } from '../courses/index.js'
import type { Organizations } from '../organizations/index.js'
import { countRevoked, listRevokedSerials } from './certificates.repository.js'
import {
  findPublicKey,
  findSigningKey,
  insertKey,
  listPublicKeys,
  type PublicKeyRow,
  retireKey,
  type SigningKey
} from './keys.repository.js'
import { createKey } from './signing.js'

export interface KeysDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  organizations: Pick<Organizations, 'require'>
}

export type KeysService = ReturnType<typeof createKeysService>

/** The keys that organisations sign with, and what they have taken back. */
export function createKeysService({ database, clock, audit, organizations }: KeysDeps) {
  async function insertNew(tx: Tx, organizationId: string): Promise<SigningKey | undefined> {
    const row = { ...createKey(), organizationId, createdAt: clock.now(), retiredAt: null }
    const inserted = await insertKey(database, tx, row)
    const resource = { type: 'issuerKey', id: row.id }
    if (inserted) audit.record(tx, { action: 'issuer.create', resource, organizationId })
    return inserted
  }

  /** Made with the first certificate. Who comes second waits for the first, and takes theirs. */
  async function requireSigning(tx: Tx, organizationId: string): Promise<SigningKey> {
    return (
      (await findSigningKey(database, tx, organizationId)) ??
      (await insertNew(tx, organizationId)) ??
      requireSigning(tx, organizationId)
    )
  }

  return {
    requireSigning,

    /** @throws 404 */
    issuer: (organizationId: string): Promise<{ id: string; name: string }> =>
      organizations.require(database.read, organizationId),

    /** @throws 404 */
    async list(organizationId: string): Promise<PublicKeyRow[]> {
      await organizations.require(database.read, organizationId)
      return listPublicKeys(database, organizationId)
    },

    /** @throws 404 */
    async get(organizationId: string, keyId: string): Promise<PublicKeyRow> {
      const key = await findPublicKey(database, database.read, { organizationId, keyId })
      if (!key) throw notFound('Key')
      return key
    },

    /** A new key signs from now on. Two who ask at once get the same one. @throws 403, 404 */
    async rotate(actor: Viewer, organizationId: string): Promise<PublicKeyRow> {
      return database.transaction(async (tx) => {
        await organizations.require(tx, organizationId)
        if (!holds(actor.grants, 'certificate.manage', organizationId)) throw forbidden()
        await retireKey(database, tx, { organizationId, now: clock.now() })
        const resource = { type: 'organization', id: organizationId }
        audit.record(tx, { action: 'issuer.rotate', resource, organizationId })
        const { id: keyId } = await requireSigning(tx, organizationId)
        const key = await findPublicKey(database, tx, { organizationId, keyId })
        if (!key) throw notFound('Key')
        return key
      })
    },

    /** What was taken back never comes back: their number tells one list from another. @throws 404 */
    async countRevoked(organizationId: string): Promise<number> {
      await organizations.require(database.read, organizationId)
      return countRevoked(database, organizationId)
    },

    revokedSerials: (organizationId: string): Promise<string[]> => listRevokedSerials(database, organizationId)
  }
}
