import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, type ErrorDetails } from '../lib/errors.js'
import { sendAway } from './sse-admission.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers with events: a fault of ours that passes is answered with a time to come back, not with an error. */
    isStream?: boolean
  }
}

/** The one form in which every error leaves us. */
export interface ErrorBody {
  statusCode: number
  error: string
  code: string
  message: string
  details?: ErrorDetails
  requestId: string
  timestamp: string
  path: string
}

/** Turns an error of a layer that `http` does not know (the database) into one that the caller may see. */
export type ExplainError = (error: unknown) => AppError | undefined

const maxPathLength = 256

export function registerErrorHandler(app: FastifyInstance, explain: ExplainError): void {
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply, explain))
  const routes = collectRoutes(app)
  app.setNotFoundHandler((request, reply) => {
    const allowed = routes.methodsOf(pathOf(request.url))
    // With a method that may be used: the route itself found nothing, as the one of static files does.
    if (allowed.length === 0 || allowed.includes(request.method))
      throw new AppError(404, 'ROUTE_NOT_FOUND', 'There is nothing at this address')
    reply.header('allow', allowed.join(', '))
    throw new AppError(405, 'METHOD_NOT_ALLOWED', `Only ${allowed.join(', ')} may be used here`)
  })
}

export function sendError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  explain: ExplainError = () => undefined
): FastifyReply {
  const known = error instanceof AppError ? error : (fromFastify(error) ?? explain(error))
  if (!known) request.log.error({ err: error, requestId: request.id }, 'request failed')
  const shown = known ?? new AppError(500, 'INTERNAL_ERROR', 'Something went wrong on our side')
  if (shown.statusCode >= 500 && request.routeOptions?.config.isStream) {
    return sendAway(reply)
  }
  return reply
    .code(shown.statusCode)
    .headers(shown.headers ?? {})
    .type('application/json; charset=utf-8')
    .serializer((body: ErrorBody) => JSON.stringify(body))
    .send(errorBody(shown, request.id, pathOf(request.url)))
}

export function errorBody(
  { statusCode, code, message, details }: AppError,
  requestId: string,
  path: string
): ErrorBody {
  return {
    statusCode,
    error: STATUS_CODES[statusCode] ?? 'Error',
    code,
    message,
    ...(details && { details }),
    requestId,
    timestamp: new Date().toISOString(),
    path
  }
}

/** What does not even parse as HTTP is answered in the same form, on the bare socket. */
export function answerSocketError(error: NodeJS.ErrnoException, socket: Socket): void {
  // Browsers open connections ahead of need: one that has said nothing yet is closed without a word.
  const isUnused = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && socket.bytesRead === 0
  if (error.code === 'ECONNRESET' || !socket.writable || isUnused) {
    socket.destroy()
    return
  }
  const shown =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? new AppError(431, 'HEADERS_TOO_LARGE', 'The headers of the request are too large')
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? new AppError(408, 'REQUEST_TIMEOUT', 'The request took too long to arrive')
        : new AppError(400, 'MALFORMED_REQUEST', 'This is not an HTTP request that we understand')
  const body = JSON.stringify(errorBody(shown, 'none', ''))
  socket.end(
    `HTTP/1.1 ${shown.statusCode} ${STATUS_CODES[shown.statusCode]}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
  )
}

/** Fastify's own errors, and those of its plugins, know their status. */
function fromFastify(error: unknown): AppError | undefined {
  const { statusCode, code } = error as Partial<FastifyError>
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode >= 500) return undefined
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new AppError(413, 'BODY_TOO_LARGE', 'The body is too large')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new AppError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new AppError(400, 'MALFORMED_BODY', 'The body is not as long as its Content-Length')
    case 'FST_ERR_BAD_URL':
      return new AppError(400, 'MALFORMED_ADDRESS', 'The address is not valid UTF-8')
    default: {
      // Neither their codes, which are not ours to keep stable, nor their texts, which may hold what was sent.
      const name = STATUS_CODES[statusCode] ?? 'Bad Request'
      return new AppError(statusCode, name.toUpperCase().replace(/[^A-Z]+/g, '_'), 'The request is not valid')
    }
  }
}

/** The path alone: a query may hold a token. */
function pathOf(url: string): string {
  return (url.split('?', 1)[0] ?? '').slice(0, maxPathLength)
}

function collectRoutes(app: FastifyInstance) {
  const routes: { methods: string[]; pattern: RegExp }[] = []
  app.addHook('onRoute', ({ method, url }) => {
    const pattern = url
      .split('/')
      .map((part) =>
        part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      )
      .join('/')
    routes.push({ methods: [method].flat(), pattern: new RegExp(`^${pattern}$`) })
  })
  return {
    methodsOf: (path: string) => [
      ...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))
    ]
  }
}
