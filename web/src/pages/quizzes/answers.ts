import type { Schema } from '../../api/client.js'

export type Question = Schema<'QuizAttempt'>['questions'][number]
export type Answer = Question['answer']
/** What stands in the fields; of numbers the text as it was typed. */
export type Answers = Readonly<Record<string, Answer>>

/** As the API reads a number: one sign for the decimals, comma or point, and none for thousands. */
const decimal = /^[+-]?(\d{1,30}([.,]\d{0,30})?|[.,]\d{1,30})(e[+-]?\d{1,3})?$/i

export function isNumberText(text: string): boolean {
  return decimal.test(text.trim())
}

/** Whether something counts as answered: what is half typed does not. */
export function isAnswered(kind: Question['kind'], answer: Answer | undefined): boolean {
  if (answer === null || answer === undefined) return false
  if (Array.isArray(answer)) return answer.length > 0
  if (kind === 'numeric') return typeof answer === 'number' || isNumberText(answer)
  return String(answer).trim() !== ''
}

/** What is sent: nothing instead of what the API would not take, so that no older answer stands in its place. */
export function toSend(kind: Question['kind'], answer: Answer): Answer {
  return isAnswered(kind, answer) ? answer : null
}

/** The fields at first: what the API has, and over it what still waits for a network. */
export function startingAnswers(questions: readonly Question[], waitingBody: unknown): Answers {
  const saved = questions.map(({ questionId, answer }) => [questionId, answer] as const)
  const waiting = (waitingBody as { answers?: { questionId: string; answer: Answer }[] } | undefined)?.answers ?? []
  return { ...Object.fromEntries(saved), ...Object.fromEntries(waiting.map((each) => [each.questionId, each.answer])) }
}
