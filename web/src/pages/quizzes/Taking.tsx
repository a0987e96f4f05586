import { useState } from 'preact/hooks'
import { api, take } from '../../api/client.js'
import { Problem } from '../../api/problem.js'
import { queryClient } from '../../api/queries.js'
import { SaveNote } from '../../attempts/SaveNote.js'
import { Button } from '../../ui/Button.js'
import { toast } from '../../ui/toast.js'
import { isAnswered } from './answers.js'
import { attemptKey, keepAttempt, type TimedAttempt } from './attempt-query.js'
import { Countdown } from './Countdown.js'
import { HandIn } from './HandIn.js'
import { t } from './messages.js'
import { QuestionField } from './QuestionField.js'
import { QuestionList } from './QuestionList.js'
import { useAnswers } from './useAnswers.js'

interface TakingProps {
  attempt: TimedAttempt
  isOver: boolean
  onOver: () => void
}

/** The questions of an attempt that runs. */
export function Taking({ attempt, isOver, onOver }: TakingProps) {
  const { id, questions, deadlineAt, clockAheadMs } = attempt
  const lookAgain = () => void queryClient.invalidateQueries({ queryKey: attemptKey(id) })
  const { answers, answer, state, rest } = useAnswers(attempt, lookAgain)
  const [isHandingIn, setHandingIn] = useState(false)
  const shown = questions.map((question, i) => ({
    ...question,
    number: i + 1,
    isAnswered: isAnswered(question.kind, answers[question.questionId])
  }))

  const handIn = async () => {
    const body = { answers: await rest() }
    keepAttempt(await take(api.POST('/api/quiz-attempts/{id}/submit', { params: { path: { id } }, body })))
    scrollTo(0, 0)
  }
  const handInLate = async () => {
    onOver()
    setHandingIn(false)
    try {
      await handIn()
      toast(t('over.toast'))
    } catch (error) {
      // What came too late is not taken; the page asks until the server has closed the attempt.
      if (!(error instanceof Problem)) throw error
      lookAgain()
    }
  }

  return (
    <div class="quiz-taking">
      <div class="quiz-bar">
        <SaveNote state={state} />
        {deadlineAt && (
          <Countdown deadlineAt={deadlineAt} clockAheadMs={clockAheadMs} onOver={() => void handInLate()} />
        )}
      </div>
      <QuestionList questions={shown} />
      <fieldset class="quiz-questions" disabled={isOver}>
        {isOver && (
          <p class="quiz-over" role="alert">
            {t('over.text')}
          </p>
        )}
        {shown.map((question) => (
          <QuestionField
            key={question.questionId}
            question={question}
            count={questions.length}
            answer={answers[question.questionId] ?? null}
            onAnswer={(value) => answer(question.questionId, value)}
          />
        ))}
      </fieldset>
      <div class="quiz-end">
        <Button look="primary" disabled={isOver} onClick={() => setHandingIn(true)}>
          {t('take.handIn')}
        </Button>
      </div>
      {isHandingIn && <HandIn questions={shown} onHandIn={handIn} onClose={() => setHandingIn(false)} />}
    </div>
  )
}
