import { useId } from 'preact/hooks'
import type { Option } from './Field.js'
import './filter-select.css'

interface FilterSelectProps {
  label: string
  value: string
  options: readonly Option[]
  onChange: (value: string) => void
}

/** Narrows a list; outside of any form. */
export function FilterSelect({ label, value, options, onChange }: FilterSelectProps) {
  const id = useId()
  return (
    <span class="filter-select">
      <label class="unseen" for={id}>
        {label}
      </label>
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  )
}
