import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../lib/errors.js'
import { varyBy } from './encodings.js'
import { matchesEtag } from './etag.js'
import { formFor, isNamedLikeFile, readWebFiles, type WebFile, type WebFiles } from './web-files.js'

/** Where the build puts it; the same place from `src` and from `dist`. */
const builtFolder = fileURLToPath(new URL('../../dist/web', import.meta.url))

/**
 * Nothing from elsewhere, no script and no style in a page. It goes with every file: a worker is held to the policy that its
 * own script came with.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:", // blob: what is about to be uploaded
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'", // a PDF beside its review; of what we answer, nothing else can be framed
  "form-action 'self'",
  "base-uri 'none'",
  // Where a browser knows them, HTML and workers come through web/src/ui/trusted.ts alone.
  "require-trusted-types-for 'script'",
  'trusted-types naik-kelas default',
  "frame-ancestors 'none'"
].join('; ')

const options = {
  config: { access: 'public', rateLimit: false, evenUnderPressure: true, isSameForAll: true },
  schema: { hide: true }
} as const

/**
 * The web client below `/app/`: its files, and its one page at every other address there, where the client itself finds out
 * what to show. The product starts without them and says what to do.
 */
export function registerWebClient(app: FastifyInstance, folder = builtFolder): void {
  let reading: Promise<WebFiles> | undefined
  const findFiles = () => {
    reading ??= readWebFiles(folder).catch((error) => {
      reading = undefined // built meanwhile, they are found
      throw error
    })
    return reading
  }
  app.addHook('onListen', async () => {
    await findFiles().catch(() => app.log.warn('the web client is not built: npm run build'))
  })

  app.get('/', options, async (_request, reply) => reply.redirect('/app/'))
  app.get('/app', options, async (request, reply) => reply.redirect(`/app/${request.url.slice('/app'.length)}`))
  app.get<{ Params: { '*': string } }>('/app/*', options, async (request, reply) => {
    const path = request.params['*']
    const files = await findFiles().catch(() => undefined)
    const page = files?.get('index.html')
    if (!files || !page) return sayThatNotBuilt(reply)
    const file = files.get(path)
    if (file) return sendWebFile(request, reply, file, path.startsWith('assets/'))
    // A page instead of a script that a newer version no longer has would be kept, and fail in a way nobody understands.
    if (isNamedLikeFile(path)) throw noSuchFile()
    return sendWebFile(request, reply, page, false)
  })
}

/** The name of an immutable file changes with its bytes. */
function sendWebFile(request: FastifyRequest, reply: FastifyReply, file: WebFile, isImmutable: boolean): FastifyReply {
  const form = formFor(file, request.headers['accept-encoding'])
  if (!form) throw noSuchFile()
  // Those of a 304 take the place of those that the browser has kept: the policy must be among them.
  reply.headers({
    etag: form.etag,
    'cache-control': isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': policy
  })
  varyBy(reply, 'accept-encoding')
  if (matchesEtag(request.headers['if-none-match'], form.etag)) return reply.code(304).send()
  if (form.encoding !== 'identity') reply.header('content-encoding', form.encoding)
  return reply.type(file.contentType).send(form.bytes)
}

function sayThatNotBuilt(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .headers({ 'cache-control': 'no-store', 'retry-after': '10' })
    .type('text/plain; charset=utf-8')
    .send('The web client is not built here: npm run build. The API is described at /docs/.\n')
}

function noSuchFile(): AppError {
  const headers = { 'cache-control': 'no-store' }
  return new AppError(404, 'ROUTE_NOT_FOUND', 'There is nothing at this address', { headers })
}
