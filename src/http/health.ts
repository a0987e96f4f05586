import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { unavailable } from '../lib/errors.js'
import { Ref } from './schemas.js'

const Health = Type.Object({ status: Type.Literal('ok') }, { $id: 'Health', examples: [{ status: 'ok' }] })
const open = { access: 'public', rateLimit: false, evenUnderPressure: true } as const

/** `live`: the process runs. `ready`: it may be sent requests, that is, its database answers and it is not stopping. */
export function registerHealth(app: FastifyInstance, isReady: () => Promise<boolean>): void {
  app.addSchema(Health)
  let stopping = false
  app.addHook('preClose', async () => {
    stopping = true
  })
  app.get(
    '/api/health/live',
    {
      config: open,
      schema: {
        operationId: 'isLive',
        summary: 'Is the process alive',
        tags: ['operations'],
        response: { 200: Ref(Health, 'Yes') }
      }
    },
    async () => ({ status: 'ok' as const })
  )
  app.get(
    '/api/health/ready',
    {
      config: open,
      schema: {
        operationId: 'isReady',
        summary: 'May it be sent requests',
        tags: ['operations'],
        response: { 200: Ref(Health, 'Yes') }
      }
    },
    async () => {
      if (stopping || !(await isReady())) throw unavailable(5, 'Not ready')
      return { status: 'ok' as const }
    }
  )
}
