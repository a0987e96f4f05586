import { Search } from 'lucide-preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import './search-field.css'

interface SearchFieldProps {
  label: string
  value: string
  /** Once typing has paused. */
  onSearch: (text: string) => void
}

const pauseMs = 350

export function SearchField({ label, value, onSearch }: SearchFieldProps) {
  const id = useId()
  const timer = useRef<ReturnType<typeof setTimeout>>()
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <search class="search-field">
      <label class="unseen" for={id}>
        {label}
      </label>
      <Search size={18} aria-hidden="true" />
      <input
        id={id}
        type="search"
        placeholder={label}
        defaultValue={value}
        maxLength={200}
        onInput={({ currentTarget }) => {
          clearTimeout(timer.current)
          timer.current = setTimeout(() => onSearch(currentTarget.value.trim()), pauseMs)
        }}
      />
    </search>
  )
}
