import { sql } from 'drizzle-orm'
import { languages } from '../../lib/languages.js'
import type { Columns } from '../columns.js'

/** Users, what they sign in with, and where they are signed in. */
export function defineAccounts(c: Columns) {
  const users = c.table(
    'users',
    {
      id: c.text('id').primaryKey(),
      username: c.text('username').notNull(),
      /** The username folded (NFKC, lower case): what must be unique. */
      usernameKey: c.text('username_key').notNull().unique(),
      fullName: c.text('full_name'),
      email: c.text('email'),
      emailKey: c.text('email_key').unique(),
      age: c.int('age'),
      /** In which they are written to. */
      language: c.oneOf('language', languages).notNull().default('en'),
      /** In whose day their quiet hours and digests are, `Asia/Jakarta`. */
      timeZone: c.text('time_zone').notNull().default('Asia/Jakarta'),
      status: c.oneOf('status', ['active', 'disabled'] as const).notNull(),
      /** Username, full name and e-mail folded: what a search looks through. */
      searchKey: c.text('search_key').notNull(),
      version: c.int('version').notNull(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull(),
      /** Soft: the record stays for the grades that name it. */
      deletedAt: c.time('deleted_at')
    },
    (t) => [c.check('users_age', sql`${t.age} between 1 and 150`)]
  )

  /** Apart from the users, so that no query for a user can bring a hash along. */
  const credentials = c.table('credentials', {
    userId: c
      .text('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    passwordHash: c.text('password_hash').notNull(),
    changedAt: c.time('changed_at').notNull()
  })

  const sessions = c.table(
    'sessions',
    {
      /** SHA-256 of the token, base64url. */
      id: c.text('id').primaryKey(),
      userId: c
        .text('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'cascade' }),
      expiresAt: c.luciaExpiry('expires_at').notNull(),
      createdAt: c.time('created_at').notNull(),
      lastSeenAt: c.time('last_seen_at').notNull(),
      device: c.text('device').notNull()
    },
    (t) => [c.index('sessions_user').on(t.userId), c.index('sessions_expiry').on(t.expiresAt)]
  )

  /** Failed sign-ins by account, known or not: the key is a hash of the name. */
  const loginThrottles = c.table(
    'login_throttles',
    {
      accountKey: c.text('account_key').primaryKey(),
      failures: c.int('failures').notNull(),
      lastFailureAt: c.time('last_failure_at').notNull(),
      blockedUntil: c.time('blocked_until').notNull()
    },
    (t) => [c.index('login_throttles_age').on(t.lastFailureAt)]
  )

  /** Links that work once: a new password, the first administrator. */
  const oneTimeTokens = c.table(
    'one_time_tokens',
    {
      /** SHA-256 of the token, base64url. */
      hash: c.text('hash').primaryKey(),
      purpose: c.oneOf('purpose', ['password_reset', 'setup'] as const).notNull(),
      userId: c.text('user_id').references(() => users.id, { onDelete: 'cascade' }),
      expiresAt: c.time('expires_at').notNull(),
      createdAt: c.time('created_at').notNull()
    },
    (t) => [c.index('one_time_tokens_user').on(t.userId, t.purpose), c.index('one_time_tokens_expiry').on(t.expiresAt)]
  )

  return { users, credentials, sessions, loginThrottles, oneTimeTokens }
}

export type AccountTables = ReturnType<typeof defineAccounts>
