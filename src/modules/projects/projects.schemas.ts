import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, line, listQuery, Nullable, OneOf, proseOrNothing } from '../../http/schemas.js'
import { maxLateDays } from './projects.fields.js'

const kept = 'Stays while it is the same; left out of a new one'

export const statuses = ['draft', 'published', 'archived'] as const
const deliverableKinds = ['link', 'repository', 'file', 'text'] as const

export const Title = Type.String({ minLength: 1, maxLength: 200, pattern: line })
export const Brief = Type.String({
  maxLength: 50_000,
  pattern: proseOrNothing,
  description: 'Markdown, without uploads'
})
export const LessonId = Nullable(
  Id('lesson', { description: 'It opens with this lesson of the course. Null: at once' })
)
export const IsRequired = Type.Boolean({
  description: 'Whether it must be accepted to complete the course, as the course’s rule says. At first: yes'
})
export const DueAt = Nullable(
  DateTime({ description: 'What is handed in from this moment on is late. Null: nothing ever is' })
)
export const LateRule = OneOf(['accept', 'deduct', 'refuse'], {
  description:
    'Of what is late: it is taken and marked, taken for fewer points, or refused. Without a `dueAt` it means nothing. At first: `accept`'
})
export const LatePercentPerDay = Nullable(
  Type.Integer({
    minimum: 1,
    maximum: 100,
    description:
      'Per cent of its points for each day begun, in the calendar of the course. With `deduct`, and only then'
  })
)
export const LateDays = Nullable(
  Type.Integer({
    minimum: 1,
    maximum: maxLateDays,
    description: 'After how many days nothing is taken any more. Null: no end. Not with `refuse`'
  })
)
export const MaxAttempts = Nullable(
  Type.Integer({ minimum: 1, maximum: 100, description: 'Null: as many as one likes. Withdrawn ones do not count' })
)
export const ReviewHours = Type.Integer({
  minimum: 1,
  maximum: 2_160,
  description: 'Within how many hours a review is to be there. At first: 72'
})
const RubricVersionId = Nullable(
  Id('rubricVersion', {
    description: 'A published version of a rubric of the organisation. Null: judged without points'
  })
)
const RubricId = Id('rubric', { description: 'In place of `rubricVersionId`: its newest version' })

const Deliverables = Type.Array(
  Body({
    id: Type.Optional(Id('deliverable', { description: kept })),
    title: Title,
    description: Type.Optional(Type.String({ maxLength: 2_000, pattern: proseOrNothing })),
    kind: OneOf(deliverableKinds),
    isRequired: Type.Optional(Type.Boolean({ description: 'At first: yes' }))
  }),
  {
    maxItems: 20,
    description: 'What is handed in, all of it. Once somebody has handed in none goes, or changes its kind'
  }
)
const Checklist = Type.Array(
  Body({
    id: Type.Optional(Id('checklistItem', { description: kept })),
    text: Type.String({ minLength: 1, maxLength: 500, pattern: line }),
    isRequired: Type.Optional(Type.Boolean({ description: 'Whether it must be ticked to hand in. At first: no' }))
  }),
  { maxItems: 50, description: 'What learners look at before they hand in, all of it' }
)

const settings = {
  brief: Type.Optional(Brief),
  lessonId: Type.Optional(LessonId),
  deliverables: Type.Optional(Deliverables),
  checklist: Type.Optional(Checklist),
  rubricVersionId: Type.Optional(RubricVersionId),
  rubricId: Type.Optional(RubricId),
  dueAt: Type.Optional(DueAt),
  lateRule: Type.Optional(LateRule),
  latePercentPerDay: Type.Optional(LatePercentPerDay),
  lateDays: Type.Optional(LateDays),
  maxAttempts: Type.Optional(MaxAttempts),
  reviewHours: Type.Optional(ReviewHours),
  isRequired: Type.Optional(IsRequired)
}

export const bodyExample = {
  title: 'Robot pengikut garis',
  brief: 'Buat robot yang mengikuti **garis hitam**.',
  deliverables: [
    { title: 'Kode', kind: 'repository' as const, isRequired: true },
    { title: 'Laporan', description: 'Satu halaman.', kind: 'text' as const, isRequired: true }
  ],
  checklist: [{ text: 'Sudah diuji di lintasan', isRequired: true }],
  dueAt: '2026-12-14T16:59:00.000Z',
  lateRule: 'deduct' as const,
  latePercentPerDay: 10,
  lateDays: 5,
  maxAttempts: 3
}

export const ProjectBody = Body({ title: Title, ...settings }, { examples: [bodyExample] })
export type ProjectFields = Static<typeof ProjectBody>

export const ProjectPatchBody = Body(
  {
    title: Type.Optional(Title),
    ...settings,
    position: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 100_000,
        description: 'Its place among the projects of the course, from 0; the others move over'
      })
    ),
    status: Type.Optional(
      OneOf(statuses, {
        description:
          'A draft is published or archived, a published one archived, an archived one published again or made a draft'
      })
    )
  },
  { minProperties: 1, examples: [{ status: 'archived' }] }
)
export type ProjectPatch = Static<typeof ProjectPatchBody>

export const ProjectParams = Type.Object({ id: Id('project') })
export const CourseParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 120, description: 'The id or the slug of the course' })
})
export const ProjectsQuery = Type.Object({
  ...listQuery,
  status: Type.Optional(OneOf(statuses, { description: 'For staff: learners see what is published alone' }))
})
export type ProjectsParams = Static<typeof ProjectsQuery>
