import { useLocation } from 'preact-iso'

/**
 * What a list is narrowed to, kept in the address: going back, a reload and a link that is passed on show the same list.
 * A value that is '' is left out.
 */
export function useFilters(): [Readonly<Record<string, string>>, (changes: Readonly<Record<string, string>>) => void] {
  const { path, query, route } = useLocation()
  const change = (changes: Readonly<Record<string, string>>) => {
    const kept = Object.entries({ ...query, ...changes }).filter(([, value]) => value !== '')
    const text = new URLSearchParams(kept).toString()
    route(text ? `${path}?${text}` : path, true)
  }
  return [query, change]
}
