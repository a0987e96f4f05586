import type { Database, Queries } from '../../db/database.js'
import { notFound } from '../../lib/errors.js'
import type { Language } from '../../lib/languages.js'
import type { EventCatalogue } from '../events/index.js'
import type { Preferences } from '../preferences/index.js'
import { findReader } from './mails.repository.js'
import { allMails, type UnsubscribeTokens, type Unsubscription } from './unsubscribe-tokens.js'

export interface UnsubscribeDeps {
  database: Database
  tokens: UnsubscribeTokens
  catalogue: Pick<EventCatalogue, 'isEventType' | 'definitionOf'>
  setMail: Preferences['setMail']
}

export interface Opened extends Unsubscription {
  isAll: boolean
  language: Language
  /** What these mails are about, in that language. Undefined: of everything, or of a type that is none any more. */
  name: string | undefined
}

export type Unsubscribe = ReturnType<typeof createUnsubscribe>

/** RFC 8058: mails are ended by one click, without signing in. */
export function createUnsubscribe({ database, tokens, catalogue, setMail }: UnsubscribeDeps) {
  async function open(queries: Queries, token: string): Promise<Opened> {
    const of = tokens.read(token)
    const reader = of && (await findReader(database, queries, of.userId))
    if (!reader) throw notFound('Link')
    const { language } = reader
    const name = catalogue.isEventType(of.type) ? catalogue.definitionOf(of.type).name[language] : undefined
    return { ...of, isAll: of.type === allMails, language, name }
  }

  return {
    /** What to ask, and in which language. @throws 404 */
    look: (token: string): Promise<Opened> => open(database.read, token),

    /** However often. @throws 404 */
    end: (token: string): Promise<Opened> =>
      database.transaction(async (tx) => {
        const opened = await open(tx, token)
        const { userId, type } = opened
        // Of a type that a former version of the product knew nothing comes any more.
        if (type === allMails || catalogue.isEventType(type)) await setMail(tx, { userId, type, cadence: 'never' })
        return opened
      })
  }
}
