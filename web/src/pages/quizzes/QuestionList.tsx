import { t } from './messages.js'

export interface ListedQuestion {
  questionId: string
  number: number
  isAnswered: boolean
}

/** All questions by their numbers: where one is, and what is open. */
export function QuestionList({ questions }: { questions: readonly ListedQuestion[] }) {
  const done = questions.filter(({ isAnswered }) => isAnswered).length
  return (
    <nav class="quiz-list" aria-label={t('take.questions')}>
      <p class="small muted">{t('take.answeredCount', { done, count: questions.length })}</p>
      <ol>
        {questions.map(({ questionId, number, isAnswered }) => (
          <li key={questionId}>
            <a
              class={isAnswered ? 'is-answered' : undefined}
              href={`#question-${number}`}
              onClick={(event) => goTo(event, number)}
            >
              <span aria-hidden="true">{number}</span>
              <span class="unseen">
                {t('take.jump', { number })}, {t(isAnswered ? 'take.answered' : 'take.unanswered')}
              </span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** To its heading, with the focus: the next key is one in its fields. */
export function goTo(event: Event, number: number): void {
  event.preventDefault()
  const heading = document.getElementById(`question-${number}`)
  heading?.scrollIntoView({ block: 'start' })
  heading?.focus({ preventScroll: true })
}
