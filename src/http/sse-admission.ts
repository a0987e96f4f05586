import type { FastifyInstance, FastifyReply } from 'fastify'
import { comeBackLater } from './sse-settings.js'

const second = 1_000

/**
 * Lets event streams in at a bounded rate. After a deploy all of them come back at once, and whoever only wants a page would
 * wait behind them; those beyond the rate are told when to come, before anything is looked up for them. Call it after CORS
 * (an answer without its headers ends another origin's EventSource for good) and before the session is found.
 *
 * @param perSecond also how many may come at once after a quiet second; 0 lifts the limit
 */
export function registerSseAdmission(app: FastifyInstance, perSecond: number): void {
  if (perSecond === 0) return
  let room = perSecond
  let countedAtMs = performance.now()

  const takeRoom = (): boolean => {
    const now = performance.now()
    room = Math.min(perSecond, room + ((now - countedAtMs) * perSecond) / second)
    countedAtMs = now
    if (room < 1) return false
    room -= 1
    return true
  }

  app.addHook('onRequest', (request, reply, done) => {
    if (!request.routeOptions.config.isStream || takeRoom()) done()
    else sendAway(reply.header('connection', 'close'))
  })
}

/** With anything but a 200 a browser's EventSource would give up for good. */
export function sendAway(reply: FastifyReply): FastifyReply {
  return reply.code(200).type('text/event-stream').header('cache-control', 'no-store').send(comeBackLater())
}
