import { api, type Schema, seen, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'

export type Question = Schema<'Question'>
export type QuestionKind = Question['kind']

export const questionKinds = [
  'single_choice',
  'multiple_choice',
  'short_text',
  'numeric',
  'ordering',
  'essay'
] as const satisfies readonly QuestionKind[]

/** An answer that is typed: `key` tells the rows apart, `id` is of one that the API knows. */
export interface Choice {
  key: string
  id?: string
  text: string
  isCorrect: boolean
}

/** All that the form of a question holds, whatever its kind. */
export interface QuestionDraft {
  kind: QuestionKind
  prompt: string
  explanation: string
  tags: string
  choices: Choice[]
  acceptedAnswers: string
  caseSensitive: boolean
  value: string
  tolerance: string
}

let lastKey = 0

export function newChoice(of: Partial<Choice> = {}): Choice {
  lastKey += 1
  return { key: String(lastKey), text: '', isCorrect: false, ...of }
}

export function draftOf(question: Question | undefined): QuestionDraft {
  const choices = question?.options ?? question?.items?.map((item) => ({ ...item, isCorrect: false }))
  return {
    kind: question?.kind ?? 'single_choice',
    prompt: question?.prompt ?? '',
    explanation: question?.explanation ?? '',
    tags: (question?.tags ?? []).join(', '),
    choices: choices?.map((choice) => newChoice(choice)) ?? [newChoice({ isCorrect: true }), newChoice()],
    acceptedAnswers: (question?.acceptedAnswers ?? []).join('\n'),
    caseSensitive: question?.caseSensitive ?? false,
    value: question?.value === undefined ? '' : String(question.value),
    tolerance: String(question?.tolerance ?? 0)
  }
}

/** Creates the question, or changes the one that there is. */
export async function saveQuestion(
  courseId: string,
  draft: QuestionDraft,
  question: Question | undefined
): Promise<Question> {
  const shared = { prompt: draft.prompt, explanation: draft.explanation, tags: partsOf(draft.tags, ',') }
  const saved = question
    ? await take(
        api.PATCH('/api/questions/{id}', {
          params: { path: { id: question.id } },
          headers: seen(question),
          body: { ...shared, ...answersOf(draft) }
        })
      )
    : await take(
        api.POST('/api/courses/{id}/questions', {
          params: { path: { id: courseId } },
          body: { ...shared, ...answersOf(draft) }
        })
      )
  await queryClient.invalidateQueries({ queryKey: ['/api/courses/{id}/questions', courseId] })
  await queryClient.invalidateQueries({ queryKey: ['/api/quizzes/{id}/questions'] })
  return saved
}

function answersOf({ kind, choices, acceptedAnswers, caseSensitive, value, tolerance }: QuestionDraft) {
  const known = ({ id }: Choice) => (id === undefined ? {} : { id })
  switch (kind) {
    case 'single_choice':
    case 'multiple_choice':
      return { kind, options: choices.map((each) => ({ ...known(each), text: each.text, isCorrect: each.isCorrect })) }
    case 'ordering':
      return { kind, items: choices.map((each) => ({ ...known(each), text: each.text })) }
    case 'short_text':
      return { kind, acceptedAnswers: partsOf(acceptedAnswers, '\n'), caseSensitive }
    case 'numeric':
      return { kind, value: Number(value), tolerance: Number(tolerance) }
    case 'essay':
      return { kind }
  }
}

function partsOf(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((each) => each.trim())
    .filter((each) => each !== '')
}
