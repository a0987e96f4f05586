import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'

export interface BodyTimes {
  /** For the whole body of a request. */
  bodyMs: number
  /** The same for a route that says that its bodies may be slow. */
  slowBodyMs: number
  /** For how long not a byte of such a body may come. */
  stallMs: number
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** An upload: its body may take minutes, as long as it moves. */
    slowBody?: boolean
  }
}

export const defaultBodyTimes: BodyTimes = { bodyMs: 20_000, slowBodyMs: 300_000, stallMs: 20_000 }

interface Arrival {
  response: ServerResponse
  isSlow: boolean
  sinceMs: number
  /** Of the socket, when it last moved. */
  bytes: number
  movedAtMs: number
}

/**
 * Cuts off bodies that do not end. Node has one `requestTimeout` for the whole server, which must leave time for uploads;
 * all other bodies are held to theirs here. A request without a body costs a look at two headers, one whose body came with
 * its head no more than that, and the rest share one sweep.
 */
export function registerBodyTime(app: FastifyInstance, options: Partial<BodyTimes> = {}): void {
  const times = { ...defaultBodyTimes, ...options }
  const arriving = new Map<IncomingMessage, Arrival>()
  const slow = new WeakSet<IncomingMessage>()

  app.server.prependListener('request', (raw: IncomingMessage, response: ServerResponse) => {
    const { 'content-length': length, 'transfer-encoding': encoding } = raw.headers
    if ((length === undefined || length === '0') && encoding === undefined) return
    const sinceMs = performance.now()
    // Once what has come so far is read.
    setImmediate(() => {
      if (raw.complete) return
      const { bytesRead: bytes } = raw.socket
      arriving.set(raw, { response, isSlow: slow.has(raw), sinceMs, bytes, movedAtMs: sinceMs })
    })
  })
  app.addHook('onRoute', (route) => {
    if (!route.config?.slowBody) return
    // After the hooks of all routes: who is refused gets no more time than others.
    route.onRequest = (request, _reply, done) => {
      slow.add(request.raw)
      const arrival = arriving.get(request.raw)
      if (arrival) arrival.isSlow = true
      done()
    }
  })

  function isLate(raw: IncomingMessage, arrival: Arrival, nowMs: number): boolean {
    const { bytesRead } = raw.socket
    if (bytesRead !== arrival.bytes) Object.assign(arrival, { bytes: bytesRead, movedAtMs: nowMs })
    // Refused before its end: the client gets as long as any other to stop and read why.
    if (arrival.isSlow && arrival.response.writableEnded) Object.assign(arrival, { isSlow: false, sinceMs: nowMs })
    if (!arrival.isSlow) return nowMs - arrival.sinceMs > times.bodyMs
    return nowMs - arrival.sinceMs > times.slowBodyMs || nowMs - arrival.movedAtMs > times.stallMs
  }

  function cut(raw: IncomingMessage, { response }: Arrival): void {
    const { socket } = raw
    // Answered like what Node itself finds late; who has had an answer is cut off without another.
    const error = Object.assign(new Error('the body took too long'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
    if (!response.headersSent) app.server.emit('clientError', error, socket)
    socket.destroySoon()
  }

  const sweeper = setInterval(
    () => {
      const nowMs = performance.now()
      for (const [raw, arrival] of arriving) {
        const isOver = raw.complete || raw.socket.destroyed
        if (!isOver && !isLate(raw, arrival, nowMs)) continue
        arriving.delete(raw)
        if (!isOver) cut(raw, arrival)
      }
    },
    Math.min(1_000, times.bodyMs / 4, times.stallMs / 4)
  ).unref()
  app.addHook('onClose', async () => clearInterval(sweeper))
}
