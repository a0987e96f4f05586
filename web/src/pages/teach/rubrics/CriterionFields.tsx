import { Button } from '../../../ui/Button.js'
import { Checkbox, Field, TextArea } from '../../../ui/Field.js'
import { t } from './messages.js'
import { type Criterion, type Level, newLevel } from './rubric.js'

const minLevels = 2
const maxLevels = 10

interface CriterionFieldsProps {
  criterion: Criterion
  name: string
  /** Its place, by which the API names it. */
  at: number
  onChange: (criterion: Criterion) => void
  onRemove: () => void
}

/** A criterion and its levels: below each other on a phone, beside each other where there is room. */
export function CriterionFields({ criterion, name, at, onChange, onRemove }: CriterionFieldsProps) {
  const { levels } = criterion
  const change = (changes: Partial<Criterion>) => onChange({ ...criterion, ...changes })
  const changeLevel = (key: string, changes: Partial<Level>) =>
    change({ levels: levels.map((level) => (level.key === key ? { ...level, ...changes } : level)) })
  return (
    <fieldset class="criterion">
      <legend class="unseen">{name}</legend>
      <Field
        name={`criteria.${at}.title`}
        label={t('criterion.title')}
        value={criterion.title}
        onInput={({ currentTarget }) => change({ title: currentTarget.value })}
        maxLength={200}
        required
      />
      <TextArea
        name={`criteria.${at}.description`}
        label={t('criterion.description')}
        rows={2}
        value={criterion.description}
        onInput={({ currentTarget }) => change({ description: currentTarget.value })}
        maxLength={1000}
      />
      <ol class="criterion-levels" aria-label={t('levels', { name })}>
        {levels.map((level, j) => (
          <li key={level.key} class="criterion-level">
            <Field
              name={`criteria.${at}.levels.${j}.title`}
              label={t('level.title', { n: j + 1 })}
              value={level.title}
              onInput={({ currentTarget }) => changeLevel(level.key, { title: currentTarget.value })}
              maxLength={200}
              required
            />
            <Field
              name={`criteria.${at}.levels.${j}.points`}
              type="number"
              step={0.01}
              min={0}
              max={1000}
              label={t('level.points')}
              value={level.points}
              onInput={({ currentTarget }) => changeLevel(level.key, { points: currentTarget.value })}
              required
            />
            <TextArea
              name={`criteria.${at}.levels.${j}.description`}
              label={t('level.description')}
              rows={2}
              value={level.description}
              onInput={({ currentTarget }) => changeLevel(level.key, { description: currentTarget.value })}
              maxLength={500}
            />
            {levels.length > minLevels && (
              <Button
                isSmall
                look="quiet"
                aria-label={t('level.remove', { name: level.title || t('level.title', { n: j + 1 }) })}
                onClick={() => change({ levels: levels.filter(({ key }) => key !== level.key) })}
              >
                {t('remove')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      <div class="row-apart">
        <Checkbox
          name={`criteria.${at}.isRequired`}
          label={t('criterion.required')}
          checked={criterion.isRequired}
          onChange={({ currentTarget }) => change({ isRequired: currentTarget.checked })}
        />
        <div class="row">
          {levels.length < maxLevels && (
            <Button isSmall onClick={() => change({ levels: [...levels, newLevel()] })}>
              {t('level.add')}
            </Button>
          )}
          <Button isSmall look="quiet" aria-label={t('criterion.remove', { name })} onClick={onRemove}>
            {t('remove')}
          </Button>
        </div>
      </div>
    </fieldset>
  )
}
