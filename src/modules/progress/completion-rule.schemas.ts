import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, Nullable } from '../../http/schemas.js'
import type { CompletionRule } from './completion-rule.repository.js'
import type { SeenRule } from './completion-rule.service.js'

/** What a rule may need; the names are the same wherever a rule is shown. */
export const ruleFields = {
  needsLessons: Type.Boolean({ description: 'Every required lesson completed' }),
  needsQuizzes: Type.Boolean({ description: 'Every published quiz passed, also those of optional lessons' }),
  needsProjects: Type.Boolean({ description: 'Every required project accepted' }),
  needsPassMark: Type.Boolean({ description: 'The pass mark of the gradebook, what is missing counted as 0' })
}

export const CompletionRuleBody = Body(ruleFields, {
  examples: [{ needsLessons: true, needsQuizzes: false, needsProjects: true, needsPassMark: true }]
})
export type CompletionRuleFields = Static<typeof CompletionRuleBody>

export const CompletionRuleSchema = Type.Object(
  {
    courseId: Id('course'),
    ...ruleFields,
    updatedAt: Nullable(DateTime({ description: 'Null: nobody has changed what holds for every course' }))
  },
  {
    $id: 'CompletionRule',
    description:
      'What completes the course: all that is needed, of what is published now. Where nothing is needed nobody completes it. Whoever has completed it keeps that, whatever the rule becomes.',
    examples: [
      {
        courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
        needsLessons: true,
        needsQuizzes: false,
        needsProjects: true,
        needsPassMark: true,
        updatedAt: '2026-11-20T08:00:00.000Z'
      }
    ]
  }
)

export const completionRuleSchemas = [CompletionRuleSchema]

export function presentNeeds({
  needsLessons,
  needsQuizzes,
  needsProjects,
  needsPassMark
}: CompletionRule): CompletionRule {
  return { needsLessons, needsQuizzes, needsProjects, needsPassMark }
}

export function presentRule({ courseId, rule, updatedAt }: SeenRule): Static<typeof CompletionRuleSchema> {
  return { courseId, ...presentNeeds(rule), updatedAt: updatedAt?.toISOString() ?? null }
}
