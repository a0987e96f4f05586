import { conflict } from '../../lib/errors.js'
import type { ProjectStatus } from './projects.repository.js'

/** A project that learners have seen does not become a draft again by mistake: archived first, it may. */
const moves: Record<ProjectStatus, readonly ProjectStatus[]> = {
  draft: ['published', 'archived'],
  published: ['archived'],
  archived: ['published', 'draft']
}

/** That status, when a project may come to it from where it is. @throws 409 ILLEGAL_TRANSITION */
export function nextProjectStatus(from: ProjectStatus, to: ProjectStatus): ProjectStatus {
  if (from !== to && !moves[from].includes(to)) {
    throw conflict('ILLEGAL_TRANSITION', `A project that is ${from} cannot become ${to}`)
  }
  return to
}
