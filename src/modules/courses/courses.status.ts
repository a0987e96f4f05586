import { conflict } from '../../lib/errors.js'
import type { CourseRow } from './courses.repository.js'

type CourseStatus = CourseRow['status']
export type CourseMove = 'publish' | 'archive'

const moves: Record<CourseMove, Partial<Record<CourseStatus, CourseStatus>>> = {
  publish: { draft: 'published', archived: 'published' },
  archive: { draft: 'archived', published: 'archived' }
}

/** Where the move leads from there. @throws 409 ILLEGAL_TRANSITION */
export function nextCourseStatus(move: CourseMove, status: CourseStatus): CourseStatus {
  const next = moves[move][status]
  if (!next)
    throw conflict(
      'ILLEGAL_TRANSITION',
      `A course that is ${status} cannot be ${move}${move.endsWith('e') ? 'd' : 'ed'}`
    )
  return next
}
