import { Readable } from 'node:stream'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Delivery, MailLine, MailTimes } from './index.js'
import { buildMessage, type Message } from './message.js'

export interface SmtpLineOptions {
  url: string
  from: string
  times: MailTimes
  /** Cuts the connection. */
  signal: AbortSignal
}

/** What nodemailer says of a failure. */
interface SmtpError extends Error {
  code?: string
  command?: string
  response?: string
  responseCode?: number
}

type Done<T> = (error?: Error | null, value?: T) => void

const maxAnswerLength = 500
/** Some servers end a connection after so many. */
const mailsPerConnection = 100

/**
 * Speaks SMTP by nodemailer's connection and not by its transports: those open one for each mail, or send again by
 * themselves what was under way when a connection broke, and a mail that may have been taken is not sent twice.
 */
export function createSmtpLine({ url, from, times, signal }: SmtpLineOptions): MailLine {
  const { auth, ...server } = parseConnectionUrl(url)
  let open: SMTPConnection | undefined
  let sent = 0

  async function connect(): Promise<SMTPConnection> {
    const connection = new SMTPConnection({
      ...server,
      connectionTimeout: times.connectMs,
      greetingTimeout: times.connectMs,
      dnsTimeout: times.connectMs,
      socketTimeout: times.answerMs,
      socketCloseTimeout: 1_000
    })
    connection.on('error', () => {}) // each step hears of its own, and there may be none under way
    open = connection
    sent = 0
    await step(connection, (done) => connection.connect(done))
    if (auth && connection.allowsAuth) await step(connection, (done) => connection.login(auth, done))
    return connection
  }

  /** With the time that a mail may take. */
  async function within<T>(run: () => Promise<T>): Promise<T> {
    const cut = () => open?.close()
    const timer = setTimeout(cut, times.wholeMs)
    signal.addEventListener('abort', cut)
    try {
      return await run()
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', cut)
    }
  }

  async function hand(message: Message): Promise<Delivery> {
    let connection: SMTPConnection
    try {
      connection = open && !open.destroyed && sent < mailsPerConnection ? open : await connect()
    } catch (error) {
      return { outcome: 'unreachable', answer: answerOf(error) }
    }
    let hasBegun = false
    // Nodemailer reads it once the server has said that it takes the data, and not before.
    const data = new Readable({
      read() {
        hasBegun = true
        this.push(message.bytes)
        this.push(null)
      }
    })
    try {
      const { response } = await step<{ response: string }>(connection, (done) =>
        connection.send(message.envelope, data, done)
      )
      sent += 1
      return { outcome: 'taken', answer: short(response) }
    } catch (error) {
      return judge(error as SmtpError, hasBegun)
    }
  }

  function end(): void {
    if (open && !open.destroyed) open.quit()
    open = undefined
  }

  return {
    async send(mail) {
      const message = await buildMessage(mail, from)
      if (signal.aborted) return { outcome: 'unreachable', answer: 'closing' }
      const delivery = await within(() => hand(message))
      if (delivery.outcome !== 'taken') {
        // In the midst of something: the next mail begins anew.
        open?.close()
        open = undefined
      } else if (sent >= mailsPerConnection) end()
      return delivery
    },
    end
  }
}

/** Ends with its answer, or as soon as the connection does. */
function step<T>(connection: SMTPConnection, run: (done: Done<T>) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const ended = () => reject(new Error('the connection was cut'))
    const settle = (act: () => void) => {
      connection.off('error', fail)
      connection.off('end', ended)
      act()
    }
    const fail = (error: Error) => settle(() => reject(error))
    connection.on('error', fail)
    connection.on('end', ended)
    run((error, value) => (error ? fail(error) : settle(() => resolve(value as T))))
  })
}

/** What is certain, and what is not: once the server takes the data only its own no says that it has not got the mail. */
function judge(error: SmtpError, hasBegun: boolean): Delivery {
  const answer = answerOf(error)
  const { responseCode = 0, command = '', code } = error
  const isAboutMail = ['MAIL FROM', 'RCPT TO', 'DATA'].includes(command) || code === 'EENVELOPE' || code === 'EMESSAGE'
  if (hasBegun) {
    const isNo = command === 'DATA' && responseCode >= 400
    return isNo ? { outcome: 'refused', answer, isPermanent: responseCode >= 500 } : { outcome: 'unknown', answer }
  }
  if (!isAboutMail) return { outcome: 'unreachable', answer }
  // Without an answer it is nodemailer that says no: an address that is none, a mail that is too large.
  return { outcome: 'refused', answer, isPermanent: responseCode === 0 || responseCode >= 500 }
}

function answerOf(error: unknown): string {
  const { message, response } = error as SmtpError
  return short(response || message)
}

function short(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, maxAnswerLength)
    .toWellFormed()
}
