import Type, { type Static } from 'typebox'
import { Body, ByKind, DateTime, Id, line, listQuery, Nullable, OneOf, PageOf } from '../../http/schemas.js'
import type { QuestionRow } from './questions.repository.js'

export const questionKinds = ['single_choice', 'multiple_choice', 'short_text', 'numeric', 'ordering', 'essay'] as const

/** Far beyond what anybody asks for, and exact. */
const largest = 1e15
export const optionIdPattern = '^opt_[0-9a-f]{12}$'

const OptionId = Type.String({ pattern: optionIdPattern, maxLength: 20, description: 'Stays while the option stays' })
const knownOptionId = Type.Optional(OptionId)
const OptionText = Type.String({ minLength: 1, maxLength: 500, pattern: line, description: 'Plain text' })
const IsCorrect = Type.Boolean({ description: 'Whether it is right to pick it' })
const Prompt = Type.String({ minLength: 1, maxLength: 5_000, pattern: '\\S', description: 'Markdown' })
const Explanation = Type.String({ maxLength: 5_000, description: 'Markdown. Shown with the right answer' })
const Tags = Type.Array(Type.String({ minLength: 1, maxLength: 40, pattern: line }), {
  maxItems: 20,
  description: 'Kept in lower case, each once'
})
const AcceptedAnswers = Type.Array(Type.String({ minLength: 1, maxLength: 500, pattern: line }), {
  minItems: 1,
  maxItems: 20,
  description: 'Compared trimmed, folded, and with one space where there are more'
})
const CaseSensitive = Type.Boolean({ description: 'Whether a capital letter makes a difference. At first: no' })
const Value = Type.Number({ minimum: -largest, maximum: largest })
const Tolerance = Type.Number({ minimum: 0, maximum: largest, description: 'How far off still is right. At first: 0' })

const shared = {
  prompt: Prompt,
  explanation: Type.Optional(Explanation),
  tags: Type.Optional(Tags)
}
const choice = {
  ...shared,
  options: Type.Array(Body({ text: OptionText, isCorrect: IsCorrect }), { minItems: 2, maxItems: 20 })
}

const singleChoice = Body({ kind: Type.Literal('single_choice'), ...choice }, { title: 'One right option' })
const multipleChoice = Body({ kind: Type.Literal('multiple_choice'), ...choice }, { title: 'Some right options' })
const shortText = Body(
  {
    kind: Type.Literal('short_text'),
    ...shared,
    acceptedAnswers: AcceptedAnswers,
    caseSensitive: Type.Optional(CaseSensitive)
  },
  { title: 'A few words' }
)
const numeric = Body(
  { kind: Type.Literal('numeric'), ...shared, value: Value, tolerance: Type.Optional(Tolerance) },
  { title: 'A number' }
)
const ordering = Body(
  {
    kind: Type.Literal('ordering'),
    ...shared,
    items: Type.Array(Body({ text: OptionText }), { minItems: 2, maxItems: 20, description: 'In the right order' })
  },
  { title: 'Items to put in order' }
)
const essay = Body({ kind: Type.Literal('essay'), ...shared }, { title: 'A text that a person grades' })

const bodyExample = {
  kind: 'single_choice',
  prompt: 'Apa satuan **hambatan** listrik?',
  explanation: 'Hambatan diukur dalam ohm (Ω).',
  tags: ['listrik'],
  options: [
    { text: 'Volt', isCorrect: false },
    { text: 'Ohm', isCorrect: true },
    { text: 'Ampere', isCorrect: false }
  ]
}

/** By its `kind` it has one of these forms, and is held to that one alone. */
export const QuestionBody = ByKind([singleChoice, multipleChoice, shortText, numeric, ordering, essay], {
  description:
    '`single_choice`: exactly one option is right. `multiple_choice`: worth the right picks minus the wrong ones over the number of right ones, never less than 0. `ordering`: worth the share of the items that stand in their places. `numeric`: takes a decimal comma, too. `essay`: a person grades it',
  examples: [bodyExample]
})
export type QuestionFields = Static<typeof QuestionBody>

export const QuestionPatchBody = Body(
  {
    prompt: Type.Optional(Prompt),
    explanation: Type.Optional(Explanation),
    tags: Type.Optional(Tags),
    options: Type.Optional(
      Type.Array(Body({ id: knownOptionId, text: OptionText, isCorrect: IsCorrect }), {
        minItems: 2,
        maxItems: 20,
        description: 'All of them: one with its `id` stays, one without is new'
      })
    ),
    items: Type.Optional(
      Type.Array(Body({ id: knownOptionId, text: OptionText }), {
        minItems: 2,
        maxItems: 20,
        description: 'All of them in the right order: one with its `id` stays, one without is new'
      })
    ),
    acceptedAnswers: Type.Optional(AcceptedAnswers),
    caseSensitive: Type.Optional(CaseSensitive),
    value: Type.Optional(Value),
    tolerance: Type.Optional(Tolerance),
    isArchived: Type.Optional(Type.Boolean({ description: 'False brings an archived question back' }))
  },
  { description: 'The kind stays. Only what a question of its kind has', examples: [{ tags: ['listrik', 'satuan'] }] }
)
export type QuestionPatch = Static<typeof QuestionPatchBody>

export const QuestionParams = Type.Object({ id: Id('question') })
export const QuestionListQuery = Type.Object({
  ...listQuery,
  kind: Type.Optional(OneOf(questionKinds)),
  tag: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  archived: Type.Optional(Type.Boolean({ default: false, description: 'The archived ones instead' }))
})
export type QuestionListParams = Static<typeof QuestionListQuery>

const fullOption = Type.Object({ id: OptionId, text: Type.String(), isCorrect: IsCorrect })
const fullItem = Type.Object({ id: OptionId, text: Type.String() })

export const questionExample = {
  id: 'qst_01jd3w8q2k0000abcdefghjkmn',
  courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
  ...bodyExample,
  promptHtml: '<p>Apa satuan <strong>hambatan</strong> listrik?</p>',
  explanationHtml: '<p>Hambatan diukur dalam ohm (Ω).</p>',
  options: bodyExample.options.map((option, i) => ({ id: `opt_00000000000${i}`, ...option })),
  isArchived: false,
  version: 1,
  createdBy: 'usr_01jd3w8q2k0000abcdefghjkmn',
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z'
}

export const QuestionSchema = Type.Object(
  {
    id: Id('question'),
    courseId: Id('course'),
    kind: OneOf(questionKinds),
    prompt: Prompt,
    promptHtml: Type.String({ description: 'The prompt, rendered and sanitised' }),
    explanation: Explanation,
    explanationHtml: Type.String(),
    tags: Type.Array(Type.String()),
    options: Type.Optional(Type.Array(fullOption, { description: 'Of a choice' })),
    items: Type.Optional(Type.Array(fullItem, { description: 'Of an ordering, in the right order' })),
    acceptedAnswers: Type.Optional(Type.Array(Type.String(), { description: 'Of a short text' })),
    caseSensitive: Type.Optional(CaseSensitive),
    value: Type.Optional(Type.Number({ description: 'Of a number' })),
    tolerance: Type.Optional(Type.Number()),
    isArchived: Type.Boolean({ description: 'Not to be added to a quiz; those that have it keep it' }),
    version: Type.Integer({ description: 'Raised by every change; the `ETag` is made of it' }),
    createdBy: Nullable(Id('user')),
    createdAt: DateTime(),
    updatedAt: DateTime()
  },
  {
    $id: 'Question',
    description: 'A question of the bank, with its answer: for who manages the course alone',
    examples: [questionExample]
  }
)

export const QuestionPageSchema = PageOf(QuestionSchema, 'QuestionPage')
export const questionSchemas = [QuestionSchema, QuestionPageSchema]

export function presentQuestion(row: QuestionRow): Static<typeof QuestionSchema> {
  const { id, courseId, kind, prompt, promptHtml, explanation, tags, isArchived, version, createdBy } = row
  return {
    id,
    courseId,
    kind,
    prompt,
    promptHtml,
    explanation,
    explanationHtml: row.key.explanationHtml,
    tags,
    ...presentAnswer(row),
    isArchived,
    version,
    createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString()
  }
}

function presentAnswer({ options, key: { answer } }: QuestionRow): Partial<Static<typeof QuestionSchema>> {
  switch (answer.kind) {
    case 'single_choice':
    case 'multiple_choice':
      return { options: options.map((option) => ({ ...option, isCorrect: answer.optionIds.includes(option.id) })) }
    case 'ordering':
      return { items: options }
    case 'short_text':
      return { acceptedAnswers: answer.acceptedAnswers, caseSensitive: answer.isCaseSensitive }
    case 'numeric':
      return { value: answer.value, tolerance: answer.tolerance }
    case 'essay':
      return {}
  }
}
