import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { Webhook } from 'standardwebhooks'

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** How it answers, and to which request in a row. */
export type Behaviour = (response: ServerResponse, request: Received, count: number) => void

export const takes: Behaviour = (response) => response.writeHead(204).end()
export const answers =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    response.writeHead(status, headers).end(`answer ${status}`)
/** Says nothing at all. */
export const hangs: Behaviour = () => {}
/** One byte after the other, and never all of them. */
export const drips: Behaviour = ({ socket }) => {
  socket?.write('HTTP/1.1 200 OK\r\nx-long: ')
  const timer = setInterval(() => socket?.write('a'), 20)
  socket?.once('close', () => clearInterval(timer))
}
export const hangsUp: Behaviour = ({ socket }) => socket?.destroy()

/** A server of somebody else's, on the loopback. */
export async function createReceiver(t: TestContext, behaviour: Behaviour = takes) {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  const receiver = { url: '', port: 0, received, behaviour, end: async () => {} }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() }
      received.push(one)
      receiver.behaviour(response, one, received.length)
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  receiver.end = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  t.after(() => receiver.end())
  receiver.port = (server.address() as AddressInfo).port
  receiver.url = `http://127.0.0.1:${receiver.port}/hook`
  return receiver
}

export type Receiver = Awaited<ReturnType<typeof createReceiver>>

/** As the reference library reads it. @throws when none of its signatures is of this secret */
export function verify({ headers, body }: Received, secret: string): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>)
}
