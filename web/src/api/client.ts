import createClient from 'openapi-fetch'
import { noteSignedOut } from '../session/expired.js'
import { Problem, problemOf } from './problem.js'
import type { components, paths } from './schema.js'

/** A schema of the contract by its name: `Schema<'Course'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]

const client = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' })

client.use({
  onResponse({ response, schemaPath }) {
    // Whoever asks who they are may well be nobody; everywhere else it means that the session has ended.
    if (response.status === 401 && !schemaPath.startsWith('/api/auth/')) noteSignedOut()
  }
})

/** The API, by the contract: `take(api.GET('/api/courses/{id}', { params: { path: { id } } }))`. */
export const api = client

interface Answer<Data> {
  data?: Data
  error?: unknown
  response: Response
}

/** What the API answered. @throws Problem when it refused, or could not be reached */
export async function take<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const answer = await call.catch((error: unknown) => {
    throw Problem.unreachable(error)
  })
  if (!answer.response.ok) throw problemOf(answer.response, answer.error)
  return answer.data as Data
}

/** The header by which a change is made only to what one has seen: what changed since is answered 412. */
export function seen({ version }: { version: number }): { 'If-Match': string } {
  return { 'If-Match': `"v${version}"` }
}
