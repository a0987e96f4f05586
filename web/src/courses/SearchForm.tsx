import { useLocation } from 'preact-iso'
import './courses.css'
import { t } from './messages.js'

/** Searches everything that the reader may see. */
export function SearchForm({ query = '' }: { query?: string }) {
  const { route } = useLocation()
  const search = (event: SubmitEvent) => {
    event.preventDefault()
    const q = String(new FormData(event.currentTarget as HTMLFormElement).get('q')).trim()
    route(`/app/search?q=${encodeURIComponent(q)}`)
  }
  return (
    <search>
      <form class="search-form" action="/app/search" onSubmit={search}>
        <label class="unseen" for="search-everything">
          {t('search.label')}
        </label>
        <input
          id="search-everything"
          key={query}
          type="search"
          name="q"
          defaultValue={query}
          maxLength={200}
          placeholder={t('search.placeholder')}
          autoComplete="off"
        />
        <button type="submit" class="button">
          {t('search.submit')}
        </button>
      </form>
    </search>
  )
}
