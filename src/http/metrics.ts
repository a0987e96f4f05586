import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Numbers that somebody else keeps, read when the metrics are asked for. */
export interface MetricSource {
  name: string
  help: string
  /** `counter`: it only grows while the process lives. */
  kind: 'counter' | 'gauge'
  /** The name of the label, when there are several values. */
  label?: string
  read: () => MetricValue[] | Promise<MetricValue[]>
}

export interface MetricValue {
  value: number
  /** Of the label. */
  of?: string
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its answers last as long as somebody listens: their times say nothing. */
    isUnmeasured?: boolean
  }
}

export interface MetricsOptions {
  /** Whoever sends it as a bearer may read them, besides users who hold `metrics.read`. */
  token: string | undefined
  sources: readonly MetricSource[]
}

/** Seconds, from what a cached read takes to what somebody gives up on. */
const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const latencyBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5]

/** How long from a wake to the frame that it leads to, in seconds. */
export type ObserveWake = (seconds: number) => void

/** Of the process: its memory, its event loop. Once for all apps in it. */
let processMetrics: Registry | undefined

export type Metrics = ReturnType<typeof createMetrics>

/** What the process counts and measures, as Prometheus reads it. */
export function createMetrics() {
  const registry = new Registry()
  if (!processMetrics) {
    processMetrics = new Registry()
    collectDefaultMetrics({ register: processMetrics })
  }
  const ofProcess = processMetrics
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long answers took, by route; streams and long polls are not among them',
    labelNames: ['method', 'route', 'status'],
    buckets: requestBuckets,
    registers: [registry]
  })
  const wakes = new Histogram({
    name: 'stream_wake_to_write_seconds',
    help: 'From the moment that a user has news to the frame of each of their streams',
    buckets: latencyBuckets,
    registers: [registry]
  })
  type Observe = (seconds: number) => void
  /** Made once for each route and status: to look a label up costs more than to count. */
  const observers = new Map<string, Observe>()

  function observerOf(method: string, route: string, status: number): Observe {
    const key = `${method} ${route} ${status}`
    const known = observers.get(key)
    if (known) return known
    const child = requests.labels(method, route, String(status))
    const observe: Observe = (seconds) => child.observe(seconds)
    observers.set(key, observe)
    return observe
  }

  return {
    observeWake: ((seconds) => wakes.observe(seconds)) as ObserveWake,

    /** Measures every answer, and serves what was measured. */
    register(app: FastifyInstance, { token, sources }: MetricsOptions): void {
      for (const source of sources) addSource(registry, source)
      app.addHook('onResponse', (request, reply, done) => {
        const { url, config } = request.routeOptions
        if (!config.isUnmeasured) observerOf(request.method, url ?? 'none', reply.statusCode)(reply.elapsedTime / 1000)
        done()
      })
      app.get(
        '/api/metrics',
        {
          config: {
            access: 'metrics.read',
            isAlsoAllowed: (request) => bearsToken(request, token),
            rateLimit: false,
            evenUnderPressure: true,
            isPassive: true
          },
          schema: {
            operationId: 'readMetrics',
            summary: 'What the process counts and measures, for Prometheus',
            description: 'Needs `metrics.read`, or `METRICS_TOKEN` as a bearer. Each instance tells of itself.',
            tags: ['operations'],
            response: {
              200: { description: 'The metrics', content: { 'text/plain': { schema: { type: 'string' } } } }
            } as Record<number, unknown>
          }
        },
        async (_request, reply) => {
          const texts = await Promise.all([registry.metrics(), ofProcess.metrics()])
          return reply.header('content-type', registry.contentType).send(texts.join('\n'))
        }
      )
    }
  }
}

function addSource(registry: Registry, { name, help, kind, label, read }: MetricSource): void {
  const options = { name, help, labelNames: label ? [label] : [], registers: [registry] }
  if (kind === 'gauge') {
    new Gauge({
      ...options,
      async collect() {
        const values = await read()
        this.reset()
        for (const { of, value } of values) this.set(label && of !== undefined ? { [label]: of } : {}, value)
      }
    })
    return
  }
  new Counter({
    ...options,
    async collect() {
      const values = await read()
      this.reset() // the sum is kept elsewhere; between the two nobody looks
      for (const { of, value } of values) this.inc(label && of !== undefined ? { [label]: of } : {}, value)
    }
  })
}

/** By their hashes: the time it takes tells nothing, not even the length. */
function bearsToken({ headers }: FastifyRequest, token: string | undefined): boolean {
  const [, sent] = /^Bearer ([^\s]{1,500})$/i.exec(headers.authorization ?? '') ?? []
  if (token === undefined || sent === undefined) return false
  return timingSafeEqual(digest(sent), digest(token))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
