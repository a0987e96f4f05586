import { type ClientRequest, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Session } from './session.js'

/** What one client of a user has seen, over all its connections. */
export interface Reader {
  /** Ids of notifications in the order of their first coming; what comes twice is counted once. */
  readonly received: readonly string[]
  /** How often one came that was there already. */
  readonly repeated: number
  /** What must not be: resets, refusals, positions that go back. */
  readonly faults: readonly string[]
  readonly connections: number
  position(): string
  stop(): Promise<void>
}

interface Changes {
  reset: boolean
  position: string
  newNotifications: { id: string }[]
}

interface ReaderOptions {
  session: Session
  addresses: readonly string[]
  /** Of the list that it read first. */
  position: string
  /** Polls instead of listening. */
  isPolling: boolean
  random: () => number
}

const pauseMs = 100
const longestStayMs = 3_000
const longestCutAtByte = 4_000

/**
 * Listens as a browser does, to whichever instance answers, and is cut at any byte: by itself, and by whatever happens to
 * the instances. It knows one thing between two connections: the last id that came whole.
 */
export function createReader({ session, addresses, isPolling, random, ...first }: ReaderOptions): Reader {
  const received: string[] = []
  const known = new Set<string>()
  const faults: string[] = []
  let { position } = first
  let repeated = 0
  let connections = 0
  let isStopped = false
  let current: ClientRequest | undefined

  function take(notifications: readonly { id: string }[]): void {
    for (const { id } of notifications) {
      if (known.has(id)) repeated += 1
      else received.push(id)
      known.add(id)
    }
  }

  function moveTo(next: string): void {
    const [epoch, seq] = next.split('.')
    const [epochBefore, seqBefore] = position.split('.')
    if (epoch !== epochBefore || Number(seq) < Number(seqBefore)) faults.push(`from ${position} to ${next}`)
    position = next
  }

  function readBlock(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
    const [id, event, data] = [field('id'), field('event'), field('data')]
    if (event !== undefined) faults.push(`event ${event} at ${position}`)
    if (id === undefined || data === undefined) return
    take(JSON.parse(data).newNotifications ?? [])
    moveTo(id)
  }

  /** One connection, until it ends or is cut. Whoever does not answer now is asked again later. */
  function listenOnce(address: string): Promise<void> {
    const cutAfterMs = random() * longestStayMs
    const cutAtByte = random() < 0.5 ? Math.floor(random() * longestCutAtByte) : Number.POSITIVE_INFINITY
    return new Promise((resolve) => {
      const headers = { accept: 'text/event-stream', cookie: session.cookie, 'last-event-id': position }
      const outgoing = request(`${address}/api/notifications/stream`, { agent: false, headers })
      current = outgoing
      const timer = setTimeout(() => outgoing.destroy(), cutAfterMs)
      outgoing.on('error', () => {})
      outgoing.on('close', () => {
        clearTimeout(timer)
        resolve()
      })
      outgoing.on('response', (response) => {
        connections += 1
        if (response.statusCode !== 200) faults.push(`answered ${response.statusCode}`)
        let bytes = 0
        let rest = ''
        response.on('error', () => {})
        response.setEncoding('latin1') // a byte is a character: the cut may be within one of UTF-8
        response.on('data', (chunk: string) => {
          const kept = chunk.slice(0, cutAtByte - bytes)
          bytes += chunk.length
          const parts = (rest + kept).split('\n\n')
          rest = parts.pop() ?? ''
          for (const part of parts) readBlock(Buffer.from(part, 'latin1').toString('utf8'))
          if (bytes >= cutAtByte) outgoing.socket?.resetAndDestroy()
        })
      })
      outgoing.end()
    })
  }

  async function pollOnce(address: string): Promise<void> {
    const query = new URLSearchParams({ wait: '2', after: position })
    try {
      const response = await fetch(`${address}/api/notifications/changes?${query}`, {
        headers: { cookie: session.cookie },
        signal: AbortSignal.timeout(Math.ceil(1 + random() * longestStayMs))
      })
      connections += 1
      if (response.status === 503) return
      const body = (await response.json()) as Changes
      if (response.status !== 200) faults.push(`answered ${response.status}: ${JSON.stringify(body)}`)
      else if (body.reset) faults.push(`reset at ${position}`)
      else {
        take(body.newNotifications)
        moveTo(body.position)
      }
    } catch {
      // cut, or nobody there
    }
  }

  async function work(): Promise<void> {
    while (!isStopped) {
      const address = addresses[Math.floor(random() * addresses.length)] ?? ''
      await (isPolling ? pollOnce(address) : listenOnce(address))
      await sleep(random() * pauseMs)
    }
  }

  const working = work()
  return {
    received,
    faults,
    get repeated() {
      return repeated
    },
    get connections() {
      return connections
    },
    position: () => position,
    async stop() {
      isStopped = true
      current?.destroy()
      await working
    }
  }
}
