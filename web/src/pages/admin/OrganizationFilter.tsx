import { FilterSelect } from '../../ui/FilterSelect.js'
import { t } from './messages.js'
import { useOrganizations } from './queries.js'

/** Narrows a list to one organisation; not there for who has no choice. */
export function OrganizationFilter({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { data = [] } = useOrganizations()
  if (data.length < 2) return null
  return (
    <FilterSelect
      label={t('organization.filter')}
      value={value}
      onChange={onChange}
      options={[
        { value: '', label: t('organization.all') },
        ...data.map(({ id, name }) => ({ value: id, label: name }))
      ]}
    />
  )
}
