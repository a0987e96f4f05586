import { send } from '@fastify/send'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError, notFound } from '../lib/errors.js'
import { contentDisposition } from './content-disposition.js'
import { matchesEtag } from './etag.js'

export interface SentFile {
  /** The folder that it is in, somewhere below. */
  root: string
  /** From there. */
  path: string
  name: string
  contentType: string
  /** Another one for other bytes, quoted. */
  etag: string
  isInline: boolean
  /** Whether pages of other origins may show it. */
  isShared: boolean
}

/** What a file could do if it were a page: nothing. */
const policy = "default-src 'none'; frame-ancestors 'none'; sandbox"
/** Chromium shows no PDF in a sandbox; its viewer has one of its own. Our own pages may frame it. */
export const forPdf = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'",
  'x-frame-options': 'SAMEORIGIN'
}

/**
 * Answers with the file or the asked range of it, or that the client has it already. Browsers may keep it and must ask
 * each time, for who may read it changes.
 * @throws 404 when the bytes are gone; 416
 */
export async function sendFile(request: FastifyRequest, reply: FastifyReply, file: SentFile): Promise<FastifyReply> {
  const ofBytes = { etag: file.etag, 'cache-control': 'private, max-age=0, must-revalidate' }
  if (matchesEtag(request.headers['if-none-match'], file.etag)) return reply.code(304).headers(ofBytes).send()
  // What the library would make of the conditions goes by the time of the file: they are answered above and in `rangeOf`.
  const asked = { method: request.raw.method, headers: rangeOf(request, file.etag) }
  const answer = await send(asked as never, file.path, {
    root: file.root,
    dotfiles: 'allow',
    index: false,
    ...{ cacheControl: false, contentType: false, etag: false, lastModified: false }
  })
  if (answer.statusCode === 416) {
    const headers = { 'content-range': String(answer.headers['Content-Range']) }
    throw new AppError(416, 'RANGE_NOT_SATISFIABLE', 'The file has no such range', { headers })
  }
  if (answer.type !== 'file') {
    request.log.error({ path: file.path }, 'a file has no bytes')
    throw notFound('File')
  }
  return reply
    .code(answer.statusCode)
    .headers(answer.headers)
    .headers(ofBytes)
    .headers(file.contentType === 'application/pdf' ? forPdf : { 'content-security-policy': policy })
    .headers(file.isShared ? { 'cross-origin-resource-policy': 'cross-origin' } : {})
    .header('content-disposition', contentDisposition(file.isInline ? 'inline' : 'attachment', file.name))
    .type(file.contentType.startsWith('text/') ? `${file.contentType}; charset=utf-8` : file.contentType)
    .send(answer.stream)
}

/** A range of other bytes than these is no range (RFC 9110, 13.1.5). */
function rangeOf({ headers }: FastifyRequest, etag: string): { range?: string } {
  const { range } = headers
  const condition = headers['if-range']
  return range !== undefined && (condition === undefined || condition === etag) ? { range } : {}
}
