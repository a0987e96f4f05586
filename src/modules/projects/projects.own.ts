import { type DueTerms, dueTerms, type LateRule } from './lateness.js'
import type { OwnSubmission } from './projects.repository.js'

/** How a learner stands to a project. */
export interface OwnStanding extends DueTerms {
  submissionId: string | null
  /** Null: not begun. */
  status: OwnSubmission['status'] | null
  /** Without those that were withdrawn. */
  attemptsUsed: number
  /** Null: as many as they like. */
  attemptsLeft: number | null
  /** Whether they were given more time than others. */
  isExtended: boolean
}

export function ownStandingOf(
  project: LateRule & { dueAt: Date | null; maxAttempts: number | null },
  { own, extended, timeZone }: { own: OwnSubmission | null; extended: Date | null; timeZone: string }
): OwnStanding {
  const attemptsUsed = own?.countedAttempts ?? 0
  const terms = dueTerms(project, { extended, timeZone })
  return {
    submissionId: own?.id ?? null,
    status: own?.status ?? null,
    attemptsUsed,
    attemptsLeft: project.maxAttempts === null ? null : Math.max(0, project.maxAttempts - attemptsUsed),
    ...terms,
    isExtended: terms.dueAt?.getTime() !== project.dueAt?.getTime()
  }
}
