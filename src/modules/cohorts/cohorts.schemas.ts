import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, line, listQuery, Nullable, OneOf, PageOf } from '../../http/schemas.js'
import type { SeenCohort } from './cohorts.lookup.js'

const statuses = ['upcoming', 'active', 'completed'] as const

/** A day of the calendar; whether there is one, the service asks. */
export const CalendarDay = (description: string) =>
  Type.String({
    minLength: 10,
    maxLength: 10,
    pattern: '^2[0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
    description
  })

const Name = Type.String({ minLength: 1, maxLength: 100, pattern: line })
const StartsOn = CalendarDay('The first day, in its time zone')
const EndsOn = CalendarDay('The last day, in its time zone')
const TimeZone = Type.String({ minLength: 1, maxLength: 64, description: 'Its name; at first that of the course' })
const Capacity = Nullable(Type.Integer({ minimum: 1, maximum: 10_000, description: 'Null: as many as like' }))
const IsOpen = Type.Boolean({
  description: 'Whether learners of the course see it and join by themselves; at first true'
})
const FacilitatorId = Nullable(
  Id('user', { description: 'Who runs it: may enrol learners or run cohorts there, or manages the course' })
)

const optionalFields = {
  timeZone: Type.Optional(TimeZone),
  facilitatorId: Type.Optional(FacilitatorId),
  capacity: Type.Optional(Capacity),
  isOpen: Type.Optional(IsOpen)
}

const bodyExample = {
  name: 'Angkatan 1',
  startsOn: '2026-11-23',
  endsOn: '2027-01-17',
  timeZone: 'Asia/Jakarta',
  capacity: 30,
  isOpen: true
}

export const CohortBody = Body(
  { name: Name, startsOn: StartsOn, endsOn: EndsOn, ...optionalFields },
  { examples: [bodyExample] }
)
export const CohortPatchBody = Body(
  {
    name: Type.Optional(Name),
    startsOn: Type.Optional(StartsOn),
    endsOn: Type.Optional(EndsOn),
    ...optionalFields
  },
  { examples: [{ endsOn: '2027-01-24', capacity: 35 }] }
)
export type CohortFields = Static<typeof CohortBody>
export type CohortPatch = Static<typeof CohortPatchBody>

export const CourseParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 120, description: 'The id or the slug of the course' })
})
export const CohortParams = Type.Object({ id: Id('cohort') })

const status = Type.Optional(OneOf(statuses))
export const CohortsQuery = Type.Object({ ...listQuery, status })
export const MyCohortsQuery = Type.Object({
  ...listQuery,
  status,
  as: Type.Optional(
    OneOf(['member', 'facilitator'], { default: 'member', description: 'Those that one is in, or those that one runs' })
  )
})
export type CohortsParams = Static<typeof CohortsQuery>
export type MyCohortsParams = Static<typeof MyCohortsQuery>

const example = {
  id: 'coh_01jd3w8q2k0000abcdefghjkmn',
  course: {
    id: 'crs_01jd3w8q2k0000abcdefghjkmn',
    slug: 'membangun-api-dengan-fastify',
    title: 'Membangun API dengan Fastify'
  },
  ...bodyExample,
  facilitatorId: 'usr_01jd3w8q2k0000abcdefghjkmn',
  status: 'active',
  currentWeek: 2,
  memberCount: 28,
  isMember: true,
  version: 2,
  createdBy: 'usr_01jd3w8q2k0000abcdefghjkmn',
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-22T17:00:00.000Z'
}

export const CohortSchema = Type.Object(
  {
    id: Id('cohort'),
    course: Type.Object({ id: Id('course'), slug: Type.String(), title: Type.String() }),
    name: Type.String(),
    startsOn: Type.String(),
    endsOn: Type.String(),
    timeZone: Type.String(),
    facilitatorId: Nullable(Id('user')),
    capacity: Nullable(Type.Integer()),
    isOpen: Type.Boolean(),
    status: OneOf(statuses, {
      description: 'It starts by itself when its first day begins there, and is completed when its last day has ended'
    }),
    currentWeek: Nullable(
      Type.Integer({ minimum: 1, description: '1 from the first day on; null before; stays at the last one' })
    ),
    memberCount: Type.Integer({ minimum: 0 }),
    isMember: Type.Boolean({ description: 'Whether the caller is in it' }),
    version: Type.Integer({ description: 'Raised by every change of the cohort itself; the `ETag` is made of it' }),
    createdBy: Nullable(Id('user')),
    createdAt: DateTime(),
    updatedAt: DateTime()
  },
  { $id: 'Cohort', examples: [example] }
)

export const CohortPageSchema = PageOf(CohortSchema, 'CohortPage')

export const cohortSchemas = [CohortSchema, CohortPageSchema]

export function presentCohort(cohort: SeenCohort): Static<typeof CohortSchema> {
  const { course, createdAt, updatedAt } = cohort
  return {
    id: cohort.id,
    course: { id: course.id, slug: course.slug, title: course.title },
    name: cohort.name,
    startsOn: cohort.startsOn,
    endsOn: cohort.endsOn,
    timeZone: cohort.timeZone,
    facilitatorId: cohort.facilitatorId,
    capacity: cohort.capacity,
    isOpen: cohort.isOpen,
    status: cohort.status,
    currentWeek: cohort.currentWeek,
    memberCount: cohort.memberCount,
    isMember: cohort.isMember,
    version: cohort.version,
    createdBy: cohort.createdBy,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString()
  }
}
