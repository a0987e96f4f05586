import { createSmtpLine } from './smtp-line.js'

export interface Mail {
  /** Of it the `Message-ID` is made: the same mail has the same one, however often it is sent. */
  id: string
  to: string
  subject: string
  text: string
  html: string
  date: Date
  headers: Readonly<Record<string, string>>
}

/** What became of a mail that was handed to the server. */
export type Delivery =
  /** The server has taken it. */
  | { outcome: 'taken'; answer: string }
  /** It has certainly not: it said no, for now or for good. */
  | { outcome: 'refused'; answer: string; isPermanent: boolean }
  /** It has certainly not: there was no server to talk to, or it would not talk to us about any mail. */
  | { outcome: 'unreachable'; answer: string }
  /** The connection ended while the server had it. */
  | { outcome: 'unknown'; answer: string }

/** One connection at a time, for one mail after another. */
export interface MailLine {
  /** Never throws. */
  send(mail: Mail): Promise<Delivery>
  /** Says goodbye, after the last mail. */
  end(): void
}

export interface MailerOptions {
  smtpUrl: string | undefined
  from: string
  /** Called instead of sending when there is no SMTP server. */
  printMail: (mail: Mail) => void
  times?: Partial<MailTimes> | undefined
}

export interface MailTimes {
  /** Until the server has greeted. */
  connectMs: number
  /** For each of its answers. */
  answerMs: number
  /** For a whole mail, whatever the server dribbles. */
  wholeMs: number
}

export interface Mailer {
  /** Undefined: there is no server, and mails are printed. */
  openLine: (() => MailLine) | undefined
  print(mail: Mail): void
  /** Cuts all connections; what a server has then is unknown. */
  close(): void
}

const defaultTimes: MailTimes = { connectMs: 10_000, answerMs: 45_000, wholeMs: 90_000 }

export function createMailer({ smtpUrl, from, printMail, times }: MailerOptions): Mailer {
  if (!smtpUrl) return { openLine: undefined, print: printMail, close: () => {} }
  const stop = new AbortController()
  const options = { url: smtpUrl, from, times: { ...defaultTimes, ...times }, signal: stop.signal }
  return { openLine: () => createSmtpLine(options), print: printMail, close: () => stop.abort() }
}
