import type { FastifyReply, FastifyRequest } from 'fastify'
import { preconditionFailed } from '../lib/errors.js'

/** A resource changes with its version and never without it. */
export function etagOf({ version }: { version: number }): string {
  return `"v${version}"`
}

/** Answers 304 when the client has this version already; sets the `ETag` in any case. */
export function isFresh(request: FastifyRequest, reply: FastifyReply, resource: { version: number }): boolean {
  const etag = etagOf(resource)
  reply.header('etag', etag)
  return matchesEtag(request.headers['if-none-match'], etag)
}

/** The same for an answer that is made of more than one resource: `tag` names what it says, not its bytes. */
export function isFreshBy(request: FastifyRequest, reply: FastifyReply, tag: string): boolean {
  reply.header('etag', `W/"${tag}"`)
  return matchesEtag(request.headers['if-none-match'], `"${tag}"`)
}

/** What a service checks before it changes the resource. @throws 412 */
export type Precondition = (resource: { version: number }) => void

/** The client's `If-Match`, if any: it changes only what it has seen. */
export function ifMatch(request: FastifyRequest): Precondition {
  const header = request.headers['if-match']
  return (resource) => {
    if (header !== undefined && !matchesEtag(header, etagOf(resource))) throw preconditionFailed()
  }
}

/** Whether a list of tags, as a condition carries it, has this one. */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  if (header === etag || header === '*') return true
  return header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag)
}
