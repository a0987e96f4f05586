import type { Database, Queries, Tx } from '../../db/database.js'
import { notFound } from '../../lib/errors.js'
import type { Language } from '../../lib/languages.js'
import { findReader } from './mails.repository.js'
import type { UnsubscribeTokens, Unsubscription } from './unsubscribe-tokens.js'

export interface UnsubscribeDeps {
  database: Database
  tokens: UnsubscribeTokens
  /** What the user wants of the type by mail from now on; `all`: of everything that comes in digests. */
  setMail: (tx: Tx, wish: Unsubscription & { cadence: 'never' }) => Promise<void>
}

export type Unsubscribe = ReturnType<typeof createUnsubscribe>

/** RFC 8058: mails are ended by one click, without signing in. */
export function createUnsubscribe({ database, tokens, setMail }: UnsubscribeDeps) {
  async function open(queries: Queries, token: string): Promise<{ of: Unsubscription; language: Language }> {
    const of = tokens.read(token)
    const reader = of && (await findReader(database, queries, of.userId))
    if (!reader) throw notFound('Link')
    return { of, language: reader.language }
  }

  return {
    /** In which language to ask. @throws 404 */
    languageOf: async (token: string): Promise<Language> => (await open(database.read, token)).language,

    /** However often. @throws 404 */
    end: (token: string): Promise<Language> =>
      database.transaction(async (tx) => {
        const { of, language } = await open(tx, token)
        await setMail(tx, { ...of, cadence: 'never' })
        return language
      })
  }
}
