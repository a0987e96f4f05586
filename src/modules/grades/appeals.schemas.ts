import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, OneOf, PageOf, prose } from '../../http/schemas.js'
import { fromHundredths } from '../../lib/points.js'
import type { ListedAppeal, SeenAppeal } from './appeals.repository.js'

const statuses = ['open', 'upheld', 'changed'] as const
const kinds = ['project', 'quiz', 'checkpoint'] as const
const words = (description: string) => Type.String({ minLength: 1, maxLength: 5_000, pattern: prose, description })

const reasonExample = 'Laporan saya kirim tepat waktu; yang dihitung adalah waktu unggah ulang.'
const answerExample = 'Benar, pengurangan karena terlambat kami hapus.'

export const AppealBody = Body(
  { reason: words('What is to be looked at again, and why') },
  { examples: [{ reason: reasonExample }] }
)

export const AppealAnswerBody = Body(
  {
    outcome: OneOf(['upheld', 'changed'], { description: '`upheld`: the grade stays as it is' }),
    answer: words('Why, for the learner'),
    points: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1_000_000,
        description:
          'When it is changed: what counts from now on; at most those of the grade, with at most two decimals'
      })
    )
  },
  { examples: [{ outcome: 'changed', answer: answerExample, points: 17.5 }] }
)
export type AppealAnswer = Static<typeof AppealAnswerBody>

export const GradeParams = Type.Object({ id: Id('grade') })
export const AppealParams = Type.Object({ id: Id('gradeAppeal') })

export const AppealsQuery = Type.Object({ ...listQuery, status: Type.Optional(OneOf(statuses)) })
export type AppealsParams = Static<typeof AppealsQuery>

const Person = Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) })
const Points = Type.Number({ minimum: 0, description: 'With at most two decimals' })

const appeal = {
  id: Id('gradeAppeal'),
  gradeId: Id('grade'),
  courseId: Id('course'),
  status: OneOf(statuses, { description: '`upheld`: the grade stayed as it was' }),
  reason: Type.String(),
  createdAt: DateTime(),
  answer: Nullable(Type.String()),
  answeredBy: Nullable(Person),
  answeredAt: Nullable(DateTime()),
  version: Type.Integer({ minimum: 1 })
}

const example = {
  id: 'apl_01jd3w8q2k0000abcdefghjkmn',
  gradeId: 'grd_01jd3w8q2k0000abcdefghjkmn',
  courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
  status: 'changed',
  reason: reasonExample,
  createdAt: '2026-11-20T08:00:00.000Z',
  answer: answerExample,
  answeredBy: { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'pak.budi', fullName: 'Budi Santoso' },
  answeredAt: '2026-11-21T08:00:00.000Z',
  version: 2
}

export const AppealSchema = Type.Object(appeal, {
  $id: 'GradeAppeal',
  description: 'A learner asks for a second look at a grade: once, and is answered once',
  examples: [example]
})

export const ListedAppealSchema = Type.Object(
  {
    ...appeal,
    learner: Person,
    item: Type.Object({
      kind: OneOf(kinds),
      id: Type.String(),
      title: Nullable(Type.String({ description: 'Null: it is gone' }))
    }),
    points: Nullable(Type.Number({ minimum: 0, description: 'What counts now. Null: nothing' })),
    maxPoints: Points
  },
  {
    $id: 'CourseAppeal',
    description: 'An appeal with the grade that it is about, for who answers it',
    examples: [
      {
        ...example,
        learner: { id: 'usr_01jd3w8q2k0000abcdefghjkmp', username: 'sari', fullName: 'Sari Dewi' },
        item: { kind: 'project', id: 'prj_01jd3w8q2k0000abcdefghjkmn', title: 'Robot pengikut garis' },
        points: 17.5,
        maxPoints: 20
      }
    ]
  }
)

export const AppealPageSchema = PageOf(ListedAppealSchema, 'CourseAppealPage')

export const appealSchemas = [AppealSchema, ListedAppealSchema, AppealPageSchema]

export function presentAppeal(row: SeenAppeal): Static<typeof AppealSchema> {
  const { id, gradeId, courseId, status, reason, createdAt, answer, answerer, answeredAt, version } = row
  return {
    ...{ id, gradeId, courseId, status, reason, version },
    createdAt: createdAt.toISOString(),
    answer: status === 'open' ? null : answer,
    answeredBy: answerer,
    answeredAt: answeredAt?.toISOString() ?? null
  }
}

export function presentListedAppeal(row: ListedAppeal): Static<typeof ListedAppealSchema> {
  const { learner, title, grade } = row
  const points = grade.setPoints ?? grade.earnedPoints
  return {
    ...presentAppeal(row),
    learner,
    item: { kind: grade.kind, id: grade.itemId, title },
    points: points === null ? null : fromHundredths(points),
    maxPoints: fromHundredths(grade.maxPoints)
  }
}
