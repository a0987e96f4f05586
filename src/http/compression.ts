import { gzip, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { acceptsEncoding, varyBy } from './encodings.js'

/** Below, an answer fits into one packet with its headers. */
const minLength = 1_024
/** Above, other requests would wait for it: it is done beside the event loop, which costs more for a small one. */
const maxSyncLength = 32_768

/**
 * Compresses what is read as JSON, where the client asks for it: over a slow network the rest of a list comes in the first
 * packets. Streams, files and the pages are none of its business. By what it saves, nobody guesses a secret (BREACH): what is
 * written is not compressed, and another site can have our cookie, which is `SameSite=Lax`, sent along only by leading the
 * whole window to an address of ours.
 */
export function registerCompression(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (typeof payload !== 'string' || payload.length < minLength || request.method !== 'GET') return done()
    if (!String(reply.getHeader('content-type')).startsWith('application/json')) return done()
    varyBy(reply, 'accept-encoding')
    const { 'accept-encoding': accepted, 'sec-fetch-mode': mode } = request.headers
    if (mode === 'navigate' || !acceptsEncoding(accepted, 'gzip')) return done()
    reply.header('content-encoding', 'gzip')
    // The same resource in other bytes: its tag is a weak one now, and as good for `If-Match` (http/etag.ts).
    const etag = reply.getHeader('etag')
    if (typeof etag === 'string' && !etag.startsWith('W/')) reply.header('etag', `W/${etag}`)
    if (payload.length <= maxSyncLength) return done(null, gzipSync(payload))
    gzip(payload, done)
  })
}
