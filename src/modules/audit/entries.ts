import { canonicalJson } from '../../lib/canonical-json.js'
import { type IdKind, idPrefixes } from '../../lib/ids.js'
import type { RequestContext } from '../../lib/request-context.js'

export interface AuditEntry {
  /** `grade.change`, `session.create` … */
  action: string
  resource: AuditResource
  /** Where the entry belongs: an organisation, or a course of one. Found by the resource when neither is given. */
  organizationId?: string | null
  courseId?: string
  /** What it was and what it is: only what differs, and never a secret. */
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  /** Where it is not the caller of the request: who has just signed in, say. */
  actorId?: string
}

export interface AuditResource {
  type: string
  id: string | null
}

/** Of what an entry keeps, in characters. */
const maxLength = 4_096
const maxTextLength = 200
const maxItems = 20

/** Who wants to be forgotten is: the log, which forgets nothing, keeps enough of an address to see that it was changed. */
const addressName = /e-?mail/i
const secretName = /password|secret|token|hash|key|credential|cookie|^code$/i
const kinds = new Map<string, IdKind>(
  Object.entries(idPrefixes).map(([kind, prefix]) => [prefix, kind as IdKind] as const)
)

/**
 * What is kept of `before` or `after`: canonical JSON. Whatever is named like a secret is left out, also where somebody
 * hands one in by mistake, and what is long is cut.
 */
export function toText(value: Record<string, unknown> | undefined, secrets?: ReadonlySet<string>): string | null {
  if (value === undefined) return null
  const whole = canonicalJson(withoutSecrets(value, secrets))
  if (whole.length <= maxLength) return whole
  const short = canonicalJson(shortened(JSON.parse(whole)))
  return short.length <= maxLength ? short : canonicalJson({ fields: Object.keys(value).slice(0, maxItems) })
}

/** What was written where no service says more: the operation, what it was about, and what was sent. */
export function genericEntry(request: RequestContext): AuditEntry {
  const { operationId, body } = request
  const [resource, ...others] = resourcesOf(request)
  const named = Object.fromEntries(others.map(({ type, id }) => [type, id]))
  const sent = isObject(body) ? (JSON.parse(toText(body, request.writeOnly) ?? '{}') as object) : {}
  const after = { ...sent, ...named }
  return {
    action: operationId,
    resource: resource ?? { type: 'platform', id: null },
    ...(Object.keys(after).length > 0 && { after })
  }
}

/** What the path names, the innermost first; without parameters what the route is about. */
export function resourcesOf({ route, params, actorId }: RequestContext): AuditResource[] {
  const parts = route.replace(/^\/api\//, '').split('/')
  const named = parts.flatMap((part, i) => {
    const id = /^:(id|\w+Id|serial)$/.test(part) ? params[part.slice(1)] : undefined
    if (typeof id !== 'string') return []
    const noun = part.endsWith('Id') ? part.slice(1, -2) : singular(parts[i - 1] ?? '')
    return [{ type: kinds.get(id.split('_')[0] ?? '') ?? noun, id }]
  })
  if (named.length > 0) return named.reverse()
  if (parts[0] === 'me') return [{ type: 'user', id: actorId }]
  return [{ type: singular(parts[0] ?? ''), id: null }]
}

function singular(noun: string): string {
  const camel = noun.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase())
  return camel.replace(/zzes$/, 'z').replace(/s$/, '')
}

function withoutSecrets(value: unknown, secrets?: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, secrets))
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([name]) => !secretName.test(name) && !secrets?.has(name))
  return Object.fromEntries(
    kept.map(([name, item]) => [
      name,
      addressName.test(name) && typeof item === 'string' ? masked(item) : withoutSecrets(item, secrets)
    ])
  )
}

function masked(address: string): string {
  return address.replace(/^(.?)[^@]*/su, '$1…')
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.length > maxTextLength ? `${value.slice(0, maxTextLength).toWellFormed()}…` : value
  }
  if (Array.isArray(value)) return value.slice(0, maxItems).map(shortened)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shortened(item)]))
}

/** A plain one: a Date is a value, and so are the bytes of a table. */
function isObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  return !Array.isArray(value) && !(value instanceof Date) && !ArrayBuffer.isView(value)
}
