import MailComposer from 'nodemailer/lib/mail-composer'
import { toLine } from '../../lib/text.js'
import type { Mail } from './index.js'

/** What the server is handed: from whom, to whom, and all the bytes. */
export interface Message {
  envelope: { from: string; to: string; size: number }
  bytes: Buffer
}

export async function buildMessage(mail: Mail, from: string): Promise<Message> {
  const { id, to, text, html, date } = mail
  const headers = Object.fromEntries(Object.entries(mail.headers).map(([name, value]) => [name, toLine(value)]))
  const node = new MailComposer({
    from: toLine(from),
    to: { name: '', address: to }, // as an object it is one address, whatever is in it
    subject: toLine(mail.subject),
    messageId: `<${id}@${domainOf(from)}>`,
    date,
    text,
    html,
    headers,
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true
  }).compile()
  const envelope = node.getEnvelope()
  const bytes = await node.build()
  return { envelope: { from: envelope.from || '', to, size: bytes.length }, bytes }
}

/** Of the sender's address: what stands before it may be a name. */
function domainOf(from: string): string {
  return /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
}
