import { foldText } from '../../lib/text.js'

export type QuestionKind = 'single_choice' | 'multiple_choice' | 'short_text' | 'numeric' | 'ordering' | 'essay'

/** What a learner may pick or put in order. Plain text. */
export interface Option {
  id: string
  text: string
}

/** What is right. It never leaves the server before it may. */
export type Key =
  | { kind: 'single_choice' | 'multiple_choice'; optionIds: string[] }
  | { kind: 'short_text'; acceptedAnswers: string[]; isCaseSensitive: boolean }
  | { kind: 'numeric'; value: number; tolerance: number }
  | { kind: 'ordering'; optionIds: string[] }
  | { kind: 'essay' }

/** Null: none. */
export type Answer = string | number | string[] | null

export interface Gradable {
  kind: QuestionKind
  options: readonly Option[]
  key: Key
}

export const maxEssayLength = 20_000
const maxShortTextLength = 1_000
/** `3`, `-3,5`, `.5`, `1e-3`. One sign for the decimals, comma or point, and none for thousands: `1.000,5` is neither. */
const decimal = /^[+-]?(\d{1,30}([.,]\d{0,30})?|[.,]\d{1,30})(e[+-]?\d{1,3})?$/i

/**
 * An answer as it is kept: the same for all that mean the same, so that it is compared and counted by its text. Or what is
 * wrong with it.
 */
export function readAnswer({ kind, options }: Pick<Gradable, 'kind' | 'options'>, given: unknown): ReadAnswer {
  if (given === null) return { answer: null }
  switch (kind) {
    case 'single_choice':
      if (typeof given !== 'string') return { fault: 'must be the id of an option' }
      return isOption(options, given) ? { answer: given } : { fault: 'must be the id of an option of this question' }
    case 'multiple_choice':
      return readPicks(options, given)
    case 'ordering':
      return readOrder(options, given)
    case 'numeric':
      return readNumber(given)
    case 'short_text':
      return readText(given, maxShortTextLength)
    case 'essay':
      return readText(given, maxEssayLength)
  }
}

type ReadAnswer = { answer: Answer } | { fault: string }

/**
 * How much of the points the answer is worth, 0 to 1; null for one that a person grades. No answer, and one that could not
 * have been saved, is worth 0.
 */
export function gradeAnswer(question: Gradable, given: unknown): number | null {
  const read = readAnswer(question, given)
  if ('fault' in read || read.answer === null) return 0
  return shareOf(question.key, read.answer)
}

function shareOf(key: Key, answer: string | number | string[]): number | null {
  switch (key.kind) {
    case 'single_choice':
      return key.optionIds.includes(String(answer)) ? 1 : 0
    case 'multiple_choice': {
      const picks = answer as string[]
      const right = picks.filter((id) => key.optionIds.includes(id)).length
      return Math.max(0, (right - (picks.length - right)) / key.optionIds.length)
    }
    case 'ordering': {
      const order = answer as string[]
      return key.optionIds.filter((id, i) => order[i] === id).length / key.optionIds.length
    }
    case 'short_text': {
      const text = comparable(String(answer), key.isCaseSensitive)
      return key.acceptedAnswers.some((accepted) => comparable(accepted, key.isCaseSensitive) === text) ? 1 : 0
    }
    case 'numeric':
      return isWithin(Number(answer), key) ? 1 : 0
    case 'essay':
      return null
  }
}

/** Folded, trimmed, and with one space where there are more. */
export function comparable(text: string, isCaseSensitive = false): string {
  return (isCaseSensitive ? text.normalize('NFKC') : foldText(text)).trim().replace(/\s+/gu, ' ')
}

/** 0.4 is within 0.1 of 0.3, although the difference of the two is a little more than 0.1. */
function isWithin(answer: number, { value, tolerance }: { value: number; tolerance: number }): boolean {
  const slack = 8 * Number.EPSILON * Math.max(Math.abs(answer), Math.abs(value), tolerance)
  return Math.abs(answer - value) <= tolerance + slack
}

function readPicks(options: readonly Option[], given: unknown): ReadAnswer {
  if (!isTexts(given)) return { fault: 'must be a list of ids of options' }
  if (new Set(given).size < given.length) return { fault: 'must not have an option twice' }
  if (!given.every((id) => isOption(options, id))) return { fault: 'must have ids of options of this question alone' }
  return { answer: given.length === 0 ? null : [...given].sort() }
}

function readOrder(options: readonly Option[], given: unknown): ReadAnswer {
  const isWhole =
    isTexts(given) &&
    given.length === options.length &&
    new Set(given).size === given.length &&
    given.every((id) => isOption(options, id))
  return isWhole ? { answer: [...given] } : { fault: 'must have each item of this question once' }
}

function readNumber(given: unknown): ReadAnswer {
  if (typeof given === 'string' && given.trim() === '') return { answer: null }
  const isWritten = typeof given === 'string' && decimal.test(given.trim())
  const number = isWritten ? Number(given.trim().replace(',', '.')) : given
  return typeof number === 'number' && Number.isFinite(number)
    ? { answer: number }
    : { fault: 'must be a number, such as 3.5 or 3,5, without a sign for thousands' }
}

function readText(given: unknown, maxLength: number): ReadAnswer {
  if (typeof given !== 'string') return { fault: 'must be a text' }
  if (given.length > maxLength && [...given].length > maxLength)
    return { fault: `must not have more than ${maxLength} characters` }
  return { answer: given.trim() === '' ? null : given }
}

function isTexts(given: unknown): given is string[] {
  return Array.isArray(given) && given.every((item) => typeof item === 'string')
}

function isOption(options: readonly Option[], id: string): boolean {
  return options.some((option) => option.id === id)
}
