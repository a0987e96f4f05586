import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, OneOf, PageOf, Ref, searchQuery } from '../../http/schemas.js'
import type { EnrolmentRow, LearnerRow, MyEnrolmentRow } from './enrolments.repository.js'

const statuses = ['pending', 'active', 'completed', 'cancelled', 'expired'] as const

/** Without a body: oneself. */
export const EnrolBody = Nullable(
  Body(
    {
      userIds: Type.Optional(
        Type.Array(Id('user'), { minItems: 1, maxItems: 500, description: 'Others; oneself when absent' })
      )
    },
    { examples: [{ userIds: ['usr_01jd3w8q2k0000abcdefghjkmn'] }] }
  )
)

export const CourseParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 120, description: 'The id or the slug of the course' })
})
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
  createdBy: Nullable(Id('user', { description: 'Who enrolled them' })),
  createdAt: DateTime(),
  updatedAt: DateTime()
}

const example = {
  id: 'enr_01jd3w8q2k0000abcdefghjkmn',
  courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
  userId: 'usr_01jd3w8q2k0000abcdefghjkmn',
  status: 'active',
  createdBy: 'usr_01jd3w8q2k0000abcdefghjkmn',
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z'
}

export const EnrolmentSchema = Type.Object(properties, { $id: 'Enrolment', examples: [example] })

export const OwnEnrolmentSchema = Type.Object(
  { enrolment: Ref(EnrolmentSchema) },
  { $id: 'OwnEnrolment', examples: [{ enrolment: example }] }
)

export const NewEnrolmentsSchema = Type.Object(
  {
    data: Type.Array(Ref(EnrolmentSchema), { description: 'Who is enrolled now and was not before' }),
    alreadyEnrolled: Type.Array(Id('user'))
  },
  { $id: 'NewEnrolments', examples: [{ data: [example], alreadyEnrolled: [] }] }
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
  MyEnrolmentSchema,
  LearnerPageSchema,
  MyEnrolmentPageSchema
]

export function presentEnrolment(row: EnrolmentRow): Static<typeof EnrolmentSchema> {
  const { id, courseId, userId, status, createdBy, createdAt, updatedAt } = row
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
  return { id, courseId, userId, status, createdBy, ...times }
}

export function presentLearner(row: LearnerRow): Static<typeof LearnerSchema> {
  const { userId, username, fullName } = row
  return { ...presentEnrolment(row), user: { id: userId, username, fullName } }
}

export function presentMyEnrolment(row: MyEnrolmentRow): Static<typeof MyEnrolmentSchema> {
  const { courseId, slug, title, courseStatus, thumbnailUrl } = row
  return { ...presentEnrolment(row), course: { id: courseId, slug, title, status: courseStatus, thumbnailUrl } }
}
