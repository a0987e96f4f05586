import { useRef } from 'preact/hooks'
import { t as tc } from '../../courses/messages.js'
import { t } from '../../notes/messages.js'
import { Button } from '../../ui/Button.js'
import '../../ui/form.css'
import './notes-page.css'

interface NoteFiltersProps {
  q: string
  /** The id of the course, or nothing for all. */
  course: string
  courses: readonly { id: string; title: string }[]
  onChange: (wanted: { q: string; course: string }) => void
}

export function NoteFilters({ q, course, courses, onChange }: NoteFiltersProps) {
  const form = useRef<HTMLFormElement>(null)
  const apply = () => {
    if (!form.current) return
    const data = new FormData(form.current)
    onChange({ q: String(data.get('q')).trim(), course: String(data.get('course') ?? '') })
  }
  return (
    <search>
      <form
        ref={form}
        class="notes-filters"
        onSubmit={(event) => {
          event.preventDefault()
          apply()
        }}
      >
        <label class="notes-filter">
          <span class="field-label">{t('search')}</span>
          <input key={q} type="search" name="q" defaultValue={q} maxLength={200} autoComplete="off" />
        </label>
        <label class="notes-filter">
          <span class="field-label">{t('course')}</span>
          <select name="course" value={course} onChange={apply}>
            <option value="">{t('allCourses')}</option>
            {courses.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <Button type="submit">{tc('search.submit')}</Button>
      </form>
    </search>
  )
}
