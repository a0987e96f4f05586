import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Lets pages of any origin read the answer: it says nothing that depends on who asks with which cookies. An origin that we
 * know already (`CORS_ORIGINS`) has been answered by name.
 */
export async function shareWithAll(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (!reply.hasHeader('access-control-allow-origin')) {
    reply.header('access-control-allow-origin', '*').removeHeader('access-control-allow-credentials')
  }
  reply.header('cross-origin-resource-policy', 'cross-origin')
}

/** Whoever keeps the answer asks before using it again; one with a session is kept by nobody (http/protection.ts). */
export function revalidate(reply: FastifyReply): void {
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-cache')
}
