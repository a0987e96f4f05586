import Type, { type Static } from 'typebox'
import { Body, ByKind, DateTime, Id, line, OneOf } from '../../http/schemas.js'
import { parseMoment } from '../../lib/calendar.js'
import type { ReleaseRule } from './release.js'

export const Title = Type.String({ minLength: 1, maxLength: 200, pattern: line })
export const contentStatuses = ['draft', 'published', 'archived'] as const
export const Status = OneOf(contentStatuses, {
  description: 'Learners see what is `published`. What is `archived` is nowhere, and comes back by another status'
})
export const IsFree = Type.Boolean({ description: 'Open to everybody who sees the course, enrolled or not' })
export const Version = Type.Integer({ description: 'Raised by every change; the `ETag` is made of it' })

const maxDays = 3_650
const maxWeek = 520

const rules = [
  Body({ kind: Type.Literal('immediately') }, { title: 'At once' }),
  Body({ kind: Type.Literal('date'), at: DateTime() }, { title: 'At a moment' }),
  Body(
    { kind: Type.Literal('after_enrolment'), days: Type.Integer({ minimum: 0, maximum: maxDays }) },
    { title: 'That many days after the enrolment of a learner' }
  ),
  Body(
    { kind: Type.Literal('cohort_week'), week: Type.Integer({ minimum: 1, maximum: maxWeek }) },
    { title: 'When that week of the learner’s cohort begins; the first is 1' }
  ),
  Body(
    { kind: Type.Literal('after_lesson'), lessonId: Id('lesson') },
    { title: 'When the learner has completed that lesson of the same course' }
  )
] as const

/** One rule. Only the form of its `kind` is asked, so that errors name the field. */
export const Release = ByKind(rules, {
  description:
    'When it opens for a learner. A lesson opens when its module has opened, too; what is free is open always',
  examples: [{ kind: 'after_enrolment', days: 7 }]
})
export type ReleaseFields = Static<typeof Release>

/** The same, as answers name it. */
export const ReleaseSchema = Type.Unsafe<ReleaseFields>({ $id: 'Release', ...Release })

export type RuleColumns = Pick<ReleaseRule, 'releaseKind' | 'releaseAt' | 'releaseNumber' | 'releaseLessonId'>

/** As the row has it. @throws 400 naming `release.at` */
export function toRuleColumns(release: ReleaseFields): RuleColumns {
  const none = { releaseKind: release.kind, releaseAt: null, releaseNumber: null, releaseLessonId: null }
  switch (release.kind) {
    case 'immediately':
      return none
    case 'date':
      return { ...none, releaseAt: parseMoment('release.at', release.at) }
    case 'after_enrolment':
      return { ...none, releaseNumber: release.days }
    case 'cohort_week':
      return { ...none, releaseNumber: release.week }
    case 'after_lesson':
      return { ...none, releaseLessonId: release.lessonId }
  }
}

/** As the API says it. */
export function presentRelease({ releaseKind: kind, releaseAt, releaseNumber, releaseLessonId }: RuleColumns) {
  const release = {
    kind,
    ...(kind === 'date' && { at: releaseAt?.toISOString() }),
    ...(kind === 'after_enrolment' && { days: releaseNumber }),
    ...(kind === 'cohort_week' && { week: releaseNumber }),
    ...(kind === 'after_lesson' && { lessonId: releaseLessonId })
  }
  return release as ReleaseFields // a rule has what its kind needs: `toRuleColumns` wrote it
}
