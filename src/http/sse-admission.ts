import type { FastifyInstance, FastifyReply } from 'fastify'
import { comeBackLater } from './sse-settings.js'

const second = 1_000
const shareOfAddress = 0.8
/** So many addresses are known: after more, each begins anew. */
const maxAddresses = 10_000

/**
 * Lets event streams in at a bounded rate. After a deploy all of them come back at once, and whoever only wants a page would
 * wait behind them; those beyond the rate are told when to come, before anything is looked up for them. Of the room, one
 * address gets four fifths, which is enough for a whole school: whoever takes what they can get leaves some for all others.
 * Call it after CORS (an answer without its headers ends another origin's EventSource for good) and before the session is
 * found.
 *
 * @param perSecond also how many may come at once after a quiet second; 0 lifts the limit
 */
export function registerSseAdmission(app: FastifyInstance, perSecond: number): void {
  if (perSecond === 0) return
  const room = createRoom(perSecond)
  const rooms = new Map<string, Room>()

  const roomOf = (address: string): Room => {
    const known = rooms.get(address)
    if (known) return known
    if (rooms.size >= maxAddresses) rooms.clear()
    const made = createRoom(Math.ceil(perSecond * shareOfAddress))
    rooms.set(address, made)
    return made
  }
  const takeRoom = (address: string): boolean => {
    const now = performance.now()
    const own = roomOf(address)
    if (own.left(now) < 1 || room.left(now) < 1) return false
    own.take()
    room.take()
    return true
  }

  app.addHook('onRequest', (request, reply, done) => {
    if (!request.routeOptions.config.isStream || takeRoom(request.ip)) done()
    else sendAway(reply.header('connection', 'close'))
  })
}

type Room = ReturnType<typeof createRoom>

/** It is full at first, and again a second after it was empty. */
function createRoom(perSecond: number) {
  let room = perSecond
  let countedAtMs = performance.now()
  return {
    left(now: number): number {
      room = Math.min(perSecond, room + ((now - countedAtMs) * perSecond) / second)
      countedAtMs = now
      return room
    },
    take(): void {
      room -= 1
    }
  }
}

/** With anything but a 200 a browser's EventSource would give up for good. */
export function sendAway(reply: FastifyReply): FastifyReply {
  return reply.code(200).type('text/event-stream').header('cache-control', 'no-store').send(comeBackLater())
}
