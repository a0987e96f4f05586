import { ArrowDown, ArrowUp } from 'lucide-preact'
import { useId, useRef, useState } from 'preact/hooks'
import { Button } from '../../ui/Button.js'
import { t } from './messages.js'
import type { AnswerFieldProps } from './QuestionField.js'

/** Items to put in order, one step at a time. */
export function OrderField({ question, answer, labelledBy, onAnswer }: AnswerFieldProps) {
  const hintId = useId()
  const list = useRef<HTMLOListElement>(null)
  const [said, setSaid] = useState('')
  const order = Array.isArray(answer) ? answer : question.options.map(({ id }) => id)
  const textOf = (id: string) => question.options.find((option) => option.id === id)?.text ?? ''

  const move = (from: number, by: -1 | 1) => {
    const moved = [...order]
    const [id = ''] = moved.splice(from, 1)
    moved.splice(from + by, 0, id)
    onAnswer(moved)
    setSaid(t('take.moved', { text: textOf(id), place: from + by + 1, count: order.length }))
    // The row goes on with the one who moves it; at the end it has one button less.
    requestAnimationFrame(() => {
      const row = list.current?.querySelector(`[data-option="${id}"]`)
      const way = row?.querySelector<HTMLElement>(`[data-by="${by}"]:not(:disabled)`)
      const back = row?.querySelector<HTMLElement>('button:not(:disabled)')
      ;(way ?? back)?.focus()
    })
  }

  return (
    <fieldset class="stack-tight" aria-labelledby={labelledBy} aria-describedby={hintId}>
      <p id={hintId} class="field-hint">
        {t('take.order')}
      </p>
      <ol ref={list} class="question-order">
        {order.map((id, i) => (
          <li key={id} data-option={id}>
            <span class="question-order-text">
              {i + 1}. {textOf(id)}
            </span>
            <Button
              look="quiet"
              data-by="-1"
              disabled={i === 0}
              aria-label={t('take.moveUp', { text: textOf(id) })}
              onClick={() => move(i, -1)}
            >
              <ArrowUp aria-hidden="true" />
            </Button>
            <Button
              look="quiet"
              data-by="1"
              disabled={i === order.length - 1}
              aria-label={t('take.moveDown', { text: textOf(id) })}
              onClick={() => move(i, 1)}
            >
              <ArrowDown aria-hidden="true" />
            </Button>
          </li>
        ))}
      </ol>
      <span class="unseen" role="status">
        {said}
      </span>
      {!Array.isArray(answer) && (
        <div class="row">
          <span class="muted small">{t('take.orderUnset')}</span>
          <Button isSmall onClick={() => onAnswer(order)}>
            {t('take.keepOrder')}
          </Button>
        </div>
      )}
    </fieldset>
  )
}
