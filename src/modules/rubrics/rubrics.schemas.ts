import Type, { type Static } from 'typebox'
import {
  Body,
  DateTime,
  Id,
  line,
  listQuery,
  Nullable,
  PageOf,
  proseOrNothing,
  Ref,
  searchQuery
} from '../../http/schemas.js'
import { fromHundredths } from '../../lib/points.js'
import { presentCriteria } from './criteria.js'
import type { PublishedRubric } from './published.js'
import type { ListedRubric, RubricView } from './rubrics.service.js'
import type { VersionRow } from './versions.repository.js'

const maxPoints = 1_000

const Title = Type.String({ minLength: 1, maxLength: 200, pattern: line })
const Description = Type.String({ maxLength: 2_000, pattern: proseOrNothing, description: 'Plain text' })
const IsArchived = Type.Boolean({ description: 'Not to be chosen for a project; those that have it keep it' })
const Points = Type.Number({ minimum: 0, maximum: maxPoints, description: 'With at most two decimals' })
const IsRequired = Type.Boolean({ description: 'Whether no review is decided without it. At first: yes' })
const kept = 'Stays while it is the same; left out of a new one'

const LevelBody = Body({
  id: Type.Optional(Id('rubricLevel', { description: kept })),
  title: Title,
  description: Type.Optional(Type.String({ maxLength: 500, pattern: proseOrNothing })),
  points: Points
})
const Criteria = Type.Array(
  Body({
    id: Type.Optional(Id('criterion', { description: kept })),
    title: Title,
    description: Type.Optional(Type.String({ maxLength: 1_000, pattern: proseOrNothing })),
    isRequired: Type.Optional(IsRequired),
    levels: Type.Array(LevelBody, {
      minItems: 2,
      maxItems: 10,
      description: 'Each with more points than the one before; the last is what the criterion is worth'
    })
  }),
  { minItems: 1, maxItems: 50, description: 'All of them, in their order' }
)

const criteriaExample = [
  {
    title: 'Rangkaian',
    description: 'Aman, rapi dan bekerja.',
    isRequired: true,
    levels: [
      { title: 'Belum bekerja', points: 0 },
      { title: 'Bekerja', points: 6 },
      { title: 'Bekerja, aman dan rapi', points: 10 }
    ]
  }
]
const bodyExample = { title: 'Robot pengikut garis', description: 'Untuk proyek pertama.' }

export const RubricBody = Body(
  {
    title: Title,
    description: Type.Optional(Description),
    organizationId: Type.Optional(Id('organization', { description: 'The default one when absent' })),
    criteria: Type.Optional({ ...Criteria, description: 'Of its first draft' })
  },
  { examples: [{ ...bodyExample, criteria: criteriaExample }] }
)
export type RubricFields = Static<typeof RubricBody>

export const RubricPatchBody = Body(
  { title: Type.Optional(Title), description: Type.Optional(Description), isArchived: Type.Optional(IsArchived) },
  { minProperties: 1, examples: [{ title: 'Robot pengikut garis, kelas X' }] }
)
export type RubricPatch = Static<typeof RubricPatchBody>

export const DraftBody = Body({ criteria: Criteria }, { examples: [{ criteria: criteriaExample }] })

export const RubricParams = Type.Object({ id: Id('rubric') })
export const VersionParams = Type.Object({
  ...RubricParams.properties,
  n: Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'The number of the version' })
})
export const RubricsQuery = Type.Object({
  ...listQuery,
  ...searchQuery,
  organization: Type.Optional(Type.String({ minLength: 1, maxLength: 120, description: 'Its id or slug' })),
  archived: Type.Optional(Type.Boolean({ default: false, description: 'The archived ones instead' }))
})
export type RubricsParams = Static<typeof RubricsQuery>
export const VersionsQuery = Type.Object(listQuery)
export type VersionsParams = Static<typeof VersionsQuery>

const FullCriteria = Type.Array(
  Type.Object({
    id: Id('criterion'),
    title: Type.String(),
    description: Type.String(),
    isRequired: IsRequired,
    levels: Type.Array(
      Type.Object({ id: Id('rubricLevel'), title: Type.String(), description: Type.String(), points: Points })
    )
  })
)
const MaxPoints = Type.Number({ description: 'The sum of the best levels' })
const Version = Type.Integer({ description: 'Raised by every change, of the draft, too; the `ETag` is made of it' })

const fullExample = criteriaExample.map((criterion, i) => ({
  id: `crit_01jd3w8q2k0000abcdefghjkm${i}`,
  ...criterion,
  levels: criterion.levels.map((level, j) => ({ id: `lvl_01jd3w8q2k0000abcdefghjkm${j}`, description: '', ...level }))
}))
const versionExample = {
  id: 'rbv_01jd3w8q2k0000abcdefghjkmn',
  rubricId: 'rub_01jd3w8q2k0000abcdefghjkmn',
  title: bodyExample.title,
  number: 1,
  maxPoints: 10,
  criteria: fullExample,
  publishedAt: '2026-11-20T08:00:00.000Z'
}

export const RubricVersionSchema = Type.Object(
  {
    id: Id('rubricVersion'),
    rubricId: Id('rubric'),
    title: Type.String({ description: 'Of the rubric, as it is now' }),
    number: Type.Integer({ minimum: 1 }),
    maxPoints: MaxPoints,
    criteria: FullCriteria,
    publishedAt: DateTime()
  },
  {
    $id: 'RubricVersion',
    description: 'A published version of a rubric: its criteria never change',
    examples: [versionExample]
  }
)

const shared = {
  id: Id('rubric'),
  organizationId: Id('organization'),
  title: Type.String(),
  description: Type.String(),
  isArchived: IsArchived,
  version: Version,
  createdBy: Nullable(Id('user')),
  createdAt: DateTime(),
  updatedAt: DateTime()
}
const sharedExample = {
  id: 'rub_01jd3w8q2k0000abcdefghjkmn',
  organizationId: 'org_01jd3w8q2k0000abcdefghjkmn',
  ...bodyExample,
  isArchived: false,
  version: 3,
  createdBy: 'usr_01jd3w8q2k0000abcdefghjkmn',
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z'
}

export const RubricSchema = Type.Object(
  {
    ...shared,
    published: Type.Union([Ref(RubricVersionSchema), Type.Null()], {
      description: 'The newest version; null while there is none'
    }),
    draft: Nullable(
      Type.Object({
        number: Type.Integer({ minimum: 1, description: 'Of the version that it becomes' }),
        maxPoints: MaxPoints,
        criteria: FullCriteria,
        updatedAt: DateTime()
      })
    )
  },
  {
    $id: 'Rubric',
    description: 'How work is judged: its newest version, and the draft of the next',
    examples: [{ ...sharedExample, published: versionExample, draft: null }]
  }
)

export const RubricSummarySchema = Type.Object(
  {
    ...shared,
    published: Nullable(
      Type.Object({
        id: Id('rubricVersion'),
        number: Type.Integer({ minimum: 1 }),
        maxPoints: MaxPoints,
        publishedAt: DateTime()
      })
    ),
    hasDraft: Type.Boolean()
  },
  {
    $id: 'RubricSummary',
    description: 'A rubric without its criteria',
    examples: [
      {
        ...sharedExample,
        published: { id: versionExample.id, number: 1, maxPoints: 10, publishedAt: versionExample.publishedAt },
        hasDraft: false
      }
    ]
  }
)

export const RubricPageSchema = PageOf(RubricSummarySchema, 'RubricPage')
export const RubricVersionPageSchema = PageOf(RubricVersionSchema, 'RubricVersionPage')
export const rubricSchemas = [
  RubricVersionSchema,
  RubricVersionPageSchema,
  RubricSchema,
  RubricSummarySchema,
  RubricPageSchema
]

export function presentVersion(version: PublishedRubric): Static<typeof RubricVersionSchema> {
  return {
    id: version.id,
    rubricId: version.rubricId,
    title: version.title,
    number: version.number,
    maxPoints: fromHundredths(version.maxPoints),
    criteria: presentCriteria(version.criteria),
    publishedAt: version.publishedAt.toISOString()
  }
}

export function presentRubric({ rubric, published, draft }: RubricView): Static<typeof RubricSchema> {
  return {
    ...presentShared(rubric),
    published: published && presentVersion(published),
    draft: draft && presentDraft(draft)
  }
}

export function presentSummary({ rubric, published, hasDraft }: ListedRubric): Static<typeof RubricSummarySchema> {
  return {
    ...presentShared(rubric),
    published: published && {
      id: published.id,
      number: published.number,
      maxPoints: fromHundredths(published.maxPoints),
      publishedAt: published.publishedAt.toISOString()
    },
    hasDraft
  }
}

function presentDraft({ number, maxPoints, criteria, updatedAt }: VersionRow) {
  return {
    number,
    maxPoints: fromHundredths(maxPoints),
    criteria: presentCriteria(criteria),
    updatedAt: updatedAt.toISOString()
  }
}

function presentShared({ createdAt, updatedAt, ...rubric }: RubricView['rubric']) {
  const { id, organizationId, title, description, isArchived, version, createdBy } = rubric
  return {
    ...{ id, organizationId, title, description, isArchived, version, createdBy },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString()
  }
}
