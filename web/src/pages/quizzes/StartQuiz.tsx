import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, type Schema, take } from '../../api/client.js'
import { Button, LinkButton } from '../../ui/Button.js'
import { Confirm } from '../../ui/Confirm.js'
import { problemText } from '../../ui/problem-text.js'
import { keepAttempt } from './attempt-query.js'
import { durationText } from './duration.js'
import { t } from './messages.js'

/** Begins an attempt, or goes on with the one that runs; says why not where it cannot be. */
export function StartQuiz({ quiz }: { quiz: Schema<'Quiz'> }) {
  const { own, status, timeLimitSeconds } = quiz
  const running = own?.attempts.find((attempt) => attempt.status === 'in_progress')
  return (
    <div class="stack-tight">
      {own?.isPassed && <p class="quiz-passed">{t('start.passed')}</p>}
      {own && own.percent !== null && <p>{t('start.score', { percent: own.percent })}</p>}
      {running ? (
        <div>
          <LinkButton href={`/app/quiz-attempts/${running.id}`} look="primary">
            {t('start.goOn')}
          </LinkButton>
        </div>
      ) : (
        <Begin quiz={quiz} isTimed={timeLimitSeconds !== null} whyNot={whyNot(own, status)} />
      )}
    </div>
  )
}

function whyNot(own: Schema<'Quiz'>['own'], status: Schema<'Quiz'>['status']): string | undefined {
  if (!own) return t('start.notLearner')
  if (status !== 'published') return t('start.closed')
  return own.attemptsLeft === 0 ? t('start.none') : undefined
}

interface BeginProps {
  quiz: Schema<'Quiz'>
  isTimed: boolean
  whyNot: string | undefined
}

function Begin({ quiz, isTimed, whyNot }: BeginProps) {
  const { route } = useLocation()
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const begin = async () => {
    const attempt = await take(api.POST('/api/quizzes/{id}/attempts', { params: { path: { id: quiz.id } } }))
    keepAttempt(attempt)
    route(`/app/quiz-attempts/${attempt.id}`)
  }
  const press = async () => {
    if (isTimed) return setAsking(true)
    setBusy(true)
    setError(undefined)
    await begin().catch(setError)
    setBusy(false)
  }
  if (whyNot) return <p class="muted">{whyNot}</p>
  const left = quiz.own?.attemptsLeft
  return (
    <>
      <div class="row">
        <Button look="primary" isBusy={isBusy} onClick={() => void press()}>
          {t(quiz.own?.attempts.length ? 'start.again' : 'start.begin')}
        </Button>
        {typeof left === 'number' && <span class="muted">{t('start.left', { count: left })}</span>}
      </div>
      {error !== undefined && (
        <p class="form-problem" role="alert">
          {problemText(error)}
        </p>
      )}
      {isAsking && (
        <Confirm
          title={t('start.confirmTitle')}
          action={t('start.confirm')}
          onConfirm={begin}
          onClose={() => setAsking(false)}
        >
          <p>{t('start.confirmText', { time: durationText(quiz.timeLimitSeconds ?? 0) })}</p>
        </Confirm>
      )}
    </>
  )
}
