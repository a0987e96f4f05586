import assert from 'node:assert/strict'

/** A user who is signed in, at whichever instance answers. */
export interface Session {
  userId: string
  username: string
  cookie: string
}

export type Answer = { status: number; body: Record<string, unknown> & { data?: unknown[] } }

const requestWithinMs = 10_000

/** @throws when there is no answer */
export async function call(
  address: string,
  { method = 'GET', path, session, body }: { method?: string; path: string; session?: Session; body?: unknown }
): Promise<Answer> {
  const response = await fetch(`${address}${path}`, {
    method,
    headers: {
      origin: address,
      ...(session && { cookie: session.cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' })
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(requestWithinMs)
  })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : {} }
}

export async function signIn(address: string, username: string, password: string): Promise<Session> {
  const response = await fetch(`${address}/api/auth/login`, {
    method: 'POST',
    headers: { origin: address, 'content-type': 'application/json' },
    body: JSON.stringify({ username, password })
  })
  const body = (await response.json()) as { user: { id: string } }
  assert.equal(response.status, 200, JSON.stringify(body))
  const cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  return { userId: body.user.id, username, cookie }
}
