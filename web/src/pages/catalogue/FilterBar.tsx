import '../../ui/form.css'
import { X } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { t as tc } from '../../courses/messages.js'
import { Button } from '../../ui/Button.js'
import { type Filters, levels } from './filters.js'
import { t } from './messages.js'

const pauseMs = 350

interface FilterBarProps {
  filters: Filters
  /** Those that are known of. */
  categories: readonly string[]
  onChange: (changes: Partial<Filters>) => void
}

/** It searches while one types, once there is a pause, and at once by Enter. */
export function FilterBar({ filters, categories, onChange }: FilterBarProps) {
  const form = useRef<HTMLFormElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const { q, level, category, tag } = filters
  const apply = () => {
    clearTimeout(timer.current)
    if (!form.current) return
    const data = new FormData(form.current)
    const read = (name: string) => String(data.get(name) ?? '')
    onChange({
      q: read('q').trim(),
      level: levels.find((each) => each === read('level')),
      category: read('category') || undefined
    })
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  // The address may change otherwise: by going back, or by a link.
  useEffect(() => {
    const input = form.current?.querySelector<HTMLInputElement>('input[name="q"]')
    if (input && input.value.trim() !== q) input.value = q
  }, [q])
  return (
    <search aria-label={t('filters')}>
      <form
        ref={form}
        class="catalogue-filters"
        onSubmit={(event) => {
          event.preventDefault()
          apply()
        }}
      >
        <label class="catalogue-filter catalogue-filter-search">
          <span class="field-label">{t('search')}</span>
          <input
            type="search"
            name="q"
            defaultValue={q}
            maxLength={200}
            autoComplete="off"
            onInput={() => {
              clearTimeout(timer.current)
              timer.current = setTimeout(apply, pauseMs)
            }}
          />
        </label>
        <label class="catalogue-filter">
          <span class="field-label">{t('level')}</span>
          <select name="level" value={level ?? ''} onChange={apply}>
            <option value="">{t('level.any')}</option>
            {levels.map((each) => (
              <option key={each} value={each}>
                {tc(`level.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <label class="catalogue-filter">
          <span class="field-label">{t('category')}</span>
          <select name="category" value={category ?? ''} onChange={apply}>
            <option value="">{t('category.any')}</option>
            {categories.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
      </form>
      {tag && (
        <Button
          isSmall
          aria-label={`${t('tag', { tag })}. ${t('tag.remove')}`}
          onClick={() => onChange({ tag: undefined })}
        >
          {t('tag', { tag })} <X size={16} aria-hidden="true" />
        </Button>
      )}
    </search>
  )
}
