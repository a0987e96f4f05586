import { useId } from 'preact/hooks'
import { formatNumber } from '../../messages/format.js'
import { isNumberText } from './answers.js'
import { t } from './messages.js'
import type { AnswerFieldProps } from './QuestionField.js'

const maxShort = 1_000
const maxEssay = 20_000

/** A few words, a number, or a text. */
export function TextAnswer({ question, answer, labelledBy, onAnswer }: AnswerFieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const { kind } = question
  const text = textOf(answer)
  const isWrong = kind === 'numeric' && text.trim() !== '' && !isNumberText(text)
  const shared = {
    id,
    name: question.questionId,
    'aria-labelledby': `${labelledBy} ${id}-label`,
    'aria-describedby': noteId,
    value: text
  }
  return (
    <div class="field">
      <label id={`${id}-label`} class="field-label" for={id}>
        {t(kind === 'numeric' ? 'take.yourNumber' : 'take.yourAnswer')}
      </label>
      {kind === 'essay' ? (
        <textarea
          {...shared}
          rows={10}
          maxLength={maxEssay}
          onInput={(event) => onAnswer(event.currentTarget.value || null)}
        />
      ) : (
        <input
          {...shared}
          type="text"
          autoComplete="off"
          aria-invalid={isWrong || undefined}
          inputMode={kind === 'numeric' ? 'decimal' : 'text'}
          maxLength={kind === 'numeric' ? 40 : maxShort}
          onInput={(event) => onAnswer(event.currentTarget.value || null)}
        />
      )}
      <p id={noteId} class={isWrong ? 'field-error' : 'field-hint'}>
        {kind === 'numeric' && t(isWrong ? 'take.numberWrong' : 'take.numberHint')}
        {kind === 'essay' && t('take.letters', { count: text.length, max: maxEssay })}
      </p>
    </div>
  )
}

/** A saved number is written as the reader writes numbers. */
function textOf(answer: AnswerFieldProps['answer']): string {
  if (typeof answer === 'number') return formatNumber(answer, { useGrouping: false, maximumFractionDigits: 20 })
  return typeof answer === 'string' ? answer : ''
}
