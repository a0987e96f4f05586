/** What a trend may be of. */
export const metrics = ['active_learners', 'enrolments', 'completions', 'submissions', 'review_hours'] as const
export type Metric = (typeof metrics)[number]

/** What the top courses may be the top of. */
export const orders = ['active_learners', 'enrolments', 'completions'] as const
export type Order = (typeof orders)[number]

/** What happens, in the order in which it is told of one moment. */
export const happenings = ['handed_in', 'decided', 'enrolled', 'completed', 'certificate_issued', 'published'] as const
export type Happening = (typeof happenings)[number]
