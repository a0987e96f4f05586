import type { Schema } from '../../api/client.js'

export const groupNames = [
  'messages',
  'work',
  'grades',
  'courses',
  'cohorts',
  'content',
  'teaching',
  'account'
] as const
export type GroupName = (typeof groupNames)[number]

export interface EventGroup {
  name: GroupName
  types: readonly Schema<'EventType'>[]
}

/** What is told to those who teach, review or run something; it begins like what learners are told. */
const teaching: ReadonlySet<string> = new Set([
  'enrolment_new',
  'enrolment_requested',
  'cohort_facilitator_assigned',
  'cohort_member_joined',
  'cohort_member_left',
  'checkpoint_done',
  'submission_submitted',
  'grade_appeal',
  'webhook_disabled'
])

/** Told to no person in any case: it is for other systems. */
const forSystems: ReadonlySet<string> = new Set(['grade_recorded'])

const byBeginning: readonly (readonly [RegExp, GroupName])[] = [
  [/^(announcement|comment)/, 'messages'],
  [/^(submission|project|review_claimed)/, 'work'],
  [/^(grade|quiz|appeal|certificate)/, 'grades'],
  [/^(course|enrolment|prerequisite)/, 'courses'],
  [/^(cohort|checkpoint)/, 'cohorts'],
  [/^(module|lesson|release)/, 'content'],
  [/^(review|second_review|reviewer)/, 'teaching']
]

/** By what they concern; a type that came with a later version of the product is among those of the account. */
export function groupTypes(types: readonly Schema<'EventType'>[]): EventGroup[] {
  const shown = types.filter(({ type }) => !forSystems.has(type))
  return groupNames
    .map((name) => ({ name, types: shown.filter(({ type }) => groupOf(type) === name) }))
    .filter((group) => group.types.length > 0)
}

function groupOf(type: string): GroupName {
  if (teaching.has(type)) return 'teaching'
  return byBeginning.find(([beginning]) => beginning.test(type))?.[1] ?? 'account'
}
