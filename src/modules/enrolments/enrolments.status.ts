import { conflict, notFound } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import type { EnrolmentRow, EnrolmentStatus } from './enrolments.repository.js'

/** How a user stands to a course. What is `pending` in the row is `requested` or `queued`: it waits for a yes, or for a place. */
export type Standing = 'none' | 'requested' | 'queued' | Exclude<EnrolmentStatus, 'pending'>

/** `enrol`: by oneself or by an invite; `admit`: by who may enrol others. */
export type EnrolmentMove =
  | 'enrol'
  | 'admit'
  | 'request'
  | 'approve'
  | 'queue'
  | 'moveUp'
  | 'reject'
  | 'complete'
  | 'cancel'
  | 'expire'
  | 'extend'

/** A completed enrolment has no way out: whoever completes a course keeps it. */
const moves: Record<EnrolmentMove, Partial<Record<Standing, Standing>>> = {
  enrol: { none: 'active', cancelled: 'active', requested: 'active' },
  admit: { none: 'active', cancelled: 'active', expired: 'active', requested: 'active', queued: 'active' },
  request: { none: 'requested', cancelled: 'requested', expired: 'requested' },
  approve: { requested: 'active' },
  queue: { none: 'queued', cancelled: 'queued', expired: 'queued', requested: 'queued' },
  moveUp: { queued: 'active' },
  reject: { requested: 'cancelled', queued: 'cancelled' },
  complete: { active: 'completed' },
  cancel: { requested: 'cancelled', queued: 'cancelled', active: 'cancelled' },
  expire: { active: 'expired', queued: 'expired' },
  extend: { active: 'active', expired: 'active' }
}

const pastForms: Record<EnrolmentMove, string> = {
  enrol: 'begun',
  admit: 'begun',
  request: 'requested',
  approve: 'approved',
  queue: 'put on the waiting list',
  moveUp: 'moved up',
  reject: 'rejected',
  complete: 'completed',
  cancel: 'cancelled',
  expire: 'ended',
  extend: 'extended'
}

/** Where the move leads from there; undefined when it is not possible. */
export function nextStanding(move: EnrolmentMove, from: Standing): Standing | undefined {
  return moves[move][from]
}

/** @throws 404; 409 ILLEGAL_TRANSITION */
export function requireNext(move: EnrolmentMove, from: Standing): Standing {
  const next = nextStanding(move, from)
  if (next) return next
  if (from === 'none') throw notFound('Enrolment')
  throw conflict('ILLEGAL_TRANSITION', `An enrolment that is ${from} cannot be ${pastForms[move]}`)
}

/** By the clock: what is over has expired, whether the job has noted it yet or not. */
export function standingAt(row: EnrolmentRow | undefined, now: Date): Standing {
  if (!row) return 'none'
  if (row.status === 'pending') return row.pendingFor === 'place' ? 'queued' : 'requested'
  return isOver(row, now) ? 'expired' : row.status
}

/** Of an active one: its time has passed. */
export function isOver({ status, expiresAt }: EnrolmentRow, now: Date): boolean {
  return status === 'active' && expiresAt !== null && expiresAt <= now
}

type Unmoved = Omit<EnrolmentRow, 'status'>

/** Of a user who stands in no way to the course yet: the first move says how. */
export function newEnrolment({ courseId, userId, now }: { courseId: string; userId: string; now: Date }): Unmoved {
  const facts = { pendingFor: null, queuedAt: null, message: null, reason: null, createdBy: null }
  const times = { activatedAt: null, completedAt: null, expiresAt: null, createdAt: now, updatedAt: now }
  return { id: createId('enrolment', now.getTime()), courseId, userId, ...facts, ...times }
}

/** The row as the move leaves it: what belongs to its former standing alone is gone. A completed one has no end. */
export function moved(
  row: Unmoved,
  { to, now, ...facts }: { to: Standing; now: Date } & Partial<EnrolmentRow>
): EnrolmentRow {
  const isPending = to === 'requested' || to === 'queued'
  if (to === 'none') throw new Error('no move leads out of having been enrolled')
  return {
    ...row,
    status: isPending ? 'pending' : to,
    pendingFor: isPending ? (to === 'queued' ? 'place' : 'approval') : null,
    queuedAt: isPending ? now : null,
    reason: null,
    completedAt: to === 'completed' ? now : null,
    expiresAt: to === 'completed' ? null : row.expiresAt,
    updatedAt: now,
    ...facts
  }
}
