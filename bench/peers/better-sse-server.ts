import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSession, type Session } from 'better-sse'
import { serve } from '../worker.js'

/** What people build with `better-sse`: a session for each user in memory, and an address to publish to. */
const sessions = new Map<string, Session>()

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://localhost')
  const user = url.searchParams.get('user') ?? ''
  if (request.method === 'GET') {
    void createSession(request, response).then((session) => {
      sessions.set(user, session)
      session.once('disconnected', () => sessions.delete(user))
      session.push({ unreadCount: 0 })
    })
    return
  }
  let body = ''
  request.setEncoding('utf8').on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    sessions.get(user)?.push(JSON.parse(body))
    response.writeHead(201, { 'content-length': '2' }).end('{}')
  })
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))

const commands = { port: async (_: null) => (server.address() as AddressInfo).port }
export type BetterSseServer = typeof commands
serve(commands)
