import type { Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface Received {
  to: string
  /** As it came. */
  text: string
}

export interface TestSmtp {
  url: string
  /** What the server has said yes to, and what it had when it cut the connection or was silent. */
  received: Received[]
  /** Recipients of all that it was asked to take. */
  asked: string[]
  connections: number
}

export type SmtpOptions = Partial<SMTPServerOptions> & {
  /** After the whole message has come. Without an answer the client waits. */
  answer?: (to: string, say: (error?: Error) => void, socket: Socket) => void
}

export function refusal(responseCode: number, message = 'No'): Error {
  return Object.assign(new Error(message), { responseCode })
}

/** A real SMTP server on the loopback, which behaves as it is told. */
export async function startSmtp(t: TestContext, { answer, ...options }: SmtpOptions = {}): Promise<TestSmtp> {
  const received: Received[] = []
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const smtp = { url: '', received, asked, connections: 0 }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onRcptTo({ address }, _session, done) {
      asked.push(address)
      done()
    },
    onData(stream, { envelope, remotePort }, done) {
      let text = ''
      stream.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
      stream.on('end', () => {
        const to = envelope.rcptTo[0]?.address ?? ''
        const socket = [...sockets].find((each) => each.remotePort === remotePort)
        const say = (error?: Error) => {
          if (!error) received.push({ to, text })
          done(error)
        }
        if (answer && socket) answer(to, say, socket)
        else say()
      })
    },
    ...options
  })
  server.on('error', () => {}) // a client that is cut off is none of the test's
  server.server.on('connection', (socket) => {
    smtp.connections += 1
    sockets.add(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  const address = server.server.address()
  smtp.url = `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  return smtp
}
