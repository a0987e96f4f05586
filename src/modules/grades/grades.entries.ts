import type { AuditEntry } from '../audit/index.js'
import type { GradeChangeRow, GradeRow } from './grades.repository.js'

/** What the audit log keeps of a line of the history. Points are in hundredths. */
export function gradeEntry({ line, after }: { line: GradeChangeRow; after: GradeRow }): AuditEntry {
  const { source, reason, actorId, beforePoints, beforeMaxPoints, afterPoints, afterMaxPoints } = line
  const { id, courseId, userId, kind, itemId, setPoints } = after
  return {
    action: 'grade.change',
    resource: { type: 'grade', id },
    courseId,
    before: { points: beforePoints, maxPoints: beforeMaxPoints },
    after: {
      ...{ points: afterPoints, maxPoints: afterMaxPoints, isSet: setPoints !== null },
      ...{ user: userId, kind, itemId, source, reason }
    },
    ...(actorId !== null && { actorId })
  }
}
