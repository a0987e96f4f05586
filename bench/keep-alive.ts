import { connect, type Socket } from 'node:net'

export interface Reply {
  status: number
  /** Header block and body as they came. */
  raw: Buffer
  bodyStart: number
}

const blankLine = Buffer.from('\r\n\r\n')

/**
 * One keep-alive connection that sends ready-made bytes and finds the end of each answer, and does no more: the load
 * must cost less than what it loads. Answers must carry `content-length`, which all but streams do.
 */
export class KeepAlive {
  readonly #socket: Socket
  #rest: Buffer | undefined
  #onReply: ((reply: Reply) => void) | undefined
  #onError: (error: Error) => void = () => {}

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#read(chunk))
    socket.on('error', (error) => this.#onError(error))
    socket.on('close', () => this.#onReply && this.#onError(new Error('the connection was closed before its answer')))
  }

  static open(port: number): Promise<KeepAlive> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(new KeepAlive(socket))
      })
    })
  }

  get isFree(): boolean {
    return this.#onReply === undefined && !this.#socket.destroyed
  }

  send(request: Buffer, onReply: (reply: Reply) => void, onError: (error: Error) => void): void {
    this.#onReply = onReply
    this.#onError = onError
    this.#socket.write(request)
  }

  request(request: Buffer): Promise<Reply> {
    return new Promise((resolve, reject) => this.send(request, resolve, reject))
  }

  close(): void {
    this.#onReply = undefined
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk
    const reply = parse(bytes)
    this.#rest = reply ? undefined : bytes
    const onReply = this.#onReply
    if (!reply || !onReply) return
    this.#onReply = undefined
    onReply(reply)
  }
}

/** Nothing is pipelined, so what comes is one answer or a part of it. */
function parse(bytes: Buffer): Reply | undefined {
  const headEnd = bytes.indexOf(blankLine)
  if (headEnd < 0) return undefined
  const head = bytes.toString('latin1', 0, headEnd)
  const status = Number(head.slice(9, 12))
  const bodyStart = headEnd + 4
  if (status === 204 || status === 304) return { status, raw: bytes, bodyStart }
  const at = Math.max(head.indexOf('content-length: '), head.indexOf('Content-Length: '))
  if (at < 0) throw new Error(`an answer without content-length:\n${head}`)
  const length = Number.parseInt(head.slice(at + 16, at + 26), 10)
  return bytes.length >= bodyStart + length ? { status, raw: bytes, bodyStart } : undefined
}

export function bodyOf({ raw, bodyStart }: Reply): string {
  return raw.toString('utf8', bodyStart)
}

export interface RequestText {
  method?: 'GET' | 'POST' | 'PUT'
  path: string
  headers?: Record<string, string>
  body?: string
}

/** The bytes of a request with the headers that a program of ours sends. */
export function requestBytes(port: number, { method = 'GET', path, headers = {}, body }: RequestText): Buffer {
  const host = `127.0.0.1:${port}`
  const all: Record<string, string> = { host, accept: 'application/json', ...headers }
  if (method !== 'GET') all.origin = `http://${host}`
  if (body !== undefined) {
    all['content-type'] = 'application/json'
    all['content-length'] = String(Buffer.byteLength(body))
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`)
}
