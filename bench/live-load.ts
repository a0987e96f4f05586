import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { adminIndex, cookieOf } from './accounts.js'
import { bodyOf, KeepAlive, requestBytes } from './keep-alive.js'
import { type Latencies, summarize } from './numbers.js'
import { serve } from './worker.js'

/** What is loaded: our product, or a peer that does the same with an address for each user. */
export type Kind = 'product' | 'peer'

interface Target {
  kind: Kind
  /** Users take turns at them. */
  ports: number[]
}

interface Live {
  socket: Socket
  index: number
  isOpen: boolean
  tail: string
  lastId: string
  retryMs: number
}

const openAtOnce = 200
const eventsWithinMs = 10_000
/** Longer than a mark with what stands around it. */
const tailLength = 100
const marks = /bench-(\d+)\./g

const streams = new Map<number, Live>()
/** When each event was due to be sent; and how long it took, from then, to its stream. */
let dueAt: number[] = []
let latencies: number[] = []
let endings = 0
/** As a browser does, whatever it was sent away for. */
let comesBack = false

function streamBytes({ kind, ports }: Target, index: number, lastId = ''): { port: number; bytes: Buffer } {
  const port = ports[index % ports.length]!
  const path = kind === 'product' ? '/api/notifications/stream' : `/stream?user=${index}`
  const headers = {
    accept: 'text/event-stream',
    ...(kind === 'product' && cookieOf(index)),
    ...(lastId && { 'last-event-id': lastId })
  }
  return { port, bytes: requestBytes(port, { path, headers }) }
}

/** Resolves with the head of its answer. */
function openOne(target: Target, index: number, lastId = ''): Promise<void> {
  const { port, bytes } = streamBytes(target, index, lastId)
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const live: Live = { socket, index, isOpen: false, tail: '', lastId, retryMs: 0 }
    streams.set(index, live)
    socket.setEncoding('latin1')
    socket.on('data', (chunk) => {
      read(live, String(chunk))
      if (live.isOpen) resolve()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      if (streams.get(index) !== live) return
      streams.delete(index)
      endings += 1
      if (!comesBack) return resolve()
      // As a browser does: after as long as it was told to wait.
      setTimeout(() => openOne(target, index, live.lastId).then(resolve), live.retryMs || 1_000)
    })
    socket.write(bytes)
  })
}

function read(live: Live, chunk: string): void {
  const text = live.tail + chunk
  let end = 0
  for (const found of text.matchAll(marks)) {
    const sent = dueAt[Number(found[1])]
    if (sent !== undefined) latencies.push(performance.now() - sent)
    end = found.index + found[0].length
  }
  live.tail = text.slice(Math.max(end, text.length - tailLength))
  const idAt = text.lastIndexOf('\nid: ') + 5
  const idEnd = text.indexOf('\n', idAt)
  if (idAt >= 5 && idEnd > 0) live.lastId = text.slice(idAt, idEnd)
  const retry = /^retry: (\d+)$/m.exec(text)?.[1]
  if (retry) live.retryMs = Number(retry)
  // A refusal is a comment and the time to come back; a stream has data, or at nchan nothing but its head.
  if (!text.includes(': come back later')) live.isOpen = true
}

async function open({ target, count }: { target: Target; count: number }): Promise<{ seconds: number }> {
  const startedAt = performance.now()
  let next = 0
  comesBack = true
  const openSome = async () => {
    while (next < count) await openOne(target, next++)
  }
  await Promise.all(Array.from({ length: openAtOnce }, openSome))
  comesBack = false
  return { seconds: (performance.now() - startedAt) / 1000 }
}

export interface Published {
  events: number
  /** That were answered with a 503: there was more to do than the server could. */
  refused: number
  arrived: number
  /** From the moment at which an event was due to be sent to its frame. */
  ms: Latencies
}

async function publish(asked: {
  target: Target
  userIds: string[]
  perSecond: number
  seconds: number
}): Promise<Published> {
  const { target, userIds, perSecond, seconds } = asked
  const events = perSecond * seconds
  const pools = new Map<number, KeepAlive[]>(target.ports.map((port) => [port, []]))
  dueAt = []
  latencies = []
  const answers: Promise<boolean>[] = []
  const startedAt = performance.now() + 100
  for (let k = 0; k < events; k++) {
    const due = startedAt + (k * 1000) / perSecond
    const pause = due - performance.now()
    if (pause > 0) await sleep(pause)
    // Another order than that in which they were opened; 7,919 is prime.
    const index = (k * 7_919) % streams.size
    dueAt[k] = due
    answers.push(publishOne({ target, pools, index, userId: userIds[index] ?? '', k }))
  }
  const refused = (await Promise.all(answers)).filter((isTaken) => !isTaken).length
  const deadline = performance.now() + eventsWithinMs
  while (latencies.length < events - refused && performance.now() < deadline) await sleep(20)
  for (const pool of pools.values()) for (const connection of pool) connection.close()
  return { events, refused, arrived: latencies.length, ms: summarize(latencies) }
}

interface One {
  target: Target
  pools: Map<number, KeepAlive[]>
  index: number
  userId: string
  k: number
}

/** Whether it was taken. Not where the stream is: with several instances an event crosses from one to the other. */
async function publishOne({ target: { kind, ports }, pools, index, userId, k }: One): Promise<boolean> {
  const port = ports[(index + 1) % ports.length]!
  const pool = pools.get(port) ?? []
  let connection = pool.find(({ isFree }) => isFree)
  if (!connection) {
    connection = await KeepAlive.open(port)
    pool.push(connection)
  }
  const news = { type: 'announcement', title: `bench-${k}.`, message: 'Ada kabar baru untukmu.' }
  const isProduct = kind === 'product'
  const reply = await connection.request(
    requestBytes(port, {
      method: 'POST',
      path: isProduct ? '/api/notifications' : `/publish?user=${index}`,
      headers: isProduct ? cookieOf(adminIndex) : {},
      body: JSON.stringify(isProduct ? { ...news, userIds: [userId] } : { unreadCount: 1, newNotifications: [news] })
    })
  )
  if (reply.status === 503) return false
  if (reply.status !== 201 && reply.status !== 202) throw new Error(`answered ${reply.status}: ${bodyOf(reply)}`)
  return true
}

/** All are cut at once and come back as browsers do. Resolves when all are there again. */
async function storm({ target }: { target: Target }): Promise<{ seconds: number; refusals: number }> {
  const before = [...streams.values()].map(({ socket, index, lastId }) => ({ socket, index, lastId }))
  streams.clear()
  for (const { socket } of before) socket.resetAndDestroy()
  endings = 0
  comesBack = true
  const startedAt = performance.now()
  await Promise.all(before.map(({ index, lastId }) => openOne(target, index, lastId)))
  comesBack = false
  return { seconds: (performance.now() - startedAt) / 1000, refusals: endings }
}

async function close(_: null): Promise<void> {
  const sockets = [...streams.values()].map(({ socket }) => socket)
  streams.clear()
  for (const socket of sockets) socket.destroy()
}

const commands = { open, publish, storm, close, count: async (_: null) => streams.size }
export type LiveLoad = typeof commands
serve(commands)
