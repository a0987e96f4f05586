import type { EnrolmentStatus } from './enrolments.repository.js'

export type EnrolmentMove = 'enrol' | 'cancel'

/** `none`: the user was never enrolled in the course. */
const moves: Record<EnrolmentMove, Partial<Record<EnrolmentStatus | 'none', EnrolmentStatus>>> = {
  enrol: { none: 'active', cancelled: 'active' },
  cancel: { active: 'cancelled' }
}

/** Where the move leads from there; undefined when it is not possible. What that means, the caller says. */
export function nextEnrolmentStatus(
  move: EnrolmentMove,
  status: EnrolmentStatus | null | undefined
): EnrolmentStatus | undefined {
  return moves[move][status ?? 'none']
}
