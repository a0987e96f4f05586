import { isFields, stands } from './merging.js'
import type { Answer, Kept, Write } from './writes.js'

const timeoutMs = 20_000
const pageSize = 100
const isNotes = /^\/api\/lessons\/[^/]+\/notes$/
const nothing: Kept = { has: () => false, madeBy: () => undefined, version: undefined }

/**
 * A request that does not hang: on some networks nothing comes, not even an error. And what the server says now, not what
 * the service worker has kept.
 */
export async function request(path: string, init: RequestInit = {}): Promise<Answer> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), timeoutMs)
  try {
    const response = await fetch(path, {
      credentials: 'same-origin',
      cache: 'no-store',
      ...init,
      signal: controller.signal
    })
    const seconds = Number(response.headers.get('retry-after'))
    const body: unknown = await response.json().catch(() => undefined)
    return { status: response.status, body, retryAfterMs: seconds > 0 ? seconds * 1_000 : undefined }
  } catch {
    return { status: 0, body: undefined }
  } finally {
    clearTimeout(timer)
  }
}

export function send({ method, path, body, headers }: Write): Promise<Answer> {
  const content = body === undefined ? {} : { body: JSON.stringify(body) }
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
  return request(path, { method, ...content, headers: { ...type, ...headers } })
}

export async function confirmedUserId(): Promise<string | undefined> {
  const { status, body } = await request('/api/auth/session')
  if (status !== 200 || !isFields(body) || !isFields(body.me) || !isFields(body.me.user)) return undefined
  return typeof body.me.user.id === 'string' ? body.me.user.id : undefined
}

/** The API knows no keys of idempotence: what may have arrived is looked for in what it keeps. */
export async function kept({ method, path }: Write): Promise<Kept | undefined> {
  if (method === 'POST') return keptInList(path)
  const draftOf = /^(\/api\/projects\/[^/]+)\/draft$/.exec(path)?.[1]
  const { status, body } = await request(draftOf ? `${draftOf}/submission` : path)
  if (status === 0 || status >= 500 || status === 401) return undefined
  if (!isFields(body)) return nothing
  const version = typeof body.version === 'number' ? body.version : undefined
  return { ...nothing, has: (written) => stands(written, draftOf ? body.draft : body), version }
}

/** What a POST makes stands in the list at the same address. */
async function keptInList(path: string): Promise<Kept | undefined> {
  const found: unknown[] = []
  let cursor = ''
  do {
    const { status, body } = await request(`${path}?limit=${pageSize}${cursor}`)
    if (status !== 200) return status === 0 || status >= 429 || status === 401 ? undefined : nothing
    if (!isFields(body) || !Array.isArray(body.data)) break
    found.push(...body.data)
    cursor = typeof body.nextCursor === 'string' ? `&cursor=${encodeURIComponent(body.nextCursor)}` : ''
  } while (cursor)
  const find = (written: unknown) => found.filter(isFields).find((each) => stands(written, each))
  const madeBy = (written: unknown) => {
    const made = isFields(written) ? find(written) : undefined
    return made && isNotes.test(path) ? `/api/notes/${made.id}` : undefined
  }
  return { has: (written) => find(written) !== undefined, madeBy, version: undefined }
}
