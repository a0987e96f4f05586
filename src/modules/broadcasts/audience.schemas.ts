import Type, { type Static } from 'typebox'
import { Id, line } from '../../http/schemas.js'
import type { EventAudience } from '../events/index.js'

/** Bound one by one: far below what either database takes in one statement. */
const maxNamedUsers = 1_000

/** What names an audience; one of them is to be given. */
export const audienceFields = {
  userIds: Type.Optional(Type.Array(Id('user'), { minItems: 1, maxItems: maxNamedUsers })),
  courseId: Type.Optional(Id('course')),
  role: Type.Optional(Type.String({ minLength: 1, maxLength: 50, pattern: line })),
  organizationId: Type.Optional(Id('organization')),
  all: Type.Optional(Type.Literal(true))
}

/** A path of ours or an address of the web. */
export const Link = Type.String({
  maxLength: 500,
  pattern: '^(/(?![/\\\\])|https://)[^\\s\\\\]*$',
  description: 'Where it leads, a path of ours or an address'
})

const fields = Type.Object({ ...audienceFields, cohortId: Type.Optional(Id('cohort')) })

/** The one audience that is named; undefined when none is, or more than one. */
export function audienceOf(named: Static<typeof fields>): EventAudience | undefined {
  const { userIds, courseId, cohortId, role, organizationId, all } = named
  const found: EventAudience[] = []
  if (userIds) found.push({ userIds })
  if (courseId) found.push({ courseId })
  if (cohortId) found.push({ cohortId })
  if (role) found.push({ role, ...(organizationId && { organizationId }) })
  else if (organizationId) found.push({ organizationId })
  if (all) found.push({ all })
  return found.length === 1 ? found[0] : undefined
}
