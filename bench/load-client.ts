import { bodyOf, KeepAlive, type Reply, type RequestText, requestBytes } from './keep-alive.js'
import { type Latencies, summarize } from './numbers.js'
import { serve } from './worker.js'

/** Stands in a body for a number that is another one in each request, as long as this text. */
export const uniqueMark = '########'

export interface Load {
  port: number
  /** Sent in turn. */
  requests: RequestText[]
  /** Any other status fails the run. */
  status: number
  connections: number
  seconds: number
  /** Takes a core for itself; see `stayAwake`. Not where the server needs all of them. */
  staysAwake?: boolean
  /** At this pace whatever comes back, instead of one after another on each connection. */
  perSecond?: number
}

export interface LoadResult {
  count: number
  perSecond: number
  ms: Latencies
}

let uniqueNumber = 0

async function run({ port, requests, status, connections, seconds, staysAwake, perSecond }: Load): Promise<LoadResult> {
  const templates = requests.map((request) => createSender(requestBytes(port, request)))
  const pool = await Promise.all(Array.from({ length: connections }, () => KeepAlive.open(port)))
  const latencies: number[] = []
  let turn = 0
  const nextBytes = () => templates[turn++ % templates.length]!()
  const check = (reply: Reply) => {
    if (reply.status === status) return
    throw new Error(`answered ${reply.status}, not ${status}: ${bodyOf(reply).slice(0, 500)}`)
  }
  const startedAt = performance.now()
  const until = startedAt + seconds * 1000
  const stopSpinning = staysAwake ? stayAwake() : () => {}
  try {
    if (perSecond === undefined) await oneAfterAnother()
    else await atPace(perSecond)
  } finally {
    stopSpinning()
    for (const connection of pool) connection.close()
  }
  const count = latencies.length
  return { count, perSecond: (count / (performance.now() - startedAt)) * 1000, ms: summarize(latencies) }

  async function oneAfterAnother(): Promise<void> {
    await Promise.all(
      pool.map(
        (connection) =>
          new Promise<void>((resolve, reject) => {
            const send = () => {
              const sentAt = performance.now()
              if (sentAt >= until) return resolve()
              const onReply = (reply: Reply) => {
                latencies.push(performance.now() - sentAt)
                try {
                  check(reply)
                } catch (error) {
                  return reject(error)
                }
                send()
              }
              connection.send(nextBytes(), onReply, reject)
            }
            send()
          })
      )
    )
  }

  /** Timed from the moment at which a request was due, so that a stall is seen by all that came during it. */
  async function atPace(rate: number): Promise<void> {
    const open: Promise<void>[] = []
    for (let i = 0; i < rate * seconds; i++) {
      const dueAt = startedAt + (i * 1000) / rate
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueAt - performance.now())))
      let connection = pool.find(({ isFree }) => isFree)
      if (!connection) {
        connection = await KeepAlive.open(port)
        pool.push(connection)
      }
      const answer = connection.request(nextBytes()).then((reply) => {
        latencies.push(performance.now() - dueAt)
        check(reply)
      })
      answer.catch(() => {}) // told by the await below
      open.push(answer)
    }
    await Promise.all(open)
  }
}

function createSender(bytes: Buffer): () => Buffer {
  const markAt = bytes.indexOf(uniqueMark)
  if (markAt < 0) return () => bytes
  return () => {
    const own = Buffer.from(bytes)
    own.write(String(++uniqueNumber).padStart(uniqueMark.length, '0'), markAt, 'latin1')
    return own
  }
}

const commands = { run }
export type LoadClient = typeof commands
serve(commands)

/**
 * Keeps this process from going to sleep between two answers. To wake a process on the other core costs the one that
 * writes to it, in a virtual machine up to 30 µs, more than a whole request of the bare server: it would be counted
 * against every server that does not keep the client busy all the time.
 */
function stayAwake(): () => void {
  let isOver = false
  const spin = () => {
    if (!isOver) setImmediate(spin)
  }
  spin()
  return () => {
    isOver = true
  }
}
