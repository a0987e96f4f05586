import type { ComponentChildren } from 'preact'
import { formatNumber } from '../../messages/format.js'
import { Badge } from '../../ui/Badge.js'
import { Html } from '../../ui/Html.js'
import { isAnswered, type Question } from './answers.js'
import { t } from './messages.js'

interface ResultQuestionProps {
  question: Question
  number: number
  count: number
  isRevealed: boolean
}

export function ResultQuestion({ question, number, count, isRevealed }: ResultQuestionProps) {
  const { promptHtml, points, maxPoints, feedback, explanationHtml } = question
  const correct = correctOf(question)
  return (
    <section class="question" aria-label={t('take.question', { number, count })}>
      <div class="row-apart">
        <h3>{t('take.question', { number, count })}</h3>
        {isRevealed && <Verdict points={points ?? null} max={maxPoints} />}
      </div>
      <Html html={promptHtml} />
      <dl class="question-result">
        <Part title={t('result.yourAnswer')}>
          {isAnswered(question.kind, question.answer) ? <AnswerText question={question} /> : t('result.noAnswer')}
        </Part>
        {correct && <Part title={correct.title}>{correct.text}</Part>}
        {feedback && <Part title={t('result.feedback')}>{feedback}</Part>}
        {explanationHtml && (
          <Part title={t('result.explanation')}>
            <Html html={explanationHtml} />
          </Part>
        )}
      </dl>
    </section>
  )
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Verdict({ points, max }: { points: number | null; max: number }) {
  if (points === null) return <Badge tone="warn">{t('result.ungraded')}</Badge>
  const [tone, key] =
    points >= max
      ? (['good', 'result.right'] as const)
      : points > 0
        ? (['warn', 'result.partly'] as const)
        : (['bad', 'result.wrong'] as const)
  return (
    <span class="row">
      <Badge tone={tone}>{t(key)}</Badge>
      <span class="muted small">
        {t('result.questionPoints', { points: formatNumber(points), max: formatNumber(max) })}
      </span>
    </span>
  )
}

function AnswerText({ question }: { question: Question }) {
  const { kind, answer } = question
  if (kind === 'ordering' || kind === 'multiple_choice' || kind === 'single_choice') {
    return <OptionTexts question={question} ids={Array.isArray(answer) ? answer : [String(answer)]} />
  }
  return <span class="question-text">{typeof answer === 'number' ? formatNumber(answer, exact) : String(answer)}</span>
}

const exact = { maximumFractionDigits: 20 }

function OptionTexts({ question: { kind, options }, ids }: { question: Question; ids: readonly string[] }) {
  const texts = ids.map((id) => options.find((option) => option.id === id)?.text ?? '')
  const [only] = texts
  if (texts.length === 1) return <>{only}</>
  const items = texts.map((text, i) => <li key={ids[i]}>{text}</li>)
  return kind === 'ordering' ? <ol>{items}</ol> : <ul>{items}</ul>
}

/** What is right, where it may be seen. */
function correctOf(question: Question): { title: string; text: ComponentChildren } | undefined {
  const { correct, kind } = question
  if (correct?.optionIds) {
    const title = t(kind === 'multiple_choice' ? 'result.correctAny' : 'result.correct')
    return { title, text: <OptionTexts question={question} ids={correct.optionIds} /> }
  }
  if (correct?.acceptedAnswers) {
    const title = t(correct.acceptedAnswers.length > 1 ? 'result.correctAny' : 'result.correct')
    return { title, text: correct.acceptedAnswers.join(' · ') }
  }
  if (correct?.value === undefined) return undefined
  const value = formatNumber(correct.value, exact)
  const tolerance = formatNumber(correct.tolerance ?? 0, exact)
  return {
    title: t('result.correct'),
    text: correct.tolerance ? t('result.correctNumber', { value, tolerance }) : value
  }
}
