import { useId } from 'preact/hooks'
import { SavedComments } from '../../attempts/SavedComments.js'
import { formatNumber } from '../../messages/format.js'
import { TextArea } from '../../ui/Field.js'
import { t } from './messages.js'
import { isFit, levelOf, type Mark, mostOf, pointsOf } from './scores.js'
import type { Criterion } from './types.js'

interface CriterionFieldsProps {
  criterion: Criterion
  mark: Mark
  isMarked: boolean
  onChange: (mark: Mark) => void
}

/** A level, or points of their own in between, and what there is to say. */
export function CriterionFields({ criterion, mark, isMarked, onChange }: CriterionFieldsProps) {
  const id = useId()
  const { title, description, isRequired, levels } = criterion
  const most = mostOf(criterion)
  const isMissing = isMarked && isRequired && pointsOf(mark) === undefined
  const isWrong = !isFit(mark, criterion)
  const reached = levelOf(mark, criterion)
  const setComment = (comment: string) => onChange({ ...mark, comment })
  return (
    <fieldset class="review-criterion stack" aria-describedby={isMissing || isWrong ? `${id}-error` : undefined}>
      <legend>
        <span class="review-criterion-title">{title}</span>{' '}
        <span class="muted small">
          {t(isRequired ? 'criterion.upTo' : 'criterion.optional', { points: formatNumber(most) })}
        </span>
      </legend>
      {description && <p class="muted small">{description}</p>}
      <div class="review-levels">
        {levels.map((level) => (
          <label key={level.id} class="review-level">
            <input
              type="radio"
              name={`${id}-level`}
              checked={reached?.id === level.id}
              aria-invalid={isMissing || undefined}
              onChange={() => onChange({ ...mark, points: String(level.points) })}
            />
            <span class="review-level-text">
              <span class="review-level-title">
                {level.title} <span class="muted">{t('criterion.points', { count: level.points })}</span>
              </span>
              {level.description && <span class="small muted">{level.description}</span>}
            </span>
          </label>
        ))}
      </div>
      <label class="review-points">
        <span>{t('criterion.own')}</span>
        <input
          type="text"
          inputMode="decimal"
          size={6}
          value={mark.points}
          aria-invalid={isWrong || undefined}
          onInput={({ currentTarget }) => onChange({ ...mark, points: currentTarget.value })}
        />
      </label>
      {(isMissing || isWrong) && (
        <p id={`${id}-error`} class="field-error">
          {isWrong ? t('criterion.range', { most: formatNumber(most) }) : t('criterion.missing')}
        </p>
      )}
      <TextArea
        name={`${id}-comment`}
        label={t('criterion.comment', { title })}
        rows={2}
        maxLength={5_000}
        value={mark.comment}
        onInput={({ currentTarget }) => setComment(currentTarget.value)}
      />
      <SavedComments
        text={mark.comment}
        onInsert={(text) => setComment([mark.comment.trimEnd(), text].filter(Boolean).join('\n'))}
      />
    </fieldset>
  )
}
