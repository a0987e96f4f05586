import { Trash2 } from 'lucide-preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from '../../../ui/Button.js'
import { SortableList } from '../order/SortableList.js'
import { t } from './messages.js'
import { type Choice, newChoice } from './question.js'

interface ChoicesProps {
  kind: 'single_choice' | 'multiple_choice' | 'ordering'
  choices: Choice[]
  onChange: (choices: Choice[]) => void
}

const minCount = 2
const maxCount = 20

/** What one chooses from, and what is right; or what is put in order, in the right one. */
export function Choices({ kind, choices, onChange }: ChoicesProps) {
  const place = useRef<HTMLFieldSetElement>(null)
  const added = useRef(false)
  useLayoutEffect(() => {
    if (added.current) [...(place.current?.querySelectorAll<HTMLElement>('input[type="text"]') ?? [])].at(-1)?.focus()
    added.current = false
  }, [choices.length])
  const change = (key: string, changes: Partial<Choice>) => {
    // Of one answer that is right, the others are not.
    const clears = kind === 'single_choice' && changes.isCorrect
    onChange(
      choices.map((each) =>
        each.key === key ? { ...each, ...changes } : clears ? { ...each, isCorrect: false } : each
      )
    )
  }
  const name = (choice: Choice) => choice.text || t('choice.nth', { n: choices.indexOf(choice) + 1 })
  return (
    <fieldset class="stack-tight" ref={place}>
      <legend class="field-label">{t(`choices.${kind}`)}</legend>
      <p class="field-hint">{t(`choices.${kind}.hint`)}</p>
      <SortableList
        isTall
        label={t(`choices.${kind}`)}
        items={choices}
        idOf={({ key }) => key}
        nameOf={name}
        onOrder={onChange}
      >
        {(choice, i) => (
          <div class="question-choice">
            {kind !== 'ordering' && (
              <input
                type={kind === 'single_choice' ? 'radio' : 'checkbox'}
                name="correct"
                aria-label={t('choice.correct', { name: name(choice) })}
                checked={choice.isCorrect}
                onChange={({ currentTarget }) => change(choice.key, { isCorrect: currentTarget.checked })}
              />
            )}
            <input
              type="text"
              name={`choice-${i}`}
              aria-label={t('choice.nth', { n: i + 1 })}
              value={choice.text}
              onInput={({ currentTarget }) => change(choice.key, { text: currentTarget.value })}
              maxLength={500}
              required
              autoComplete="off"
            />
            <button
              type="button"
              class="order-step"
              aria-label={t('choice.remove', { name: name(choice) })}
              disabled={choices.length <= minCount}
              onClick={() => onChange(choices.filter(({ key }) => key !== choice.key))}
            >
              <Trash2 size={18} aria-hidden="true" />
            </button>
          </div>
        )}
      </SortableList>
      {choices.length < maxCount && (
        <div>
          <Button
            isSmall
            onClick={() => {
              added.current = true
              onChange([...choices, newChoice()])
            }}
          >
            {t('choice.add')}
          </Button>
        </div>
      )}
    </fieldset>
  )
}
