import { and, eq, gt, isNull, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Tables } from '../../db/schema/index.js'

/** What of the queue is asked for. A claim whose time is over is waiting, whether that has been noted yet or not. */
export const queueStates = ['open', 'waiting', 'claimed', 'mine', 'assigned'] as const
export type QueueState = (typeof queueStates)[number]

/** Who waits longest comes first; where it is asked for what is due, what is due first. */
export type QueueOrder = 'queuedAt' | 'dueAt'

const places = ['courseId', 'cohortId', 'projectId'] as const
const moments = ['queuedUntil', 'dueFrom', 'dueUntil'] as const
export type QueueFilters = { [name in (typeof places)[number]]?: string | undefined } & {
  [name in (typeof moments)[number]]?: Date | undefined
}

export interface QueueQuery {
  viewerId: string
  now: Date
  state: QueueState
  order: QueueOrder
  filters: QueueFilters
  after: { at: Date; id: string } | undefined
}

/**
 * All but where the viewer reviews. The statuses stand in the text, as in the indexes that hold what waits or is claimed
 * alone: a parameter could be anything, and then neither database uses them.
 */
export function queueConditions(tables: Tables, { state, order, filters, after }: QueueQuery): SQL | undefined {
  const { reviewRequests: requests } = tables
  const { queuedAt, dueAt, id } = requests
  const afterAt = sql.param(sql.placeholder('afterAt'), requests[order])
  return and(
    isInState(tables, state),
    ne(requests.userId, sql.placeholder('viewerId')), // their own work, as a learner
    ...places.map((name) => (filters[name] === undefined ? undefined : eq(requests[name], sql.placeholder(name)))),
    filters.queuedUntil && lte(queuedAt, sql.param(sql.placeholder('queuedUntil'), queuedAt)),
    filters.dueFrom && gt(dueAt, sql.param(sql.placeholder('dueFrom'), dueAt)),
    filters.dueUntil && lte(dueAt, sql.param(sql.placeholder('dueUntil'), dueAt)),
    after && sql`(${requests[order]}, ${id}) > (${afterAt}, ${sql.placeholder('afterId')})`
  )
}

function isInState({ reviewRequests: requests }: Tables, state: QueueState): SQL | undefined {
  const { status, claimedBy, assignedTo, claimExpiresAt, decidedAt } = requests
  const viewerId = sql.placeholder('viewerId')
  const now = sql.param(sql.placeholder('now'), claimExpiresAt)
  const isOpen = isNull(decidedAt)
  const isWaiting = sql`${status} = 'waiting'`
  const isHeld = and(sql`${status} = 'claimed'`, gt(claimExpiresAt, now))
  switch (state) {
    case 'open':
      return isOpen
    case 'waiting':
      return and(isOpen, or(isWaiting, lte(claimExpiresAt, now)))
    case 'claimed':
      return isHeld
    case 'mine':
      return and(isHeld, eq(claimedBy, viewerId))
    case 'assigned':
      return and(isWaiting, eq(assignedTo, viewerId))
  }
}

/** Queries of the same shape are the same text. */
export function queueShape({ state, order, filters, after }: QueueQuery): string {
  const named = [...places, ...moments].filter((name) => filters[name] !== undefined)
  return `${state} ${order} ${named.join(' ')} ${after ? 'next' : 'first'}`
}

export function queueValues({ viewerId, now, filters, after }: QueueQuery): Record<string, unknown> {
  return { viewerId, now, ...filters, ...(after && { afterAt: after.at, afterId: after.id }) }
}
