import { createTransport } from 'nodemailer'

export interface Mail {
  to: string
  subject: string
  text: string
}

export interface MailerOptions {
  smtpUrl: string | undefined
  from: string
  /** Called instead of sending when there is no SMTP server. */
  printMail: (mail: Mail) => void
}

export interface Mailer {
  /** @throws when the server does not take it */
  send(mail: Mail): Promise<void>
  close(): void
}

const connectMs = 5_000
const answerMs = 10_000

export function createMailer({ smtpUrl, from, printMail }: MailerOptions): Mailer {
  if (!smtpUrl) return { send: async (mail) => printMail(mail), close: () => {} }
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 2,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: answerMs,
    disableFileAccess: true,
    disableUrlAccess: true
  })
  return {
    send: async (mail) => {
      await transport.sendMail({ from, ...mail })
    },
    close: () => transport.close()
  }
}
