import { Button } from '../../../ui/Button.js'
import { Checkbox, Field } from '../../../ui/Field.js'
import { newKey } from '../keyed.js'
import { SortableList } from '../order/SortableList.js'
import { t } from './messages.js'
import type { ChecklistItem } from './project.js'

const maxCount = 50

interface ChecklistProps {
  rows: readonly ChecklistItem[]
  onChange: (rows: ChecklistItem[]) => void
}

/** What learners look at before they hand in. */
export function Checklist({ rows, onChange }: ChecklistProps) {
  const change = (key: string, changes: Partial<ChecklistItem>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...changes } : row)))
  const nameOf = (row: ChecklistItem) => row.text || t('checklist.nth', { n: rows.indexOf(row) + 1 })
  return (
    <section class="project-part" aria-labelledby="project-checklist">
      <h2 id="project-checklist">{t('checklist')}</h2>
      <p class="muted">{t('checklist.lead')}</p>
      {rows.length > 0 && (
        <SortableList
          isTall
          label={t('checklist')}
          items={rows}
          idOf={({ key }) => key}
          nameOf={nameOf}
          onOrder={onChange}
        >
          {(row, i) => (
            <div class="stack-tight">
              <Field
                name={`checklist.${i}.text`}
                label={t('checklist.nth', { n: i + 1 })}
                value={row.text}
                onInput={({ currentTarget }) => change(row.key, { text: currentTarget.value })}
                maxLength={500}
                required
              />
              <div class="row-apart">
                <Checkbox
                  name={`checklist.${i}.isRequired`}
                  label={t('checklist.required')}
                  checked={row.isRequired}
                  onChange={({ currentTarget }) => change(row.key, { isRequired: currentTarget.checked })}
                />
                <Button
                  isSmall
                  look="quiet"
                  aria-label={t('removeOf', { name: nameOf(row) })}
                  onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
                >
                  {t('remove')}
                </Button>
              </div>
            </div>
          )}
        </SortableList>
      )}
      {rows.length < maxCount && (
        <div>
          <Button onClick={() => onChange([...rows, { key: newKey(), text: '', isRequired: false }])}>
            {t('checklist.add')}
          </Button>
        </div>
      )}
    </section>
  )
}
