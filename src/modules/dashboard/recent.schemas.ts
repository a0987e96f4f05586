import Type, { type Static } from 'typebox'
import { DateTime, Id, Nullable, OneOf, Ref } from '../../http/schemas.js'
import type { Page } from '../../lib/pages.js'
import { happenings } from './kinds.js'
import type { RecentRow } from './recent.repository.js'

const Person = Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) })
const decisions = ['accept', 'request_changes', 'reject'] as const
const exampleTime = '2026-11-20T08:00:00.000Z'

const sari = { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'sari', fullName: 'Sari Dewi' }
const example = {
  id: 'handed_in:rrq_01jd3w8q2k0000abcdefghjkmn',
  type: 'handed_in',
  user: sari,
  course: { id: 'crs_01jd3w8q2k0000abcdefghjkmn', title: 'Robotika Dasar' },
  projectTitle: 'Robot pengikut garis',
  learner: sari,
  decision: null,
  link: '/app/submissions/sub_01jd3w8q2k0000abcdefghjkmn',
  at: exampleTime
}

export const ActivitySchema = Type.Object(
  {
    id: Type.String({ description: 'Once in the list' }),
    type: OneOf(happenings),
    user: Nullable({ ...Person, description: 'Who did it; null of `published`, and of a reviewer who is gone' }),
    course: Type.Object({ id: Id('course'), title: Type.String() }),
    projectTitle: Nullable(Type.String({ description: 'Of `handed_in` and `decided`' })),
    learner: Nullable({
      ...Person,
      description: 'Whose work was decided; of what learners do themselves, the same as `user`'
    }),
    decision: Nullable(OneOf(decisions, { description: 'Of `decided`' })),
    link: Type.String({ description: 'Where it leads in the web client' }),
    at: DateTime()
  },
  {
    $id: 'DashboardActivity',
    description: 'Something that happened in a course that one looks after',
    examples: [example]
  }
)

export const ActivityPageSchema = Type.Object(
  {
    data: Type.Array(Ref(ActivitySchema)),
    nextCursor: Nullable(Type.String({ description: 'Null on the last page' })),
    total: Type.Optional(Type.Integer({ minimum: 0 })),
    computedAt: DateTime({ description: 'When it was read' })
  },
  {
    $id: 'DashboardActivityPage',
    examples: [{ data: [example], nextCursor: null, computedAt: exampleTime }]
  }
)

export function presentActivityPage({
  data,
  computedAt,
  ...page
}: Page<RecentRow> & { computedAt: Date }): Static<typeof ActivityPageSchema> {
  return { data: data.map(presentActivity), ...page, computedAt: computedAt.toISOString() }
}

function presentActivity(row: RecentRow): Static<typeof ActivitySchema> {
  const { type, id, at, user, course, work, decision } = row
  const learner = work?.learner ?? user
  return {
    ...{ id: `${type}:${id}`, type, user, course, projectTitle: work?.projectTitle ?? null, learner, decision },
    link: linkOf(row),
    at: at.toISOString()
  }
}

/** Where the notification of the same leads. */
function linkOf({ course, work, serial }: RecentRow): string {
  if (work) return `/app/submissions/${work.submissionId}`
  return serial === null ? `/app/courses/${course.id}` : `/certificates/${serial}`
}
