import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { adminIndex, cookieOf } from './accounts.js'
import { bodyOf, KeepAlive, type Reply, requestBytes } from './keep-alive.js'
import { type Latencies, summarize } from './numbers.js'
import { serve } from './worker.js'

const openAtOnce = 100
const firstFrameWithinMs = 30_000
const newsWithinMs = 30_000
const betweenSinglesMs = 10
const firstFrame = Buffer.from('data: {"unreadCount":')

interface Held {
  socket: Socket
  /** Of what came since the marker was set, when it may hold a part of it. */
  tail: Buffer | undefined
  hasSeen: boolean
}

/** What the streams are looked through for, and what happens at each stream that has it. */
interface Watch {
  marker: Buffer
  onSeen: (index: number) => void
}

/** By the index of the user, whose stream it is. */
const held = new Map<number, Held>()
let watch: Watch | undefined
let lost = 0
let sent = 0

async function open({ port, count }: { port: number; count: number }): Promise<{ seconds: number }> {
  const startedAt = performance.now()
  let next = 0
  async function openSome(): Promise<void> {
    while (next < count) await openOne(port, next++)
  }
  await Promise.all(Array.from({ length: openAtOnce }, openSome))
  return { seconds: (performance.now() - startedAt) / 1000 }
}

function openOne(port: number, index: number): Promise<void> {
  const headers = { accept: 'text/event-stream', ...cookieOf(index) }
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const stream: Held = { socket, tail: undefined, hasSeen: false }
    const fail = (why: string) => reject(new Error(`stream ${index}: ${why}`))
    const timer = setTimeout(fail, firstFrameWithinMs, 'no first frame')
    let head: Buffer | undefined = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      if (!head) return look(index, stream, chunk)
      head = Buffer.concat([head, chunk])
      if (!head.includes(firstFrame)) return
      if (!head.toString('latin1', 0, 12).endsWith(' 200')) return fail(head.toString('utf8').slice(0, 500))
      head = undefined
      clearTimeout(timer)
      held.set(index, stream)
      resolve()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      if (head) fail(`closed after "${head.toString('utf8').slice(0, 300)}"`)
      if (held.delete(index)) lost += 1
    })
    socket.write(requestBytes(port, { path: '/api/notifications/stream', headers }))
  })
}

function look(index: number, stream: Held, chunk: Buffer): void {
  if (!watch || stream.hasSeen) return
  const bytes = stream.tail ? Buffer.concat([stream.tail, chunk]) : chunk
  stream.hasSeen = bytes.includes(watch.marker)
  stream.tail = stream.hasSeen ? undefined : bytes
  if (stream.hasSeen) watch.onSeen(index)
}

async function close(_: null): Promise<void> {
  const sockets = [...held.values()].map(({ socket }) => socket)
  held.clear()
  for (const socket of sockets) socket.destroy()
}

interface Sent {
  answeredAt: number
  sentAt: number
  /** When each stream had it, in the order of their coming. */
  seenAt: number[]
}

/** Sends a notification and waits until as many streams as are expected have it; the clock is one. */
async function send(connection: KeepAlive, port: number, audience: object, expected: number): Promise<Sent> {
  const title = `bench ${process.pid} ${++sent}.`
  const body = JSON.stringify({ type: 'announcement', title, message: 'Ada kabar baru untukmu.', ...audience })
  const bytes = requestBytes(port, { method: 'POST', path: '/api/notifications', headers: cookieOf(adminIndex), body })
  for (const stream of held.values()) stream.hasSeen = false
  const seenAt: number[] = []
  let timer: NodeJS.Timeout | undefined
  const allSeen = new Promise<void>((resolve, reject) => {
    const tell = () => reject(new Error(`${seenAt.length} of ${expected} streams had it after ${newsWithinMs} ms`))
    timer = setTimeout(tell, newsWithinMs)
    const onSeen = () => {
      if (seenAt.push(performance.now()) === expected) resolve()
    }
    watch = { marker: Buffer.from(title), onSeen }
  })
  const sentAt = performance.now()
  const answered = connection.request(bytes).then((reply) => {
    requireCreated(reply)
    return performance.now()
  })
  const [answeredAt] = await Promise.all([answered, allSeen])
  clearTimeout(timer)
  watch = undefined
  for (const stream of held.values()) stream.tail = undefined
  return { sentAt, answeredAt, seenAt }
}

function requireCreated(reply: Reply): void {
  if (reply.status !== 201) throw new Error(`POST /api/notifications answered ${reply.status}: ${bodyOf(reply)}`)
}

export interface Singles {
  /** From the answer to the POST; 0 for those who had it before. */
  fromAnswer: Latencies
  fromSend: Latencies
  beforeAnswer: number
}

async function notifyOne(options: { port: number; userIds: string[]; samples: number }): Promise<Singles> {
  const { port, userIds, samples } = options
  const connection = await KeepAlive.open(port)
  const fromAnswer: number[] = []
  const fromSend: number[] = []
  for (let i = 0; i < samples; i++) {
    const userId = userIds[Math.floor(((i + 0.5) / samples) * held.size)]
    const { sentAt, answeredAt, seenAt } = await send(connection, port, { userIds: [userId] }, 1)
    fromAnswer.push(Math.max(0, seenAt[0]! - answeredAt))
    fromSend.push(seenAt[0]! - sentAt)
    await sleep(betweenSinglesMs)
  }
  connection.close()
  const beforeAnswer = fromAnswer.filter((latency) => latency === 0).length
  return { fromAnswer: summarize(fromAnswer), fromSend: summarize(fromSend), beforeAnswer }
}

export interface Broadcast {
  /** From the sending to the answer. */
  answerMs: number
  /** From the answer to the last stream. */
  completeMs: number
  totalMs: number
}

async function notifyAll({ port }: { port: number }): Promise<Broadcast> {
  const connection = await KeepAlive.open(port)
  const { sentAt, answeredAt, seenAt } = await send(connection, port, { all: true }, held.size)
  connection.close()
  const lastAt = seenAt.at(-1) ?? answeredAt
  return {
    answerMs: answeredAt - sentAt,
    completeMs: Math.max(0, lastAt - answeredAt),
    totalMs: Math.max(lastAt, answeredAt) - sentAt
  }
}

async function state(_: null): Promise<{ open: number; lost: number }> {
  return { open: held.size, lost }
}

const commands = { open, close, notifyOne, notifyAll, state }
export type StreamHolder = typeof commands
serve(commands)
