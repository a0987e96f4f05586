import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'

/** One block of an event stream, as the wire has it: lines of the same field are joined as the standard says. */
export interface SseBlock {
  id?: string
  event?: string
  data?: string
  retry?: number
  comment?: string
  raw: string
  /** performance.now() when its last byte came. */
  atMs: number
}

export interface SseClient {
  status: number
  headers: IncomingHttpHeaders
  /** Every complete block so far. */
  blocks: SseBlock[]
  /** The body so far, incomplete blocks too. */
  text(): string
  rawBytes(): number
  /** performance.now() when the first byte of the body came. */
  firstByteAtMs(): number | undefined
  /** The next block that nobody took yet and that fits; those before it are taken with it. Heartbeats only if asked for. */
  next(fits?: (block: SseBlock) => boolean, timeoutMs?: number): Promise<SseBlock>
  /** Stops reading, so that the buffers fill up on both sides. */
  pause(): void
  resume(): void
  /** Leaves with a FIN, as a closed tab does. */
  close(): void
  /** Leaves with a RST, as a lost network or a killed process looks. */
  cut(): void
  /** How the stream ended: the server finished its answer, or the connection broke. */
  ended: Promise<'finished' | 'broken'>
}

/** A client on a real socket: no reconnects, nothing interpreted, so that a test sees what was sent. */
export async function connectSse(
  url: string,
  options: { headers?: Record<string, string>; method?: string; isPaused?: boolean } = {}
): Promise<SseClient> {
  const headers = { accept: 'text/event-stream', ...options.headers }
  const outgoing = request(url, { agent: false, method: options.method ?? 'GET', headers }).end()
  const [response]: IncomingMessage[] = await once(outgoing, 'response')
  if (!response) throw new Error('no answer')
  outgoing.on('error', () => {})

  const { socket } = response
  const blocks: SseBlock[] = []
  let taken = 0
  let rest = ''
  let rawBytes = 0
  let firstByteAtMs: number | undefined
  let isOver = false
  let onNews = () => {}
  const text = () => blocks.map((block) => block.raw).join('') + rest

  function read(chunk: string): void {
    firstByteAtMs ??= performance.now()
    rawBytes += Buffer.byteLength(chunk)
    const parts = (rest + chunk).split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) blocks.push(parseBlock(`${part}\n\n`))
    onNews()
  }

  response.setEncoding('utf8')
  if (options.isPaused) socket.pause()
  else response.on('data', read)
  const ended = new Promise<'finished' | 'broken'>((resolve) => {
    response.on('error', () => {})
    response.on('close', () => {
      isOver = true
      onNews()
      resolve(response.complete ? 'finished' : 'broken')
    })
  })

  async function next(fits = isNoHeartbeat, timeoutMs = 10_000): Promise<SseBlock> {
    const deadline = AbortSignal.timeout(timeoutMs)
    for (;;) {
      const index = blocks.findIndex((block, at) => at >= taken && fits(block))
      const found = blocks[index]
      if (found) {
        taken = index + 1
        return found
      }
      if (isOver) throw new Error(`the stream ended without the block; it holds ${JSON.stringify(text().slice(-500))}`)
      if (deadline.aborted)
        throw new Error(`no such block in ${timeoutMs} ms; there is ${JSON.stringify(text().slice(-500))}`)
      await new Promise<void>((resolve) => {
        onNews = resolve
        deadline.addEventListener('abort', () => resolve(), { once: true })
      })
    }
  }

  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    blocks,
    text,
    rawBytes: () => rawBytes,
    firstByteAtMs: () => firstByteAtMs,
    next,
    pause: () => {
      response.pause()
      socket.pause()
    },
    resume: () => {
      if (response.listenerCount('data') === 0) response.on('data', read)
      response.resume()
      socket.resume()
    },
    close: () => socket.end(),
    cut: () => {
      if (!socket.destroyed) socket.resetAndDestroy()
    },
    ended
  }
}

function isNoHeartbeat(block: SseBlock): boolean {
  return block.comment !== 'heartbeat'
}

function parseBlock(raw: string): SseBlock {
  const block: SseBlock = { raw, atMs: performance.now() }
  for (const line of raw.split('\n').filter((each) => each !== '')) {
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === '') block.comment = value
    else if (field === 'data') block.data = block.data === undefined ? value : `${block.data}\n${value}`
    else if (field === 'retry') block.retry = Number(value)
    else if (field === 'id') block.id = value
    else if (field === 'event') block.event = value
    else throw new Error(`unknown field in ${JSON.stringify(raw)}`)
  }
  return block
}
