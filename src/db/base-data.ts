import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { createId } from '../lib/ids.js'
import { builtInRoleId, builtInRoles } from '../lib/permissions.js'
import type { Database } from './database.js'

export const streamEpochKey = 'stream_epoch'
/** What the links to files are signed with. */
export const fileLinkSecretKey = 'file_link_secret'
/** What the links that end mails are signed with. */
export const unsubscribeSecretKey = 'unsubscribe_secret'

/**
 * What every installation has: the built-in roles as this version of the product means them, one organisation, one epoch,
 * its secrets, the beginning of the audit's chain.
 */
export async function ensureBaseData(database: Database): Promise<void> {
  const { roles, organizations, systemValues, auditHead } = database.tables
  const now = new Date()
  await database.transaction(async (tx) => {
    await tx
      .insert(roles)
      .values(
        builtInRoles.map((role) => ({
          ...role,
          permissions: [...role.permissions],
          id: builtInRoleId(role.key),
          builtIn: true,
          version: 1,
          createdAt: now,
          updatedAt: now
        }))
      )
      .onConflictDoUpdate({
        target: roles.id,
        set: {
          title: sql`excluded.title`,
          description: sql`excluded.description`,
          permissions: sql`excluded.permissions`
        }
      })
    await tx
      .insert(organizations)
      .values({
        id: createId('organization'),
        name: 'Naik Kelas',
        slug: 'naik-kelas',
        kind: 'school',
        description: '',
        isDefault: true,
        version: 1,
        createdAt: now,
        updatedAt: now
      })
      .onConflictDoNothing()
    await tx
      .insert(systemValues)
      .values([
        { key: streamEpochKey, value: randomBytes(6).toString('hex') },
        { key: fileLinkSecretKey, value: randomBytes(32).toString('base64url') },
        { key: unsubscribeSecretKey, value: randomBytes(32).toString('base64url') }
      ])
      .onConflictDoNothing()
    await tx
      .insert(auditHead)
      .values({ id: 1, seq: 0, hash: '0'.repeat(64) })
      .onConflictDoNothing()
  })
}
