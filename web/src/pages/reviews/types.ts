import type { Schema } from '../../api/client.js'

export type ReviewRequest = Schema<'ReviewRequest'>
export type ReviewDetail = Schema<'ReviewDetail'>
export type ReviewDraft = Schema<'ReviewDraft'>
export type Rubric = NonNullable<ReviewDetail['rubric']>
export type Criterion = Rubric['criteria'][number]
export type Decision = Schema<'Review'>['decision']

export const decisions = ['accept', 'request_changes', 'reject'] as const satisfies readonly Decision[]
