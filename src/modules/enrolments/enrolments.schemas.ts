import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, OneOf, PageOf, Ref, searchQuery } from '../../http/schemas.js'
import type { EnrolmentRow, LearnerRow, MyEnrolmentRow } from './enrolments.repository.js'
import type { Placed } from './waiting-list.service.js'

const statuses = ['pending', 'active', 'completed', 'cancelled', 'expired'] as const

/** Some lines to read. */
const text = (maxLength: number, description: string) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^(?=[\\s\\S]*\\S)[^\\u0000-\\u0008\\u000b-\\u001f\\u007f]+$',
    description
  })
export const Token = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', description: 'Of an invite' })

/** Without a body: oneself. */
export const EnrolBody = Nullable(
  Body(
    {
      userIds: Type.Optional(
        Type.Array(Id('user'), { minItems: 1, maxItems: 500, description: 'Others; oneself when absent' })
      ),
      force: Type.Optional(Type.Boolean({ description: 'With `userIds`: also more than there are places for' })),
      message: Type.Optional(text(1_000, 'Without `userIds`: for who approves the request')),
      inviteToken: Type.Optional(Token)
    },
    { examples: [{ userIds: ['usr_01jd3w8q2k0000abcdefghjkmn'] }] }
  )
)

export const CourseParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 120, description: 'The id or the slug of the course' })
})
export const RejectBody = Body(
  { reason: text(500, 'The learner reads it') },
  { examples: [{ reason: 'Kelas ini untuk angkatan 2026.' }] }
)
export const EndBody = Body(
  {
    expiresAt: Nullable(DateTime({ description: 'When it ends; null: never; what has passed: now' })),
    force: Type.Optional(Type.Boolean({ description: 'Bring one back for whom there is no place' }))
  },
  { examples: [{ expiresAt: '2027-06-30T17:00:00.000Z' }] }
)

export const EnrolmentParams = Type.Object({ ...CourseParams.properties, userId: Id('user') })

const status = Type.Optional(OneOf(statuses))
export const LearnersQuery = Type.Object({ ...listQuery, ...searchQuery, status })
export const MyEnrolmentsQuery = Type.Object({ ...listQuery, status })
export type LearnersParams = Static<typeof LearnersQuery>
export type MyEnrolmentsParams = Static<typeof MyEnrolmentsQuery>

const properties = {
  id: Id('enrolment'),
  courseId: Id('course'),
  userId: Id('user'),
  status: OneOf(statuses),
  pendingFor: Nullable(OneOf(['approval', 'place'], { description: 'What a pending one waits for' })),
  queuedAt: Nullable(DateTime({ description: 'Since when it is pending' })),
  message: Nullable(Type.String({ description: 'What the learner wrote with the request' })),
  reason: Nullable(Type.String({ description: 'Why it was rejected' })),
  activatedAt: Nullable(DateTime({ description: 'Since when it is active; of one that was left: since when it was' })),
  completedAt: Nullable(DateTime()),
  expiresAt: Nullable(
    DateTime({ description: 'When it ends, or ended; of one that was left: an end set by hand, which holds again' })
  ),
  createdBy: Nullable(Id('user', { description: 'Who enrolled them' })),
  createdAt: DateTime(),
  updatedAt: DateTime()
}

const example = {
  id: 'enr_01jd3w8q2k0000abcdefghjkmn',
  courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
  userId: 'usr_01jd3w8q2k0000abcdefghjkmn',
  status: 'active',
  pendingFor: null,
  queuedAt: null,
  message: null,
  reason: null,
  activatedAt: '2026-11-20T08:00:00.000Z',
  completedAt: null,
  expiresAt: '2027-06-30T17:00:00.000Z',
  createdBy: 'usr_01jd3w8q2k0000abcdefghjkmn',
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z'
}

export const EnrolmentSchema = Type.Object(properties, { $id: 'Enrolment', examples: [example] })

const queuePosition = Nullable(
  Type.Integer({ minimum: 1, description: 'Which in the waiting list; null when it waits for no place' })
)

export const OwnEnrolmentSchema = Type.Object(
  { enrolment: Ref(EnrolmentSchema), queuePosition },
  { $id: 'OwnEnrolment', examples: [{ enrolment: example, queuePosition: null }] }
)

export const NewEnrolmentsSchema = Type.Object(
  {
    data: Type.Array(Ref(EnrolmentSchema), { description: 'Who is enrolled now and was not before' }),
    waiting: Type.Array(Ref(EnrolmentSchema), { description: 'For whom there is no place: who waits for one' }),
    alreadyEnrolled: Type.Array(Id('user'))
  },
  { $id: 'NewEnrolments', examples: [{ data: [example], waiting: [], alreadyEnrolled: [] }] }
)

export const LearnerSchema = Type.Object(
  {
    ...properties,
    user: Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) })
  },
  {
    $id: 'CourseEnrolment',
    examples: [{ ...example, user: { id: example.userId, username: 'sari', fullName: 'Sari Dewi' } }]
  }
)

export const OneEnrolmentSchema = Type.Object(
  { enrolment: Ref(LearnerSchema), queuePosition },
  {
    $id: 'OneEnrolment',
    examples: [
      {
        enrolment: { ...example, user: { id: example.userId, username: 'sari', fullName: 'Sari Dewi' } },
        queuePosition: null
      }
    ]
  }
)

export const MyEnrolmentSchema = Type.Object(
  {
    ...properties,
    course: Type.Object({
      id: Id('course'),
      slug: Type.String(),
      title: Type.String(),
      status: OneOf(['draft', 'published', 'archived']),
      thumbnailUrl: Nullable(Type.String())
    })
  },
  {
    $id: 'MyEnrolment',
    examples: [
      {
        ...example,
        course: {
          id: example.courseId,
          slug: 'membangun-api-dengan-fastify',
          title: 'Membangun API dengan Fastify',
          status: 'published',
          thumbnailUrl: null
        }
      }
    ]
  }
)

export const LearnerPageSchema = PageOf(LearnerSchema, 'CourseEnrolmentPage')
export const MyEnrolmentPageSchema = PageOf(MyEnrolmentSchema, 'MyEnrolmentPage')

export const enrolmentSchemas = [
  EnrolmentSchema,
  OwnEnrolmentSchema,
  NewEnrolmentsSchema,
  LearnerSchema,
  OneEnrolmentSchema,
  MyEnrolmentSchema,
  LearnerPageSchema,
  MyEnrolmentPageSchema
]

export function presentEnrolment(row: EnrolmentRow): Static<typeof EnrolmentSchema> {
  const { id, courseId, userId, status, pendingFor, message, reason, createdBy, createdAt, updatedAt } = row
  const at = (moment: Date | null) => moment?.toISOString() ?? null
  return {
    id,
    courseId,
    userId,
    status,
    pendingFor,
    queuedAt: at(row.queuedAt),
    message,
    reason,
    activatedAt: at(row.activatedAt),
    completedAt: at(row.completedAt),
    expiresAt: at(row.expiresAt),
    createdBy,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString()
  }
}

export function presentOwnEnrolment({ enrolment, queuePosition }: Placed): Static<typeof OwnEnrolmentSchema> {
  return { enrolment: presentEnrolment(enrolment), queuePosition }
}

export function presentOneEnrolment(placed: Placed<LearnerRow>): Static<typeof OneEnrolmentSchema> {
  return { enrolment: presentLearner(placed.enrolment), queuePosition: placed.queuePosition }
}

export function presentLearner(row: LearnerRow): Static<typeof LearnerSchema> {
  const { userId, username, fullName } = row
  return { ...presentEnrolment(row), user: { id: userId, username, fullName } }
}

export function presentMyEnrolment(row: MyEnrolmentRow): Static<typeof MyEnrolmentSchema> {
  const { courseId, slug, title, courseStatus, thumbnailUrl } = row
  return { ...presentEnrolment(row), course: { id: courseId, slug, title, status: courseStatus, thumbnailUrl } }
}
