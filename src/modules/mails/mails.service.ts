import type { Database } from '../../db/database.js'
import { type Clock, dayMs } from '../../lib/clock.js'
import { conflict, notFound } from '../../lib/errors.js'
import { firstIdAt } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { type Grant, holds, permissionCodes } from '../../lib/permissions.js'
import { searchWords } from '../../lib/text.js'
import type { Audit } from '../audit/index.js'
import type { Compose } from './compose.js'
import {
  countMails,
  findMail,
  forgetSecrets,
  listMails,
  lockMail,
  type MailRow,
  pruneMails,
  updateMails
} from './mails.repository.js'
import type { MailsParams } from './mails.schemas.js'
import { moved } from './mails.status.js'

export interface MailsServiceDeps {
  database: Database
  clock: Clock
  compose: Compose
  audit: Pick<Audit, 'record'>
  kick: () => void
}

export interface MailView {
  mail: MailRow
  text: string | null
  html: string | null
}

/** Who looks, with all that they may do. */
interface Reader {
  grants: readonly Grant[]
}

export type MailsService = ReturnType<typeof createMailsService>

const sort = '-createdAt'
const retentionMs = 90 * dayMs
/** What is over: sent, or given up and looked at by nobody. */
const decidedStates = ['sent', 'kept', 'dead', 'unknown'] as const
const pruneBatch = 1_000

/** What administrators see of the mails, and do with them. */
export function createMailsService({ database, clock, compose, audit, kick }: MailsServiceDeps) {
  function view(mail: MailRow, isReadable = !mail.isSecret): MailView {
    const { text = null, html = null } = (isReadable && compose(mail)) || {}
    return { mail, text, html }
  }

  async function noteReading({ id, kind, userId }: MailRow): Promise<void> {
    await database.transaction(async (tx) => {
      audit.record(tx, { action: 'mail.read_secret', resource: { type: 'mail', id }, after: { kind, user: userId } })
    })
  }

  return {
    async list({ limit = defaultPageSize, cursor, total, q, state }: MailsParams): Promise<Page<MailRow>> {
      const request = { state, words: q === undefined ? [] : searchWords(q) }
      const [beforeId] = cursor === undefined ? [] : (decodeCursor(cursor, sort, ['string']) as [string])
      const rows = await listMails(database, request, { limit: limit + 1, beforeId })
      const page = toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => row })
      return { ...page, ...(total && { total: await countMails(database, request) }) }
    },

    /**
     * A secret is for who is written to. Where there is no server the administrator is the postman, and hands it on: one who
     * may do everything, for by the link of an account one may do what the account may. That it was read is recorded.
     * @throws 404
     */
    async get({ grants }: Reader, id: string): Promise<MailView> {
      const mail = await findMail(database, database.read, id)
      if (!mail) throw notFound('Mail')
      if (!mail.isSecret) return view(mail)
      const isPostman = mail.state === 'kept' && permissionCodes.every((code) => holds(grants, code, null))
      if (isPostman && mail.content !== null) await noteReading(mail)
      return view(mail, isPostman)
    },

    /** By hand: it counts its tries anew. @throws 404; 409 ILLEGAL_TRANSITION, CONTENT_FORGOTTEN */
    async sendAgain(id: string): Promise<MailView> {
      const mail = await database.transaction(async (tx, afterCommit) => {
        const before = await lockMail(database, tx, id)
        if (!before) throw notFound('Mail')
        const changes = {
          state: moved(before.state, 'sendAgain'),
          attempts: 0,
          nextAttemptAt: clock.now()
        }
        if (before.content === null)
          throw conflict(
            'CONTENT_FORGOTTEN',
            'What it said was a secret, and is forgotten: it has to be asked for anew'
          )
        await updateMails(database, tx, { ids: [id], changes })
        audit.record(tx, {
          action: 'mail.send',
          resource: { type: 'mail', id },
          before: { state: before.state, attempts: before.attempts },
          after: { state: changes.state, attempts: 0 }
        })
        afterCommit(kick)
        return { ...before, ...changes }
      })
      return view(mail)
    },

    /** Mails go after ninety days, secrets that nobody has handed on after one. */
    async prune(): Promise<void> {
      const ago = (ms: number) => firstIdAt('mail', new Date(clock.now().getTime() - ms))
      await database.transaction((tx) => forgetSecrets(database, tx, ago(dayMs)))
      const old = { before: ago(retentionMs), states: decidedStates, limit: pruneBatch }
      while ((await database.transaction((tx) => pruneMails(database, tx, old))) === pruneBatch);
    }
  }
}
