import { useId } from 'preact/hooks'
import { Button } from '../../ui/Button.js'
import { t } from './messages.js'
import type { AnswerFieldProps } from './QuestionField.js'

/** One right option, or some. */
export function Choices({ question, answer, labelledBy, onAnswer }: AnswerFieldProps) {
  const hintId = useId()
  const isSingle = question.kind === 'single_choice'
  const picked = Array.isArray(answer) ? answer : answer === null ? [] : [String(answer)]
  const pick = (id: string, isPicked: boolean) => {
    if (isSingle) return onAnswer(id)
    const rest = picked.filter((other) => other !== id)
    onAnswer(isPicked ? [...rest, id] : rest)
  }
  return (
    <fieldset class="question-choices" aria-labelledby={labelledBy} aria-describedby={hintId}>
      <p id={hintId} class="field-hint">
        {t(isSingle ? 'take.oneOf' : 'take.severalOf')}
      </p>
      {question.options.map(({ id, text }) => (
        <label key={id} class="field-choice question-option">
          <input
            type={isSingle ? 'radio' : 'checkbox'}
            name={question.questionId}
            value={id}
            checked={picked.includes(id)}
            onChange={(event) => pick(id, event.currentTarget.checked)}
          />
          <span>{text}</span>
        </label>
      ))}
      {isSingle && picked.length > 0 && (
        <div>
          <Button isSmall look="quiet" onClick={() => onAnswer(null)}>
            {t('take.clear')}
          </Button>
        </div>
      )}
    </fieldset>
  )
}
