import { unprocessable } from '../../lib/errors.js'
import type { AnswerRow, SavedAnswer } from './attempts.repository.js'
import type { GivenAnswers } from './attempts.schemas.js'
import { readAnswer } from './grading.js'
import type { Paper } from './papers.js'

/** What was sent, held to the questions of this paper. @throws 422 naming the answer */
export function readAnswersFor({ questions }: Paper, given: GivenAnswers): SavedAnswer[] {
  const seen = new Set<string>()
  return given.map(({ questionId, answer }, i) => {
    const question = questions.find((candidate) => candidate.questionId === questionId)
    if (!question) {
      throw unprocessable('UNKNOWN_QUESTION', `answers.${i}.questionId`, 'is no question of this attempt')
    }
    if (seen.has(questionId)) throw unprocessable('QUESTION_TWICE', `answers.${i}.questionId`, 'is answered twice')
    seen.add(questionId)
    const read = readAnswer(question, answer)
    if ('fault' in read) throw unprocessable('INVALID_ANSWER', `answers.${i}.answer`, read.fault)
    return { questionId, answer: read.answer, maxPoints: question.points }
  })
}

/** Whether all of them are what is kept already: to send them again changes nothing. */
export function areKept(answers: readonly SavedAnswer[], kept: ReadonlyMap<string, AnswerRow>): boolean {
  return answers.every(
    ({ questionId, answer }) => JSON.stringify(answer) === JSON.stringify(kept.get(questionId)?.answer ?? null)
  )
}
