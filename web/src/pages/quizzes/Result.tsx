import type { Schema } from '../../api/client.js'
import { formatDateTime, formatNumber } from '../../messages/format.js'
import { LinkButton } from '../../ui/Button.js'
import type { TimedAttempt } from './attempt-query.js'
import { t } from './messages.js'
import { ResultQuestion } from './ResultQuestion.js'

/** What became of an attempt, as far as it may be seen. */
export function Result({ attempt, quiz }: { attempt: TimedAttempt; quiz: Schema<'Quiz'> | undefined }) {
  const { questions, isRevealed } = attempt
  return (
    <div class="stack-wide">
      <ResultHead attempt={attempt} quiz={quiz} />
      <section class="stack" aria-labelledby="quiz-answers">
        <h2 id="quiz-answers">{t('result.questions')}</h2>
        {!isRevealed && quiz && <p class="muted">{t(`result.hidden.${quiz.reveal}`)}</p>}
        <ol class="rows">
          {questions.map((question, i) => (
            <li key={question.questionId}>
              <ResultQuestion question={question} number={i + 1} count={questions.length} isRevealed={isRevealed} />
            </li>
          ))}
        </ol>
      </section>
    </div>
  )
}

function ResultHead({
  attempt: { score, submittedAt },
  quiz
}: {
  attempt: TimedAttempt
  quiz: Schema<'Quiz'> | undefined
}) {
  const mayTryAgain = quiz?.status === 'published' && quiz.own && quiz.own.attemptsLeft !== 0
  // As long as somebody grades it, there is nothing to do better.
  const isToTryAgain = mayTryAgain && score && !score.isPassed && !score.isProvisional
  return (
    <div class="stack-tight" role="status">
      {score && (
        <>
          <p class={score.isPassed ? 'quiz-outcome is-passed' : 'quiz-outcome'}>{outcomeText(score)}</p>
          <p class="muted">
            {!score.isProvisional &&
              t('result.points', { points: formatNumber(score.points), max: formatNumber(score.maxPoints) })}{' '}
            {submittedAt && t('result.handedIn', { when: formatDateTime(submittedAt) })}{' '}
            {quiz && t('result.passMark', { percent: quiz.passMark })}
          </p>
        </>
      )}
      {quiz && (
        <div class="row">
          <LinkButton
            href={`/app/courses/${quiz.courseId}/lessons/${quiz.lessonId}`}
            look={isToTryAgain ? 'secondary' : 'primary'}
          >
            {t('result.toLesson')}
          </LinkButton>
          {mayTryAgain && (
            <LinkButton href={`/app/lessons/${quiz.lessonId}/quiz`} look={isToTryAgain ? 'primary' : 'secondary'}>
              {t('result.again')}
            </LinkButton>
          )}
        </div>
      )}
    </div>
  )
}

function outcomeText(score: NonNullable<TimedAttempt['score']>): string {
  const { points, maxPoints, percent, isPassed, isProvisional } = score
  if (isProvisional && !isPassed) {
    return t('result.provisional', { points: formatNumber(points), max: formatNumber(maxPoints) })
  }
  return t(isPassed ? 'result.passed' : 'result.failed', { percent })
}
