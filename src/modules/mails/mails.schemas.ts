import Type, { type Static } from 'typebox'
import { DateTime, Id, listQuery, Nullable, OneOf, PageOf, searchQuery } from '../../http/schemas.js'
import { languages } from '../../lib/languages.js'
import type { MailRow } from './mails.repository.js'
import type { MailView } from './mails.service.js'
import { mailStates } from './mails.status.js'

const State = OneOf(mailStates, {
  description:
    '`queued`: to be sent. `sending`: with the server now. `sent`: the server has taken it. `kept`: there is no server. ' +
    '`dead`: it could not be sent. `unknown`: the connection or the process ended while the server had it; it is not sent ' +
    'again by itself'
})

export const MailParams = Type.Object({ id: Id('mail') })
export const MailsQuery = Type.Object({
  ...listQuery,
  q: Type.Optional({
    ...searchQuery.q,
    description: 'Words that must all be found in the name or the address of the user'
  }),
  state: Type.Optional(State)
})
export type MailsParams = Static<typeof MailsQuery>

const shared = {
  id: Id('mail', { description: 'Its `Message-ID` begins with it' }),
  kind: OneOf(['event', 'digest', 'password_reset', 'notice'] as const),
  type: Nullable(Type.String({ description: 'Of the event that it tells of' })),
  userId: Nullable(Id('user')),
  to: Type.String(),
  language: OneOf(languages),
  subject: Type.String(),
  state: State,
  attempts: Type.Integer({ minimum: 0 }),
  nextAttemptAt: Nullable(DateTime({ description: 'While it is queued' })),
  answer: Nullable(Type.String({ description: 'What the server said last' })),
  createdAt: DateTime(),
  sentAt: Nullable(DateTime())
}
const example = {
  id: 'mail_01jd3w8q2k0000abcdefghjkmn',
  kind: 'event',
  type: 'submission_accepted',
  userId: 'usr_01jd3w8q2k0000abcdefghjkmn',
  to: 'sari@example.sch.id',
  language: 'id',
  subject: 'Proyek diterima',
  state: 'dead',
  attempts: 3,
  nextAttemptAt: null,
  answer: '550 5.1.1 No such mailbox',
  createdAt: '2026-11-20T08:00:00.000Z',
  sentAt: null
}

export const MailSummarySchema = Type.Object(shared, {
  $id: 'MailSummary',
  description: 'A mail without what it says',
  examples: [example]
})

export const MailSchema = Type.Object(
  {
    ...shared,
    text: Nullable(Type.String({ description: 'Null when it holds a secret that nobody has to hand on' })),
    html: Nullable(Type.String())
  },
  {
    $id: 'Mail',
    description: 'A mail, as it is sent',
    examples: [{ ...example, text: 'Halo Sari, …', html: '<!doctype html>…' }]
  }
)

export const MailPageSchema = PageOf(MailSummarySchema, 'MailPage')
export const mailSchemas = [MailSummarySchema, MailSchema, MailPageSchema]

export function presentSummary(mail: MailRow): Static<typeof MailSummarySchema> {
  const { id, kind, type, userId, toAddress, language, subject, state, attempts, answer } = mail
  return {
    ...{ id, kind, type, userId, to: toAddress, language, subject, state, attempts, answer },
    // One that has not been tried is due at once.
    nextAttemptAt: state === 'queued' ? (attempts > 0 ? mail.nextAttemptAt : mail.createdAt).toISOString() : null,
    createdAt: mail.createdAt.toISOString(),
    sentAt: mail.sentAt?.toISOString() ?? null
  }
}

export function presentMail({ mail, text, html }: MailView): Static<typeof MailSchema> {
  return { ...presentSummary(mail), text, html }
}
