import { Button } from '../../../ui/Button.js'
import { Field } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { textOf } from '../../../ui/form-values.js'
import { useFilters } from '../../../ui/useFilters.js'
import './audit.css'
import { filterNames } from './filters.js'
import { t } from './messages.js'

const names = [...filterNames, 'from', 'until'] as const

/** Narrowed when one says so: to read the log is recorded each time. */
export function AuditFilters() {
  const [filters, setFilters] = useFilters()
  const isNarrowed = names.some((name) => filters[name])
  const apply = async (data: FormData) => {
    setFilters(Object.fromEntries(names.map((name) => [name, textOf(data, name) ?? ''])))
  }
  const clear = () => setFilters(Object.fromEntries(names.map((name) => [name, ''])))
  return (
    <details open={isNarrowed}>
      <summary class="audit-summary">{t('filter')}</summary>
      <Form
        key={names.map((name) => filters[name]).join(' ')}
        submit={t('apply')}
        label={t('filter')}
        onSubmit={apply}
        actions={isNarrowed && <Button onClick={clear}>{t('clear')}</Button>}
      >
        <div class="audit-fields">
          {names.map((name) => (
            <Field
              key={name}
              name={name}
              type={name === 'from' || name === 'until' ? 'date' : 'text'}
              label={t(name)}
              defaultValue={filters[name]}
            />
          ))}
        </div>
      </Form>
    </details>
  )
}
