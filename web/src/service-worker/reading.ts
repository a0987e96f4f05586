import { ExpirationPlugin } from 'workbox-expiration'
import { registerRoute } from 'workbox-routing'
import { Strategy, type StrategyHandler } from 'workbox-strategies'
import { answerSession, currentGeneration, isOpen, lock, readingCaches, sessionPath } from './owner.js'
import { tellPages, worker } from './scope.js'

/** What a learner opens again where there is no network. Nothing of reviews, of administration, nor the stream. */
const kept = [
  /^\/api\/me\/(continue|enrolments|cohorts|notes)$/,
  /^\/api\/courses\/[^/]+(\/(outline|projects|prerequisites|progress\/(me|explain)))?$/,
  /^\/api\/lessons\/[^/]+(\/(notes|quiz))?$/,
  /^\/api\/projects\/[^/]+(\/submission)?$/,
  /^\/api\/cohorts\/[^/]+(\/checkpoints)?$/
]
const image = /^\/api\/files\/[^/]+$/
/** On a slow network what was read before is shown after so long, and what is new when it comes. */
const patienceMs = 3_000
/** After a change nothing is shown as it was before it, unless there is no network at all. */
const afterWriteMs = 60_000
const maxAgeSeconds = 30 * 24 * 3_600
const maxAnswers = 200
const maxImages = 100
const maxImageBytes = 500_000

let wroteAt = 0

export function registerReading(): void {
  worker.addEventListener('fetch', ({ request }) => {
    if (request.method !== 'GET' && new URL(request.url).pathname.startsWith('/api/')) wroteAt = Date.now()
  })
  registerRoute(
    ({ sameOrigin, url }) => sameOrigin && url.pathname === sessionPath,
    ({ request }) => answerSession(request, mayBeKept(request) ? (patience() ?? 2 * patienceMs) : undefined)
  )
  const answers = new ExpirationPlugin({ maxEntries: maxAnswers, maxAgeSeconds, purgeOnQuotaError: true })
  registerRoute(
    ({ request, sameOrigin, url }) =>
      sameOrigin && kept.some((pattern) => pattern.test(url.pathname)) && mayBeKept(request),
    new FreshOrKept({ cacheName: readingCaches.api, plugins: [answers], matchOptions: { ignoreVary: true } })
  )
  const images = new ExpirationPlugin({ maxEntries: maxImages, maxAgeSeconds, purgeOnQuotaError: true })
  registerRoute(
    ({ request, sameOrigin, url }) => sameOrigin && request.destination === 'image' && image.test(url.pathname),
    new KeptImage({ cacheName: readingCaches.images, plugins: [images], matchOptions: { ignoreVary: true } })
  )
}

/** Who asks so wants to know how it is now. */
function mayBeKept({ cache }: Request): boolean {
  return cache !== 'no-store'
}

function patience(): number | undefined {
  return Date.now() - wroteAt > afterWriteMs ? patienceMs : undefined
}

/** From the network, or as it was when there is none, or none that is quick. */
class FreshOrKept extends Strategy {
  protected async _handle(request: Request, handler: StrategyHandler): Promise<Response> {
    const generation = currentGeneration()
    const former = (await isOpen()) ? await handler.cacheMatch(request) : undefined
    const fresh = this.#ask(request, handler, generation)
    if (!former) return fresh
    const usable = fresh.then(
      (response) => (response.status >= 502 ? former : response),
      () => former
    )
    const withinMs = patience()
    if (withinMs === undefined) return usable
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, withinMs))
    const first = await Promise.race([usable, late])
    if (first) return first
    void handler.waitUntil(usable.then((response) => tellIfOther(former, response)))
    return former.clone()
  }

  async #ask(request: Request, handler: StrategyHandler, generation: number): Promise<Response> {
    const response = await handler.fetch(request)
    if (response.status === 401) await lock()
    // Nobody reads on what they may see no more.
    if (response.status === 403 || response.status === 404) await (await caches.open(this.cacheName)).delete(request)
    if (response.status === 200 && (await isOpen()) && currentGeneration() === generation) {
      await handler.cachePut(request, response.clone())
    }
    return response
  }
}

async function tellIfOther(former: Response, response: Response): Promise<void> {
  if (response.status === 200 && (await response.clone().text()) !== (await former.text()))
    await tellPages({ kind: 'fresh' })
}

/** A file never changes: what was seen once need not come again. */
class KeptImage extends Strategy {
  protected async _handle(request: Request, handler: StrategyHandler): Promise<Response> {
    const generation = currentGeneration()
    const former = (await isOpen()) ? await handler.cacheMatch(request) : undefined
    if (former) return former
    const response = await handler.fetch(request)
    const isSmall = Number(response.headers.get('content-length') ?? Number.NaN) <= maxImageBytes
    if (response.status === 200 && isSmall && (await isOpen()) && currentGeneration() === generation) {
      await handler.cachePut(request, response.clone())
    }
    return response
  }
}
