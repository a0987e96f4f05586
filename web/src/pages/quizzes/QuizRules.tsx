import type { Schema } from '../../api/client.js'
import { durationText } from './duration.js'
import { t } from './messages.js'

/** The rules of a quiz, as one would say them. */
export function QuizRules({ quiz }: { quiz: Schema<'Quiz'> }) {
  const { questionCount, timeLimitSeconds, passMark, maxAttempts, scoring, reveal } = quiz
  return (
    <section class="stack-tight" aria-labelledby="quiz-rules">
      <h2 id="quiz-rules">{t('rules.title')}</h2>
      <ul class="quiz-rules">
        <li>{t('rules.questions', { count: questionCount })}</li>
        <li>
          {timeLimitSeconds === null ? t('rules.noTime') : t('rules.time', { time: durationText(timeLimitSeconds) })}
        </li>
        <li>{t('rules.pass', { percent: passMark })}</li>
        <li>
          {attemptsText(maxAttempts)} {maxAttempts !== 1 && `${t(`rules.${scoring}`)} ${t('rules.staysPassed')}`}
        </li>
        <li>{t(`rules.reveal.${reveal}`)}</li>
      </ul>
    </section>
  )
}

function attemptsText(max: number | null): string {
  if (max === null) return t('rules.anyAttempts')
  return max === 1 ? t('rules.once') : t('rules.attempts', { count: max })
}
