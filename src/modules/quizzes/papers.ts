import { randomInt } from 'node:crypto'
import type { Gradable, Key, Option, QuestionKind } from './grading.js'

/** A question as one attempt has it, with its key: what becomes of the question later does not reach it. */
export interface PaperQuestion extends Gradable {
  questionId: string
  kind: QuestionKind
  promptHtml: string
  /** In the order in which this learner sees them. */
  options: Option[]
  key: Key
  explanationHtml: string
  /** At most, in hundredths. */
  points: number
}

export interface Paper {
  questions: PaperQuestion[]
}

export interface PaperRules {
  isShuffled: boolean
  /** Null: all. */
  drawCount: number | null
}

/** A number from 0 to below `limit`, each as likely. */
export type Pick = (limit: number) => number

/**
 * The questions that an attempt gets, in its order. What is to be put in order is shuffled always: the order in which it is
 * kept is the answer.
 */
export function drawPaper(
  questions: readonly PaperQuestion[],
  { isShuffled, drawCount }: PaperRules,
  pick: Pick = (limit) => randomInt(limit)
): Paper {
  const drawn = drawCount === null ? [...questions] : draw(questions, drawCount, pick)
  const inOrder = isShuffled ? shuffle(drawn, pick) : drawn
  return {
    questions: inOrder.map((question) => ({
      ...question,
      options: isShuffled || question.kind === 'ordering' ? shuffle(question.options, pick) : question.options
    }))
  }
}

export function paperPoints({ questions }: Paper): number {
  return questions.reduce((sum, { points }) => sum + points, 0)
}

/** So many of them, in the order that they had. */
function draw<T>(all: readonly T[], count: number, pick: Pick): T[] {
  const places = shuffle([...all.keys()], pick).slice(0, count)
  const chosen = new Set(places)
  return all.filter((_, place) => chosen.has(place))
}

/** Fisher and Yates: every order is as likely. */
function shuffle<T>(items: readonly T[], pick: Pick): T[] {
  const shuffled = [...items]
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = pick(i + 1)
    const [a, b] = [shuffled[i] as T, shuffled[j] as T]
    shuffled[i] = b
    shuffled[j] = a
  }
  return shuffled
}
