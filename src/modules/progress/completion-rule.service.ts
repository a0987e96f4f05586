import type { Database } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import { changesOf } from '../../lib/changes.js'
import type { Clock } from '../../lib/clock.js'
import { forbidden, notFound } from '../../lib/errors.js'
import type { Audit } from '../audit/index.js'
import type { Courses, FoundCourse, Viewer } from '../courses/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { Completion } from './completion.service.js'
import {
  type CompletionRule,
  type CompletionRuleRow,
  defaultRule,
  findRule,
  saveRule
} from './completion-rule.repository.js'
import type { CompletionRuleFields } from './completion-rule.schemas.js'

export interface CompletionRuleDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Pick<Courses, 'requirePermitted' | 'lockPermitted' | 'rules'>
  reviewers: Pick<Reviewers, 'mayReview'>
  completion: Pick<Completion, 'completeFinished'>
}

export type CompletionRuleService = ReturnType<typeof createCompletionRuleService>

/** The rule of a course; of version 0 as long as nobody has changed what holds for all. */
export interface SeenRule {
  courseId: string
  rule: CompletionRule
  version: number
  updatedAt: Date | null
}

export function createCompletionRuleService(deps: CompletionRuleDeps) {
  const { database, clock, audit, courses, reviewers, completion } = deps
  const { mayManage, mayReadEnrolments, maySee } = courses.rules

  /** Reviewers may be of a course that they do not see in the catalogue. @throws 404; 403 NOT_ENROLLED */
  async function requireReader(viewer: Viewer, ref: string): Promise<FoundCourse> {
    const course = await courses.requirePermitted(viewer, { ref, rule: () => true })
    const { enrolmentStatus } = course
    if (enrolmentStatus === 'active' || enrolmentStatus === 'completed') {
      if (maySee(viewer, course, enrolmentStatus)) return course
    }
    if (mayReadEnrolments(viewer, course) || (await reviewers.mayReview(viewer, course))) return course
    throw maySee(viewer, course, enrolmentStatus)
      ? forbidden('You are not enrolled in this course', 'NOT_ENROLLED')
      : notFound('Course')
  }

  return {
    /** For learners with access and for staff. @throws 403 NOT_ENROLLED; 404 */
    async get(viewer: Viewer, ref: string): Promise<SeenRule> {
      const { id } = await requireReader(viewer, ref)
      return seen(id, await findRule(database, database.read, id))
    },

    /** Completes those at once who lack nothing by the new rule. @throws 403; 404; 412 */
    async replace(
      actor: Viewer,
      ref: string,
      { fields, check }: { fields: CompletionRuleFields; check: Precondition }
    ): Promise<SeenRule> {
      return database.transaction(async (tx, afterCommit) => {
        const { id: courseId } = await courses.lockPermitted(tx, actor, { ref, rule: mayManage })
        const before = seen(courseId, await findRule(database, tx, courseId))
        check(before)
        const isSame = Object.entries(fields).every(
          ([name, value]) => before.rule[name as keyof CompletionRule] === value
        )
        if (isSame) return before
        const by = { updatedBy: actor.userId, updatedAt: clock.now() }
        const row: CompletionRuleRow = { courseId, ...fields, version: before.version + 1, ...by }
        await saveRule(database, tx, row)
        const names = Object.keys(fields) as (keyof CompletionRuleFields)[]
        const changed = changesOf<CompletionRuleFields, keyof CompletionRuleFields>(before.rule, row, names)
        audit.record(tx, { action: 'completion.change', resource: { type: 'course', id: courseId }, ...changed })
        await completion.completeFinished(tx, afterCommit, { courseId })
        return seen(courseId, row)
      })
    }
  }
}

function seen(courseId: string, row: CompletionRuleRow | undefined): SeenRule {
  return { courseId, rule: row ?? defaultRule, version: row?.version ?? 0, updatedAt: row?.updatedAt ?? null }
}
