import { randomBytes } from 'node:crypto'
import { unprocessable } from '../../lib/errors.js'
import { foldText } from '../../lib/text.js'
import { comparable, type Key, type Option, type QuestionKind } from './grading.js'
import type { QuestionFields, QuestionPatch } from './questions.schemas.js'

/** What a question asks and what is right, without the words around it. */
export interface Substance {
  options: Option[]
  answer: Key
}

interface GivenOption {
  id?: string
  text: string
  isCorrect?: boolean
}

/** Which fields of a patch a question of the kind has, beside those that all have. */
const ownFields = {
  single_choice: ['options'],
  multiple_choice: ['options'],
  short_text: ['acceptedAnswers', 'caseSensitive'],
  numeric: ['value', 'tolerance'],
  ordering: ['items'],
  essay: []
} as const satisfies Record<QuestionKind, readonly (keyof QuestionPatch)[]>

/** @throws 422 naming the field */
export function substanceOf(fields: QuestionFields): Substance {
  switch (fields.kind) {
    case 'single_choice':
    case 'multiple_choice':
      return choiceOf(fields.kind, fields.options, [])
    case 'ordering':
      return orderOf(fields.items, [])
    case 'short_text': {
      const { acceptedAnswers, caseSensitive: isCaseSensitive = false } = fields
      return { options: [], answer: { kind: 'short_text', acceptedAnswers: trimmed(acceptedAnswers), isCaseSensitive } }
    }
    case 'numeric':
      return { options: [], answer: { kind: 'numeric', value: fields.value, tolerance: fields.tolerance ?? 0 } }
    case 'essay':
      return { options: [], answer: { kind: 'essay' } }
  }
}

/** @throws 422 naming the field, also one that no question of its kind has */
export function changedSubstance({ options, answer }: Substance, patch: QuestionPatch): Substance {
  refuseForeignFields(answer.kind, patch)
  switch (answer.kind) {
    case 'single_choice':
    case 'multiple_choice':
      return patch.options ? choiceOf(answer.kind, patch.options, options) : { options, answer }
    case 'ordering':
      return patch.items ? orderOf(patch.items, options) : { options, answer }
    case 'short_text': {
      const acceptedAnswers = patch.acceptedAnswers ? trimmed(patch.acceptedAnswers) : answer.acceptedAnswers
      const isCaseSensitive = patch.caseSensitive ?? answer.isCaseSensitive
      return { options, answer: { ...answer, acceptedAnswers, isCaseSensitive } }
    }
    case 'numeric': {
      const { value = answer.value, tolerance = answer.tolerance } = patch
      return { options, answer: { ...answer, value, tolerance } }
    }
    case 'essay':
      return { options, answer }
  }
}

export function normalizeTag(tag: string): string {
  return foldText(tag.trim())
}

export function normalizeTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map(normalizeTag))]
}

function refuseForeignFields(kind: QuestionKind, patch: QuestionPatch): void {
  const own: readonly string[] = ownFields[kind]
  const foreign = Object.values(ownFields)
    .flat()
    .find((field) => patch[field] !== undefined && !own.includes(field))
  if (foreign) throw unprocessable('INVALID_QUESTION', foreign, `is nothing that a ${kind} question has`)
}

function choiceOf(
  kind: 'single_choice' | 'multiple_choice',
  given: readonly GivenOption[],
  known: Option[]
): Substance {
  const options = withIds(given, known, 'options')
  const optionIds = options.filter((_, i) => given[i]?.isCorrect).map(({ id }) => id)
  if (kind === 'single_choice' && optionIds.length !== 1) {
    throw unprocessable('INVALID_QUESTION', 'options', 'must have exactly one that is right')
  }
  if (optionIds.length === 0) throw unprocessable('INVALID_QUESTION', 'options', 'must have one that is right')
  return { options, answer: { kind, optionIds } }
}

function orderOf(given: readonly GivenOption[], known: Option[]): Substance {
  const options = withIds(given, known, 'items')
  return { options, answer: { kind: 'ordering', optionIds: options.map(({ id }) => id) } }
}

/** Ids are random: one that told when it was made would give the right order away. */
function withIds(given: readonly GivenOption[], known: readonly Option[], field: string): Option[] {
  const ids = given.flatMap(({ id }) => id ?? [])
  const isKnown = (id: string) => known.some((option) => option.id === id)
  if (new Set(ids).size < ids.length || !ids.every(isKnown)) {
    throw unprocessable('INVALID_QUESTION', field, 'must have ids of this question alone, each once')
  }
  if (new Set(given.map(({ text }) => comparable(text, true))).size < given.length) {
    throw unprocessable('INVALID_QUESTION', field, 'must not have the same text twice')
  }
  return given.map(({ id, text }) => ({ id: id ?? `opt_${randomBytes(6).toString('hex')}`, text: text.trim() }))
}

function trimmed(texts: readonly string[]): string[] {
  return texts.map((text) => text.trim())
}
