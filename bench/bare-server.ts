import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { serve } from './worker.js'

/** What the product is measured against: Fastify with its default options, a constant answer, and nothing else. */
const app = Fastify()
app.get('/', async () => ({ status: 'ok' }))
app.post('/', async (_request, reply) => {
  reply.code(201)
  return { status: 'ok' }
})
await app.listen({ port: 0, host: '127.0.0.1' })
const { port } = app.server.address() as AddressInfo

const commands = { port: async (_: null) => port }
export type BareServer = typeof commands
serve(commands)
