import type { Database, Tx } from '../../db/database.js'
import type { Delivery, Mailer, MailLine } from '../../integrations/mail/index.js'
import { type Clock, minuteMs } from '../../lib/clock.js'
import { createWorker, type Worker } from '../../lib/worker.js'
import type { Compose } from './compose.js'
import {
  hasLapsed,
  isActive,
  type MailChanges,
  type MailRow,
  prepareLockDue,
  updateLapsed,
  updateMails,
  updateSending
} from './mails.repository.js'
import { moved } from './mails.status.js'
import { pauseAfter } from './retry.js'

export interface SendingDeps {
  database: Database
  clock: Clock
  mailer: Mailer
  compose: Compose
  onError: (error: unknown) => void
}

/** Pointless: it is not handed to the server at all. */
type Fate = Delivery | { outcome: 'pointless'; answer: string }
type SendingRow = MailRow & { leaseUntil: Date }

const everyMs = 5_000
/** So many are with the server at a time. */
const lineCount = 2
/** Longer than the mailer gives any mail (`MailTimes`). */
const leaseMs = 2 * minuteMs
/** Mails are kept so many at a time. */
const keptAtOnce = 100
/** How long the shutdown waits for the answer of a server. */
const closeMs = 10_000

/** Sends what is queued, or keeps it when there is no server. A mail that a server may have taken is not sent again. */
export function createSending({ database, clock, mailer, compose, onError }: SendingDeps): Worker {
  const lockNext = prepareLockDue(database, 1)
  const lockSome = prepareLockDue(database, keptAtOnce)
  let isClosing = false

  /** The next one, as being sent: once this is committed no other and no later process takes it. */
  async function take(tx: Tx): Promise<SendingRow | undefined> {
    const now = clock.now()
    const [mail] = await lockNext(tx, now)
    if (!mail) return undefined
    const leaseUntil = new Date(now.getTime() + leaseMs)
    const changes = { state: moved(mail.state, 'take'), attempts: mail.attempts + 1, leaseUntil }
    await updateMails(database, tx, { ids: [mail.id], changes })
    return { ...mail, ...changes }
  }

  async function deliver(mail: MailRow, line: MailLine): Promise<Fate> {
    // It may have waited for a day, or until somebody sent it by hand.
    if (mail.userId !== null && !(await isActive(database, mail.userId)))
      return { outcome: 'pointless', answer: 'The account is deleted or disabled' }
    const message = compose(mail)
    return message ? line.send(message) : { outcome: 'pointless', answer: 'What it said is forgotten' }
  }

  /** One after another, over one connection. */
  async function sendAll(line: MailLine): Promise<void> {
    let mail = await database.transaction(take)
    while (mail) {
      const fate = await deliver(mail, line)
      const done = { id: mail.id, leaseUntil: mail.leaseUntil, changes: changesAfter(mail, fate, clock.now()) }
      // Of a server that is not there the others do not have to learn as well: the next look tries the next.
      const isOver = isClosing || fate.outcome === 'unreachable'
      mail = await database.transaction(async (tx) => {
        await updateSending(database, tx, done)
        return isOver ? undefined : take(tx)
      })
    }
  }

  /** Who had them is gone; whether the server has them nobody knows. */
  async function giveUpLapsed(): Promise<void> {
    const now = clock.now()
    if (!(await hasLapsed(database, now))) return
    const changes = { state: moved('sending', 'lose'), leaseUntil: null, answer: 'The process ended while it was sent' }
    await database.transaction((tx) => updateLapsed(database, tx, { now, changes }))
  }

  async function keepSome(): Promise<boolean> {
    const some = await database.transaction(async (tx, afterCommit) => {
      const due = await lockSome(tx, clock.now())
      if (due.length === 0) return due
      const ids = due.map(({ id }) => id)
      await updateMails(database, tx, { ids, changes: { state: moved('queued', 'keep') } })
      afterCommit(() => {
        for (const message of due.map(compose)) if (message) mailer.print(message)
      })
      return due
    })
    return some.length === keptAtOnce && !isClosing
  }

  async function run(): Promise<boolean> {
    await giveUpLapsed()
    if (!mailer.openLine) return keepSome()
    const line = mailer.openLine()
    try {
      await sendAll(line)
    } finally {
      line.end()
    }
    return false
  }

  // A worker for each line: while a server is slow with one mail the others go on by the other.
  const workers = Array.from({ length: mailer.openLine ? lineCount : 1 }, () => createWorker({ run, everyMs, onError }))
  const all = async (act: (worker: Worker) => Promise<void>): Promise<void> => {
    await Promise.all(workers.map(act))
  }
  return {
    kick() {
      for (const worker of workers) worker.kick()
    },
    start() {
      for (const worker of workers) worker.start()
    },
    isBusy: () => workers.some((worker) => worker.isBusy()),
    settled: () => all((worker) => worker.settled()),
    async close() {
      isClosing = true
      const timer = setTimeout(mailer.close, closeMs)
      await all((worker) => worker.close())
      clearTimeout(timer)
    }
  }
}

function changesAfter(mail: MailRow, fate: Fate, now: Date): MailChanges {
  const { state, attempts, isSecret } = mail
  const common = { leaseUntil: null, answer: fate.answer }
  const forgotten = isSecret ? { content: null } : {}
  if (fate.outcome === 'taken') return { ...common, ...forgotten, state: moved(state, 'accept'), sentAt: now }
  if (fate.outcome === 'unknown') return { ...common, state: moved(state, 'lose') }
  const isPermanent = fate.outcome === 'refused' && fate.isPermanent
  const pauseMs = pauseAfter(attempts, { isPermanent, isUrgent: isSecret })
  if (pauseMs === undefined || fate.outcome === 'pointless')
    return { ...common, ...forgotten, state: moved(state, 'giveUp') }
  return { ...common, state: moved(state, 'putOff'), nextAttemptAt: new Date(now.getTime() + pauseMs) }
}
