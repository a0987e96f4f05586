import type { Schema } from '../../api/client.js'
import { t } from './messages.js'

interface ChecklistFieldProps {
  items: Schema<'Project'>['checklist']
  ticked: readonly string[]
  onChange: (ticked: string[]) => void
}

/** What to look at before one hands in. */
export function ChecklistField({ items, ticked, onChange }: ChecklistFieldProps) {
  return (
    <fieldset class="project-part">
      <legend>{t('checklist')}</legend>
      <div>
        {items.map(({ id, text, isRequired }) => (
          <label key={id} class="field-choice">
            <input
              id={`checklist-${id}`}
              type="checkbox"
              checked={ticked.includes(id)}
              onChange={({ currentTarget: { checked } }) =>
                onChange(checked ? [...ticked, id] : ticked.filter((each) => each !== id))
              }
            />
            <span>
              {text} {isRequired && <span class="muted">{t('checklist.required')}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
