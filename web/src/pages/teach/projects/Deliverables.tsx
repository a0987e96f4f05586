import { Button } from '../../../ui/Button.js'
import { Checkbox, Field, Select, TextArea } from '../../../ui/Field.js'
import { newKey } from '../keyed.js'
import { SortableList } from '../order/SortableList.js'
import { t } from './messages.js'
import type { Deliverable } from './project.js'

const kinds = ['link', 'repository', 'file', 'text'] as const
const maxCount = 20

interface DeliverablesProps {
  rows: readonly Deliverable[]
  onChange: (rows: Deliverable[]) => void
}

/** What is handed in, one by one. */
export function Deliverables({ rows, onChange }: DeliverablesProps) {
  const change = (key: string, changes: Partial<Deliverable>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...changes } : row)))
  const add = () => onChange([...rows, { key: newKey(), title: '', description: '', kind: 'link', isRequired: true }])
  const nameOf = (row: Deliverable) => row.title || t('deliverables.nth', { n: rows.indexOf(row) + 1 })
  return (
    <section class="project-part" aria-labelledby="project-deliverables">
      <h2 id="project-deliverables">{t('deliverables')}</h2>
      {rows.length === 0 && <p class="muted">{t('deliverables.none')}</p>}
      {rows.length > 0 && (
        <SortableList
          isTall
          label={t('deliverables')}
          items={rows}
          idOf={({ key }) => key}
          nameOf={nameOf}
          onOrder={onChange}
        >
          {(row, i) => (
            <fieldset class="project-part">
              <legend class="unseen">{nameOf(row)}</legend>
              <div class="project-pair">
                <Field
                  name={`deliverables.${i}.title`}
                  label={t('deliverables.title')}
                  value={row.title}
                  onInput={({ currentTarget }) => change(row.key, { title: currentTarget.value })}
                  maxLength={200}
                  required
                />
                <Select
                  name={`deliverables.${i}.kind`}
                  label={t('deliverables.kind')}
                  value={row.kind}
                  onChange={({ currentTarget }) =>
                    change(row.key, { kind: currentTarget.value as Deliverable['kind'] })
                  }
                  options={kinds.map((value) => ({ value, label: t(`deliverables.${value}`) }))}
                />
              </div>
              <TextArea
                name={`deliverables.${i}.description`}
                label={t('deliverables.description')}
                rows={2}
                value={row.description}
                onInput={({ currentTarget }) => change(row.key, { description: currentTarget.value })}
                maxLength={2000}
              />
              <div class="row-apart">
                <Checkbox
                  name={`deliverables.${i}.isRequired`}
                  label={t('deliverables.required')}
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
            </fieldset>
          )}
        </SortableList>
      )}
      {rows.length < maxCount && (
        <div>
          <Button onClick={add}>{t('deliverables.add')}</Button>
        </div>
      )}
    </section>
  )
}
