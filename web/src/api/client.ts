import createClient from 'openapi-fetch'
import { loadRareProblems } from '../messages/problems.js'
import { noteSignedOut } from '../session/expired.js'
import { isOfAnother, isSignOutNoted } from '../session/of-browser.js'
import { Problem, problemOf } from './problem.js'
import type { components, paths } from './schema.js'

/** A schema of the contract by its name: `Schema<'Course'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]

const client = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' })

const safeMethods = ['GET', 'HEAD']

client.use({
  onRequest({ request, schemaPath }) {
    if (schemaPath.startsWith('/api/auth/')) return undefined
    if (!safeMethods.includes(request.method)) leaveIfOfAnother()
    return isSignOutNoted() ? new Request(request, { credentials: 'omit' }) : undefined
  },
  async onResponse({ response }) {
    if (response.status !== 401) return
    // A wrong password is a 401, too.
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => undefined)
    if (problemOf(response, body).code !== 'INVALID_CREDENTIALS') noteSignedOut()
  }
})

/** The API, by the contract: `take(api.GET('/api/courses/{id}', { params: { path: { id } } }))`. */
export const api = client

/** Nothing that stands on somebody's page is sent as who has signed in since. @throws when it would be */
export function leaveIfOfAnother(): void {
  if (!isOfAnother()) return
  location.assign('/app/')
  throw Problem.unreachable('somebody else has signed in meanwhile')
}

interface Answer<Data> {
  data?: Data
  error?: unknown
  response: Response
}

/** What the API answered. @throws Problem when it refused, or could not be reached */
export async function take<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const answer = await call.catch((error: unknown) => {
    throw error instanceof Problem ? error : Problem.unreachable(error)
  })
  if (!answer.response.ok) {
    const problem = problemOf(answer.response, answer.error)
    await loadRareProblems(problem.code)
    throw problem
  }
  return answer.data as Data
}

/** The header by which a change is made only to what one has seen: what changed since is answered 412. */
export function seen({ version }: { version: number }): { 'If-Match': string } {
  return { 'If-Match': `"v${version}"` }
}
